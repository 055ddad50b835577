//! Pages that nobody sees yet (T1), and pages that come back (T3): in real tabs, really prerendered
//! and really out of the back/forward cache.

use linkyfy_browser_tests::browser::tabs::Tab;
use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::{Engine, Sandbox, Tag, World, page};
use serde_json::{Value, json};

/// A script that tells the site, at `/ready`, how its page is seen once the tracker is at work on
/// it.
const READY: &str = "<script>{
    const tell = () => {
        if (!window.linkyfy?.visitorId()) return setTimeout(tell, 10);
        const body = document.prerendering ? 'prerendered' : document.visibilityState;
        fetch('/ready', { method: 'POST', body });
    };
    tell();
}</script>";

/// Waits until the site has been told so often by [`READY`], and gives what it was told last.
async fn ready(world: &World<Sandbox>, count: usize) -> String {
    let sent = wait_for("a page that is ready", async || {
        let mut sent = world.site.sent();
        sent.retain(|sent| sent.path == "/ready");
        if sent.len() < count { Err(format!("{sent:?}")) } else { Ok(sent) }
    });
    sent.await.swap_remove(count - 1).body
}

/// A script by which a page in another tab has this one do something, itself: a driver's script is
/// no page, and Firefox tells no referrer for where it leads.
const FOLLOW: &str = "<script>
    new BroadcastChannel('lead').onmessage = ({ data }) => document.head.append(
        Object.assign(document.createElement('script'), { textContent: data }));
</script>";

/// Has the pages in other tabs run a script.
async fn lead(world: &World<Sandbox>, script: &str) {
    let script = json!(script);
    world.browser.run(&format!("new BroadcastChannel('lead').postMessage({script})")).await;
}

/// Two tabs, of which nobody sees one.
struct Tabs {
    front: Tab,
    behind: Tab,
}

impl Tabs {
    /// Closes the tab in front, so that the other is seen, and asks there.
    async fn reveal(&self, world: &World<Sandbox>) {
        world.browser.switch_to(&self.front).await;
        world.browser.close_tab(&self.behind).await;
        world.browser.wait_for("document.visibilityState === 'visible'").await;
    }
}

/// A page with this tag and script, which has been loaded in a tab behind another one; the browser
/// looks at that other tab. Which of two tabs is in front depends on the engine, so the pages tell.
async fn hidden(world: &World<Sandbox>, tag: &Tag, script: &str) -> Tabs {
    world.site.set("/hidden", page(format!("{FOLLOW}{tag}{READY}<script>{script}</script>"), ""));
    world.site.set("/front", page("", ""));
    world.show("/", page(FOLLOW, "")).await;
    let first = world.browser.tab().await;
    let second = world.browser.open_tab().await;
    world.open("/").await;
    wait_for("a page that is hidden", async || {
        let go = "if (location.pathname === '/' && document.visibilityState === 'hidden') \
                  location = '/hidden'";
        lead(world, go).await;
        let asked = world.site.asked();
        asked.iter().any(|path| path == "/hidden").then_some(()).ok_or_else(|| format!("{asked:?}"))
    })
    .await;
    assert_eq!(ready(world, 1).await, "hidden");
    let tabs = match world.browser.eval("document.visibilityState").await == "hidden" {
        true => Tabs { front: first, behind: second },
        false => Tabs { front: second, behind: first },
    };
    world.browser.switch_to(&tabs.front).await;
    world.open("/front").await;
    tabs
}

#[tokio::test]
async fn t1_a_page_opened_in_a_hidden_tab_counts_once_when_it_is_first_shown() {
    let world = World::<Sandbox>::start().await;
    let tabs = hidden(&world, &world.tag(), "").await;
    let nothing = world.settled().await;
    assert!(nothing.visitors().is_empty(), "{nothing:#?}");

    tabs.reveal(&world).await;
    world.recorded(1, 0).await;
    world.browser.open_tab().await;
    world.browser.switch_to(&tabs.behind).await;
    world.browser.wait_for("document.visibilityState === 'visible'").await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/hidden")]);
    assert_eq!(ledger.impressions[0].referrer, world.url("/"));
}

