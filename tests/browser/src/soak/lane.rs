//! A browser that visitors come in, one after the other, and the site that they visit. Each visitor
//! has an origin, and so a storage, of their own, which is there still when the API is well again.

use std::collections::BTreeSet;
use std::time::Duration;

use fantoccini::error::CmdError;
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::plan::{How, Plan, Step};
use crate::browser::chromedriver::Chromedriver;
use crate::page::SIGN_UP;
use crate::sandbox::DEMO;
use crate::{Browser, Engine, Sandbox, Site, Tag, page};

/// What visitors do in a page.
const SCRIPT: &str = include_str!("page.js");
/// Most pages that a visitor looks at.
const MAX_VIEWS: usize = 60;

/// A script for a last page in a hurry: its clock is ahead, so that an event whose sender has died
/// has been left to it for long enough.
const AHEAD: &str = "<script>{ const { now } = Date; Date.now = () => now() + 41_000; }</script>";
/// How long between two looks at what still waits.
const INTERVAL: Duration = Duration::from_millis(200);

/// A registration that was made: its form was submitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// With which address.
    pub email: String,
    /// When, in milliseconds since 1970.
    pub at_ms: f64,
    /// By which tab, on which page.
    page: (usize, String),
    /// The storage was full: nothing but the page could keep it.
    unkept: bool,
}

/// What came of a visit.
#[derive(Debug)]
pub struct Visit {
    /// What was to be done.
    pub plan: Plan,
    /// The registrations that were made.
    pub made: Vec<Made>,
    /// Those of them that were lost to any tracker if their first try failed: the storage was full,
    /// and their page was left.
    pub unkept: BTreeSet<String>,
    /// The pages that were seen while the tracker ran on them.
    pub views: BTreeSet<String>,
    /// How many tabs were opened.
    pub tabs: usize,
    /// What the browser couldn't do, and why.
    pub trouble: Vec<String>,
    next_view: usize,
    staying: Option<WindowHandle>,
}

/// A tab that is open.
struct Tab {
    handle: WindowHandle,
    view: String,
}

/// A browser with the site.
pub(super) struct Lane {
    browser: Browser,
    site: Site,
    /// A tab that is always open: with its last tab, a browser ends.
    anchor: WindowHandle,
}

impl Lane {
    /// Starts both. In a hurry, nobody waits until an event whose sender has died may be sent again.
    pub(super) async fn start(api: &Sandbox, hurry: bool) -> Self {
        let (site, browser) = tokio::join!(Site::start(), Browser::start());
        let tag = Tag::new(&format!("{}/linkyfy.js", api.origin()), &api.base_url(), DEMO);
        let tags = [(false, tag.clone()), (true, tag.with("data-event-id", ""))];
        for (ids, tag) in &tags {
            for view in 0..MAX_VIEWS {
                let html = |head| page(format!("{head}<script>{SCRIPT}</script>{tag}"), SIGN_UP);
                site.set(&path(*ids, view), html(""));
                site.set(&last_path(*ids, view), html(if hurry { AHEAD } else { "" }));
            }
        }
        let anchor = browser.client.window().await.expect("a tab");
        Self { browser, site, anchor }
    }

    fn origin(&self, plan: &Plan) -> String {
        self.site.origin_at(&format!("visitor{}.test", plan.number))
    }

    fn url(&self, plan: &Plan, view: usize) -> String {
        self.origin(plan) + &path(plan.ids, view)
    }

    /// Carries out the plan of a visit.
    pub(super) async fn visit(&self, plan: Plan) -> Visit {
        let visit = Visit {
            plan,
            made: Vec::new(),
            unkept: BTreeSet::new(),
            views: BTreeSet::new(),
            tabs: 0,
            trouble: Vec::new(),
            next_view: 0,
            staying: None,
        };
        let mut course =
            Course { lane: self, visit, tabs: Vec::new(), offline: false, filled: false };
        for step in course.visit.plan.steps.clone() {
            if let Err(error) = course.take(step).await
                && !course.offline
            {
                course.visit.trouble.push(format!("{step:?}: {error}"));
            }
        }
        course.end().await
    }

    async fn switch(&self, handle: &WindowHandle) -> Result<(), CmdError> {
        self.browser.client.switch_to_window(handle.clone()).await
    }

    async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value, CmdError> {
        self.browser.client.execute(script, arguments).await
    }

    /// The URL of the page that the browser shows, once the tracker runs there; empty where it
    /// doesn't.
    async fn ready(&self) -> Result<String, CmdError> {
        let url = self.run("return window.soak?.ready()", vec![]).await?;
        Ok(url.as_str().unwrap_or_default().to_owned())
    }

