//! A browser that knows nothing yet, and what a visitor does in it.

pub(crate) mod chromedriver;
mod geckodriver;
mod running;
pub mod tabs;

use std::thread;

use fantoccini::cookies::Cookie;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use self::chromedriver::Chromedriver;
use self::running::Running;
use crate::engine::{Ability, Engine};
use crate::wait::{in_time, wait_for};

/// A browser in which nobody has been anywhere yet.
pub struct Browser {
    /// Its engine.
    pub engine: Engine,
    pub(crate) client: Client,
    running: Option<Running>,
}

impl Browser {
    /// A browser of the engine of this run.
    pub async fn start() -> Self {
        let engine = Engine::of_this_run();
        let running = Running::take(engine).await;
        Self { engine, client: running.client(), running: Some(running) }
    }

    /// Opens a page and waits until it is loaded, scripts of its HTML included.
    pub async fn goto(&self, url: &str) {
        in_time(url, self.client.goto(url)).await;
        // Now and then WebKitWebDriver comes back before that.
        self.settle(url, "return document.readyState", "complete").await;
    }

    /// Where the browser is.
    pub async fn url(&self) -> String {
        in_time("a URL", self.client.current_url()).await.into()
    }

    /// Waits until the browser is on another page, whose path is this, and that page is loaded.
    pub async fn arrive(&self, path: &str) {
        let script = "return [location.pathname, document.readyState].join(' ')";
        self.settle(path, script, &format!("{path} complete")).await;
    }