#[tokio::test]
async fn t1_t2_a_page_that_moves_while_it_is_hidden_counts_as_where_it_is_when_it_is_shown() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/front", page("", ""));
    let moves = "history.pushState(null, '', '/a'); \
                 setTimeout(() => history.pushState(null, '', '/b'))";
    let tabs = hidden(&world, &world.tag(), moves).await;
    tabs.reveal(&world).await;
    world.recorded(1, 0).await;
    // The first view made, moves count, seen or not.
    world.browser.open_tab().await;
    world.open("/front").await;
    lead(&world, "history.pushState(null, '', '/c')").await;
    world.recorded(2, 0).await;
    world.browser.switch_to(&tabs.behind).await;
    let ledger = world.exactly(2, 0).await;
    assert_eq!(ledger.pages(), [world.url("/b"), world.url("/c")]);
    assert_eq!(ledger.impressions[0].referrer, world.url("/"));
    assert_eq!(ledger.impressions[1].referrer, world.url("/b"));
}

#[tokio::test]
async fn t1_a_hidden_page_that_is_closed_unseen_does_not_count() {
    let world = World::<Sandbox>::start().await;
    let tabs = hidden(&world, &world.tag(), "").await;
    // Seen in between, it would count: the browser looks there once the next page has come.
    let here = "<script>fetch('/ready', { method: 'POST', body: 'gone' })</script>";
    world.site.set("/gone", page(here, ""));
    lead(&world, "location = '/gone'").await;
    ready(&world, 2).await;
    tabs.reveal(&world).await;
    world.browser.arrive("/gone").await;
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn t1_t7_a_hidden_page_that_counts_by_hand_counts_by_hand() {
    let world = World::<Sandbox>::start().await;
    let tabs = hidden(&world, &world.tag().with("data-auto", "off"), "").await;
    tabs.reveal(&world).await;
    world.browser.run("linkyfy.impression()").await;
    world.recorded(1, 0).await;
    world.exactly(1, 0).await;
}

#[tokio::test]
async fn t1_a_prerendered_page_counts_once_when_it_is_shown() {
    if Engine::of_this_run().lacks(Ability::Prerender) {
        return;
    }
    let world = World::<Sandbox>::start().await;
    world.site.set("/ahead", page(format!("{}{READY}", world.tag()), ""));
    let rules = json!({ "prerender": [{ "urls": ["/ahead"], "eagerness": "immediate" }] });
    let rules = format!("<script type=\"speculationrules\">{rules}</script>");
    let start = page(rules, "<a href=\"/ahead\">Ahead</a>");

    world.show("/", start.clone()).await;
    assert_eq!(ready(&world, 1).await, "prerendered");
    let nothing = world.settled().await;
    assert!(nothing.visitors().is_empty(), "nobody has gone there: {nothing:#?}");

    world.show("/", start).await;
    assert_eq!(ready(&world, 2).await, "prerendered");
    world.browser.click("a").await;
    world.browser.arrive("/ahead").await;
    let activation = "performance.getEntriesByType('navigation')[0].activationStart";
    assert_ne!(world.browser.eval(activation).await, 0, "it was loaded anew");
    world.recorded(1, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/ahead")]);
    assert_eq!(ledger.impressions[0].referrer, world.url("/"));
}

/// Leaves the page for `/away`, comes back, and asserts that the same document is there again, as
/// the back/forward cache gives it. The page has kept [`TOKEN`].
async fn leave_and_come_back(world: &World<Sandbox>) {
    come_back_after(world, async || {}).await;
}

/// The same, and something is done on the other page meanwhile.
pub(crate) async fn come_back_after(world: &World<Sandbox>, act: impl AsyncFnOnce()) {
    let token = world.browser.eval("token").await;
    world.open("/away").await;
    act().await;
    world.browser.back().await;
    world.browser.arrive("/").await;
    let reasons = "performance.getEntriesByType('navigation')[0].notRestoredReasons";
    let reasons = world.browser.eval(&format!("JSON.stringify({reasons} ?? null)")).await;
    assert_eq!(world.browser.eval("token").await, token, "it was loaded anew: {reasons}");
    world.browser.wait_for("restored").await;
}

/// Waits until the browser has heard that the visitor's id is made: it takes a moment longer than the
/// tracker, and a page that is left in that moment may not go into the cache.
pub(crate) async fn wait_until_no_lock_is_held(world: &World<Sandbox>) {
    // Twice: an answer that is just coming may have the tracker look at its outbox once more.
    let locks = "const held = async () => (await navigator.locks.query()).held.length; \
                 const first = await held(); \
                 await new Promise((done) => setTimeout(done, 100)); \
                 return first + (await held())";
    let locks = format!("return (async () => {{ {locks} }})()");
    wait_for("no lock", async || match world.browser.run(&locks).await {
        Value::Number(held) if held.as_u64() == Some(0) => Ok(()),
        held => Err(held.to_string()),
    })
    .await;
}

/// A script for a page that is to be told from itself, loaded anew.
pub(crate) const TOKEN: &str = "<script>window.token = Math.random();
    onpageshow = ({ persisted }) => { if (persisted) window.restored = true; }</script>";

#[tokio::test]
async fn t3_a_page_from_the_back_forward_cache_counts_again() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/away", page("", ""));
    world.show("/", page(format!("{TOKEN}{}", world.tag()), "")).await;
    for count in 2..=3 {
        world.recorded(count - 1, 0).await;
        wait_until_no_lock_is_held(&world).await;
        leave_and_come_back(&world).await;
        world.recorded(count, 0).await;
    }
    world.browser.run("history.pushState(null, '', '/a')").await;
    world.recorded(4, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(4, 0).await;
    assert_eq!(ledger.pages(), ["/", "/", "/", "/a"].map(|path| world.url(path)));
    let referrers: Vec<_> = ledger.impressions.iter().map(|view| &*view.referrer).collect();
    let home = world.url("/");
    assert_eq!(referrers, ["", &*home, &*home, &*home], "t4: the view before");
    ledger.visitor();
}

#[tokio::test]
async fn t3_t7_a_page_that_counts_by_hand_does_not_count_again() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/away", page("", ""));
    let tag = world.tag().with("data-auto", "off");
    world.show("/", page(format!("{TOKEN}{tag}"), "")).await;
    world.browser.visitor_id().await;
    wait_until_no_lock_is_held(&world).await;
    leave_and_come_back(&world).await;
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn t3_requests_under_way_do_not_keep_a_page_out_of_the_cache() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/away", page("", ""));
    world.api.fail(json!([{ "fault": { "kind": "hang" } }])).await;
    world.show("/", page(format!("{TOKEN}{}", world.tag()), "")).await;
    world.browser.visitor_id().await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.api.arrivals_of(DEMO, "ann@example.com", 1).await;
    wait_until_no_lock_is_held(&world).await;
    leave_and_come_back(&world).await;
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn t3_d4_a_tab_that_is_left_while_it_delivers_stays_in_the_cache() {
    if Engine::of_this_run().lacks(Ability::LeaveWithLock) {
        return;
    }
    let world = World::<Sandbox>::start().await;
    world.site.set("/away", page("", ""));
    let path = "/tracking/registration";
    world
        .api
        .fail(json!([
            { "path": path, "times": 1, "fault": { "kind": "status", "status": 503 } },
            { "path": path, "times": 1, "fault": { "kind": "hang" } },
        ]))
        .await;
    world.show("/", page(format!("{TOKEN}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.api.arrivals_of(DEMO, "ann@example.com", 2).await;
    let held = "navigator.locks.query().then(({ held }) => held.length)";
    assert_eq!(world.browser.eval(held).await, 1, "this is while it delivers");
    leave_and_come_back(&world).await;
    world.browser.run("linkyfy.registration('bob@example.com')").await;
    let ledger = world.recorded(2, 1).await;
    assert_eq!(ledger.emails(), ["bob@example.com"]);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn t3_nothing_that_makes_pages_ineligible_is_left_on_the_page() {
    let world = World::<Sandbox>::start().await;
    let spy = "<script>window.listened = []; {
        const { addEventListener } = EventTarget.prototype;
        EventTarget.prototype.addEventListener = function (type, ...all) {
            listened.push(type);
            return addEventListener.call(this, type, ...all);
        };
    }</script>";
    world.show("/", page(format!("{spy}{}", world.tag()), "")).await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.recorded(1, 1).await;
    world
        .browser
        .wait_for("!Object.keys(localStorage).some((key) => key.startsWith('linkyfy_outbox'))")
        .await;

    let listened = world.browser.eval("listened").await;
    let listened: Vec<_> = listened.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(listened.contains(&"pageshow"), "the spy sees nothing: {listened:?}");
    for harmful in ["unload", "beforeunload"] {
        assert!(!listened.contains(&harmful), "{listened:?}");
        assert_eq!(world.browser.eval(&format!("window.on{harmful}")).await, Value::Null);
    }
    // A new visitor's lock alone is held for a moment (V4). Where it stays, the script never ends.
    let locks = "navigator.locks.query().then(({ held, pending }) => \
                 held.concat(pending).map(({ name }) => name))";
    let left = world.browser.eval(locks).await;
    assert!(left == json!([]) || left == json!(["linkyfy_vid"]), "{left}");
    let turn = "new Promise((done) => setTimeout(done, 20))";
    let script =
        format!("return (async () => {{ while ((await {locks}).length) await {turn} }})()");
    world.browser.run(&script).await;
}