    /// Has the visitor come back, and waits for so long until nothing of theirs waits any more:
    /// neither in the tab that was left open, nor in their storage. Else tells what does.
    pub(super) async fn heal(&self, visit: &mut Visit, patience: Duration) -> Result<(), String> {
        let error = |error: CmdError| error.to_string();
        let client = &self.browser.client;
        if let Some(handle) = &visit.staying {
            self.switch(handle).await.map_err(error)?;
            let rested = self.rest(patience / 2).await;
            // Some tabs stay without network when the browser has one again; their visitors come
            // back in another one at last.
            if rested.is_err() && patience.is_zero() {
                return rested;
            }
            client.close_window().await.map_err(error)?;
            visit.staying = None;
        }
        self.switch(&self.anchor).await.map_err(error)?;
        let tab = client.new_window(true).await.map_err(error)?.handle;
        self.switch(&tab).await.map_err(error)?;
        let rested = self.come_back(visit, patience).await;
        client.close_window().await.map_err(error)?;
        rested
    }

    async fn come_back(&self, visit: &mut Visit, patience: Duration) -> Result<(), String> {
        let url = self.origin(&visit.plan) + &last_path(visit.plan.ids, visit.next_view);
        visit.next_view += 1;
        self.browser.client.goto(&url).await.map_err(|error| error.to_string())?;
        let view = self.ready().await.map_err(|error| error.to_string())?;
        if view.is_empty() {
            return Err(format!("no tracker on {url}"));
        }
        visit.views.insert(view);
        self.rest(patience).await
    }

    /// Waits until nothing waits in the page any more, nor in its storage. Else tells what does.
    async fn rest(&self, patience: Duration) -> Result<(), String> {
        let end = Instant::now() + patience;
        loop {
            let left = self.run("return soak.rest()", vec![]).await;
            let left = left.map_err(|error| error.to_string())?;
            if left == "" {
                return Ok(());
            }
            if Instant::now() >= end {
                return Err(left.to_string());
            }
            sleep(INTERVAL).await;
        }
    }
}

/// The path of a page.
fn path(ids: bool, view: usize) -> String {
    format!("/{}/{view}", if ids { "ids" } else { "plain" })
}

/// The path of a page that a visitor comes back to.
fn last_path(ids: bool, view: usize) -> String {
    format!("/last{}", path(ids, view))
}

/// A visit while it is carried out.
struct Course<'a> {
    lane: &'a Lane,
    visit: Visit,
    /// By their numbers; none where it is closed.
    tabs: Vec<Option<Tab>>,
    offline: bool,
    filled: bool,
}