    /// Waits until a script finds the page as wanted.
    async fn settle(&self, page: &str, script: &str, wanted: &str) {
        wait_for(&format!("the page {page}"), async || {
            // While one page makes place for the next, there is none to ask.
            let found = async { Ok::<_, CmdError>(self.client.execute(script, vec![]).await) };
            match in_time("the page's state", found).await {
                Ok(Value::String(found)) if found == wanted => Ok(()),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
    }

    /// Runs statements in the page, and gives what they `return`; what a promise gives, where they
    /// return one. They set a variable of the page's as `window.name`: Firefox runs them in a scope
    /// of their own.
    pub async fn run(&self, script: &str) -> Value {
        in_time(script, self.client.execute(script, vec![])).await
    }

    /// The value of an expression in the page, as [`run`](Self::run) gives it.
    pub async fn eval(&self, expression: &str) -> Value {
        self.run(&format!("return ({expression})")).await
    }

    /// Waits until an expression is truthy in the page, and gives its value.
    pub async fn wait_for(&self, expression: &str) -> Value {
        let test = format!("(value => value ? [value] : null)({expression})");
        wait_for(expression, async || {
            let value = self.eval(&test).await;
            let value = value.get(0).cloned();
            value.ok_or_else(|| "nothing of that".to_owned())
        })
        .await
    }

    /// The visitor's id, once the tracker on the page has one.
    pub async fn visitor_id(&self) -> String {
        let id = self.wait_for("linkyfy.visitorId()").await;
        id.as_str().expect("a text").to_owned()
    }

    /// Types into an empty field, character by character; empties it first.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.bring(selector).await;
        let field = self.find(selector).await;
        in_time(selector, field.clear()).await;
        // WebKit's driver takes no keys for an error.
        if !text.is_empty() {
            in_time(selector, field.send_keys(text)).await;
        }
    }

    /// Has an element in view. A page that scrolls smoothly would still be on its way to it when the
    /// driver looks.
    async fn bring(&self, selector: &str) {
        let script =
            "document.querySelector(arguments[0])?.scrollIntoView({ behavior: 'instant' })";
        in_time(selector, self.client.execute(script, vec![selector.into()])).await;
    }

    /// Clicks with the mouse.
    pub async fn click(&self, selector: &str) {
        self.bring(selector).await;
        in_time(selector, self.find(selector).await.click()).await;
    }

    async fn find(&self, selector: &str) -> Element {
        in_time(selector, self.client.find(Locator::Css(selector))).await
    }

    /// What is asked from now on is asked in a frame of the page.
    pub async fn enter_frame(&self, selector: &str) {
        let frame = self.find(selector).await;
        in_time(selector, frame.enter_frame()).await;
    }

    /// What is asked from now on is asked in the page that has the frame.
    pub async fn leave_frame(&self) {
        in_time("a parent", self.client.enter_parent_frame()).await;
    }

    /// Opens a page in a new tab, does something there, closes the tab and comes back.
    pub async fn in_new_tab(&self, url: &str, act: impl AsyncFnOnce()) {
        let here = self.tab().await;
        self.open_tab().await;
        self.goto(url).await;
        act().await;
        self.close_tab(&here).await;
    }

    /// A cookie that the page can have, with all its attributes.
    pub async fn cookie(&self, name: &str) -> Option<Cookie<'static>> {
        let cookie = async { Ok::<_, CmdError>(self.client.get_named_cookie(name).await) };
        match in_time(name, cookie).await {
            Ok(cookie) => Some(cookie),
            Err(error) if error.is_no_such_cookie() => None,
            Err(error) => panic!("{error} for the cookie {name}"),
        }
    }

    /// Deletes a cookie.
    pub async fn delete_cookie(&self, name: &str) {
        in_time(name, self.client.delete_cookie(name)).await;
    }

    /// What [`page`](crate::page())s of this site noticed so far: faults, and words on the console.
    pub async fn seen(&self) -> Vec<String> {
        let seen = self.eval("window.__seen").await;
        let seen = seen.as_array().expect("a page that notices faults");
        seen.iter().map(|what| what.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// What came on the console since this was last asked: a page's words, and the browser's own,
    /// such as a failed request. Nothing where the driver doesn't tell.
    pub async fn console(&self) -> Vec<String> {
        if self.engine.lacks(Ability::Console) {
            return Vec::new();
        }
        let log = in_time("the console's log", self.client.issue_cmd(Chromedriver::Console)).await;
        let entries = log.as_array().cloned().unwrap_or_default();
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        entries.iter().map(text).collect()
    }

    /// Has the page run as on a processor four times slower; where the engine can
    /// ([`Ability::Throttle`]).
    pub async fn throttle(&self) {
        in_time("a slower processor", self.client.issue_cmd(Chromedriver::throttle())).await;
    }

    /// Has the page let go all that nobody keeps any more; where a driver can
    /// ([`Ability::Collect`]).
    pub async fn collect(&self) {
        in_time("a collection", self.client.issue_cmd(Chromedriver::collect())).await;
    }

    /// Has the browser fill in the form around this field from an address book with one entry, this
    /// name and this e-mail address, as its own autofill does; where a driver can
    /// ([`Ability::Autofill`]).
    pub async fn autofill(&self, field: &str, name: &str, email: &str) {
        let ask = async |command, parameters| {
            let command = Chromedriver::DevTools(command, parameters);
            in_time("the browser's autofill", self.client.issue_cmd(command)).await
        };
        let frames = ask("Page.getFrameTree", json!({})).await;
        let document = ask("DOM.getDocument", json!({})).await;
        let root = &document["root"]["nodeId"];
        let node = ask("DOM.querySelector", json!({ "nodeId": root, "selector": field })).await;
        let node = ask("DOM.describeNode", json!({ "nodeId": node["nodeId"] })).await;
        // The browser fills in nothing for somebody of whom it knows too little.
        let entry = [
            ("NAME_FULL", name),
            ("EMAIL_ADDRESS", email),
            ("ADDRESS_HOME_STREET_ADDRESS", "1 Main Street"),
            ("ADDRESS_HOME_CITY", "Boston"),
            ("ADDRESS_HOME_ZIP", "02110"),
        ];
        let entry = entry.map(|(name, value)| json!({ "name": name, "value": value }));
        let filled = json!({
            "fieldId": node["node"]["backendNodeId"],
            "frameId": frames["frameTree"]["frame"]["id"],
            "address": { "fields": entry },
        });
        ask("Autofill.enable", json!({})).await;
        ask("Autofill.trigger", filled).await;
    }

    /// Asserts that the pages of this site noticed nothing: no fault, no word on the console.
    pub async fn assert_unharmed(&self) {
        assert_eq!(self.seen().await, [""; 0], "seen on {}", self.url().await);
    }
}

impl Drop for Browser {
    /// A test that fails leaves its browser to nobody: that may be what is wrong.
    fn drop(&mut self) {
        if let Some(running) = self.running.take()
            && !thread::panicking()
        {
            running.leave();
        }
    }
}