impl Course<'_> {
    async fn take(&mut self, step: Step) -> Result<(), CmdError> {
        let client = &self.lane.browser.client;
        match step {
            Step::Open { window } => {
                self.lane.switch(&self.lane.anchor).await?;
                let handle = client.new_window(!window).await?.handle;
                self.lane.switch(&handle).await?;
                self.tabs.push(Some(Tab { handle, view: String::new() }));
                self.visit.tabs += 1;
                self.go(self.tabs.len() - 1).await
            }
            Step::Go { tab } => {
                self.look(tab).await?;
                self.go(tab).await
            }
            Step::Look { tab } => self.look(tab).await,
            Step::SignUp { tab, how } => self.sign_up(tab, how).await,
            Step::Together => self.together().await,
            Step::Close { tab } => {
                self.look(tab).await?;
                self.tabs[tab] = None;
                client.close_window().await
            }
            Step::Kill { tab } => {
                self.look(tab).await?;
                self.tabs[tab] = None;
                if Engine::of_this_run() == Engine::Chromium {
                    // A tab that has died gives no answer.
                    let _ = client.issue_cmd(Chromedriver::crash()).await;
                }
                client.close_window().await
            }
            Step::Fill { tab } => {
                self.look(tab).await?;
                self.page(tab).await?;
                self.filled = true;
                self.lane.run("soak.fill()", vec![]).await.map(drop)
            }
            Step::Offline | Step::Online => {
                self.offline = step == Step::Offline;
                if Engine::of_this_run() != Engine::Chromium {
                    return Ok(());
                }
                self.lane.switch(&self.lane.anchor).await?;
                if self.offline {
                    return client.issue_cmd(Chromedriver::Offline).await.map(drop);
                }
                client.issue_cmd(Chromedriver::Online).await?;
                // A tab whose page failed to load meanwhile misses that.
                for tab in self.tabs.iter().flatten() {
                    self.lane.switch(&tab.handle).await?;
                    client.issue_cmd(Chromedriver::tab_online()).await?;
                }
                Ok(())
            }
            Step::Pause { ms } => {
                sleep(Duration::from_millis(ms)).await;
                Ok(())
            }
        }
    }

    fn next_view(&mut self) -> usize {
        self.visit.next_view += 1;
        assert!(self.visit.next_view < MAX_VIEWS, "{:?}", self.visit.plan);
        self.visit.next_view - 1
    }

    /// Puts a tab before all others.
    async fn look(&mut self, tab: usize) -> Result<(), CmdError> {
        match &self.tabs[tab] {
            Some(tab) => self.lane.switch(&tab.handle).await,
            None => Ok(()),
        }
    }

    /// Goes to another page in the tab that is looked at.
    async fn go(&mut self, tab: usize) -> Result<(), CmdError> {
        let view = self.next_view();
        let url = self.lane.url(&self.visit.plan, view);
        self.lane.browser.client.goto(&url).await?;
        self.page(tab).await.map(drop)
    }

    /// The page of the site in the tab that is looked at; another one where there is none, as
    /// after the network was gone.
    async fn page(&mut self, tab: usize) -> Result<String, CmdError> {
        let mut url = self.lane.ready().await?;
        if url.is_empty() {
            let view = self.next_view();
            self.lane.browser.client.goto(&self.lane.url(&self.visit.plan, view)).await?;
            url = self.lane.ready().await?;
        }
        if !url.is_empty() {
            self.visit.views.insert(url.clone());
        }
        if let Some(tab) = &mut self.tabs[tab] {
            tab.view = url.clone();
        }
        Ok(url)
    }

    async fn sign_up(&mut self, tab: usize, how: How) -> Result<(), CmdError> {
        self.look(tab).await?;
        if self.page(tab).await?.is_empty() {
            return Ok(());
        }
        let how = match how {
            How::Form => "form",
            How::Script => "script",
            How::Leaves => "leaves",
            How::Stays => "stays",
            How::Call => "call",
        };
        let email = format!("visit-{}-{}@soak.test", self.visit.plan.number, self.visit.made.len());
        let view = self.next_view();
        let next = path(self.visit.plan.ids, view);
        let arguments = vec![how.into(), email.clone().into(), next.into()];
        let made = self.lane.run("return soak.signUp(...arguments)", arguments).await?;
        let page = made[0].as_str().unwrap_or_default().to_owned();
        if !page.is_empty() {
            self.visit.views.insert(page.clone());
        }
        self.made(email, &made[1], (tab, page));
        Ok(())
    }

    fn made(&mut self, email: String, at: &Value, page: (usize, String)) {
        if let Some(at_ms) = at.as_f64() {
            self.visit.made.push(Made { email, at_ms, page, unkept: self.filled });
        }
    }

    async fn together(&mut self) -> Result<(), CmdError> {
        let open: Vec<usize> =
            (0..self.tabs.len()).filter(|&tab| self.tabs[tab].is_some()).collect();
        let mut pages = Vec::new();
        for &tab in &open {
            self.look(tab).await?;
            pages.push(self.page(tab).await?);
        }
        let stem = format!("visit-{}-{}", self.visit.plan.number, self.visit.made.len());
        self.lane.run("soak.signUpTogether(...arguments)", vec![json!(stem)]).await?;
        for (tab, page) in open.into_iter().zip(pages) {
            self.look(tab).await?;
            let made = self.lane.run("return window.soak?.together", vec![]).await?;
            if let Some(email) = made[0].as_str() {
                self.made(email.to_owned(), &made[1], (tab, page));
            }
        }
        Ok(())
    }

    /// Closes what is left open, but for the tab that stays.
    async fn end(mut self) -> Visit {
        let stays = self.visit.plan.stays;
        let mut kept = None;
        for tab in 0..self.tabs.len() {
            let closed: Result<(), CmdError> = async {
                if self.tabs[tab].is_none() {
                    return Ok(());
                }
                self.look(tab).await?;
                if Some(tab) == stays {
                    kept = Some((tab, self.page(tab).await?));
                    self.visit.staying = self.tabs[tab].take().map(|tab| tab.handle);
                    return Ok(());
                }
                self.lane.browser.client.close_window().await
            }
            .await;
            if let Err(error) = closed {
                self.visit.trouble.push(format!("the end of tab {tab}: {error}"));
            }
        }
        let unkept = self.visit.made.iter();
        let unkept = unkept.filter(|made| made.unkept && Some(&made.page) != kept.as_ref());
        self.visit.unkept = unkept.map(|made| made.email.clone()).collect();
        self.visit
    }
}
