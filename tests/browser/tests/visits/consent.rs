//! What the visitor allows: opting out and starting anew (V5), consent (V6), and what the browser
//! says for them (V7).

use linkyfy_browser_tests::page::{SIGN_UP, STAYS};
use linkyfy_browser_tests::sandbox::{DEMO, Ledger};
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, Tag, World, page};
use serde_json::json;

pub(crate) const ANN: &str = "ann@example.com";
const BOB: &str = "bob@example.com";
/// A script: what was to be done a task later has had its turn.
pub(crate) const TURN: &str = "return new Promise((done) => setTimeout(done, 50))";

/// The stub that queues what is called before the script is there.
pub(crate) const STUB: &str = "<script>window.linkyfy = window.linkyfy || function () { \
                    (linkyfy.q = linkyfy.q || []).push(arguments) }</script>";

/// What the browser keeps for the site: names of cookies and keys.
pub(crate) async fn stored(world: &World<Sandbox>) -> String {
    let names = "document.cookie.split('; ').map((cookie) => cookie.split('=')[0]) \
                 .concat(Object.keys(localStorage).sort()).filter(Boolean).join(' ')";
    world.browser.eval(names).await.as_str().unwrap_or_default().to_owned()
}

/// A page whose form stays where it is.
pub(crate) async fn show(world: &World<Sandbox>, path: &str, head: impl std::fmt::Display) {
    world.show(path, page(head, format!("{SIGN_UP}{STAYS}"))).await;
}

/// Submits the page's form, and lets the tracker look at it, which it does a task later.
pub(crate) async fn submit(world: &World<Sandbox>, email: &str) {
    world.browser.fill("input", email).await;
    world.browser.click("button").await;
    world.browser.run(TURN).await;
}

/// All that would count, were the visitor not against it.
pub(crate) async fn do_everything(world: &World<Sandbox>) {
    submit(world, BOB).await;
    let acts = "linkyfy.registration('eve@example.com'); linkyfy.impression(); \
                history.pushState(null, '', '/moved'); dispatchEvent(new Event('online')); \
                document.dispatchEvent(new Event('visibilitychange')); \
                return linkyfy.flush()";
    assert_eq!(world.browser.run(acts).await, "");
    assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
}

/// What was recorded, which is this much and no more: a page of another site, where the visitor has
/// decided nothing, has been recorded since.
pub(crate) async fn exactly(
    world: &World<Sandbox>,
    impressions: usize,
    registrations: usize,
) -> Ledger {
    world.recorded(impressions, registrations).await;
    let other = world.api.other_project;
    let before = world.api.ledger(other).await.impressions.len();
    world.site.set("/elsewhere", page(world.sentinel(), ""));
    world.browser.goto(&(world.site.origin_at("elsewhere.test") + "/elsewhere")).await;
    world.api.wait_for(other, before + 1, 0).await;
    let ledger = world.api.ledger(DEMO).await;
    let counts = (ledger.impressions.len(), ledger.registrations.len());
    assert_eq!(counts, (impressions, registrations), "{ledger:#?}");
    ledger
}

/// Waits until the tracker on the page has started; it gives no id where there may be none.
pub(crate) async fn started(world: &World<Sandbox>) {
    world.browser.wait_for("window.linkyfy?.start").await;
    world.browser.run("return linkyfy.flush()").await;
}

#[tokio::test]
async fn v5_who_opts_out_is_erased_and_left_alone_on_later_pages_too() {
    let world = World::<Sandbox>::start().await;
    let status = json!({ "kind": "status", "status": 503 });
    world.api.fail(json!([{ "path": "/tracking/registration", "fault": status }])).await;
    let get = "<form id=\"search\"><input name=\"q\" value=\"shoes\"></form>";
    let body = format!("{SIGN_UP}{get}{STAYS}");
    world.show("/", page(world.tag(), &body)).await;
    world.recorded(1, 0).await;
    world.browser.run("document.querySelector('#search').requestSubmit()").await;
    world
        .browser
        .run(
            "document.addEventListener('linkyfy:queued', () => window.queued = true); \
             localStorage.linkyfy_outbox = 'of an older version'",
        )
        .await;
    submit(&world, ANN).await;
    world.browser.wait_for("window.queued").await;
    let before = stored(&world).await;
    for name in ["linkyfy_vid", "linkyfy_outbox-", "linkyfy_outbox_bad", "linkyfy_typed"] {
        assert!(before.contains(name), "{name} is not in {before}");
    }

    world.browser.run("linkyfy.optOut()").await;
    assert_eq!(stored(&world).await, "linkyfy_out linkyfy_out");
    world.api.mend().await;
    do_everything(&world).await;
    assert_eq!(stored(&world).await, "linkyfy_out linkyfy_out");

    show(&world, "/later", world.tag()).await;
    started(&world).await;
    do_everything(&world).await;
    assert_eq!(stored(&world).await, "linkyfy_out linkyfy_out");
    world.browser.assert_unharmed().await;
    exactly(&world, 1, 0).await;
}

#[tokio::test]
async fn v5_what_is_under_way_when_the_visitor_opts_out_is_not_kept() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    world.recorded(1, 0).await;
    // The page decides when the request has failed.
    let pending = "window.fetch = () => new Promise((done, fail) => { window.fail = fail })";
    world.browser.run(pending).await;
    submit(&world, ANN).await;
    world.browser.wait_for("window.fail").await;
    world.browser.run("linkyfy.optOut()").await;
    let failed = "fail(new TypeError()); return new Promise((done) => setTimeout(done, 100))";
    world.browser.run(failed).await;
    assert_eq!(stored(&world).await, "linkyfy_out linkyfy_out");
    world.browser.run("dispatchEvent(new Event('online')); return linkyfy.flush()").await;
    show(&world, "/later", world.tag()).await;
    started(&world).await;
    assert_eq!(stored(&world).await, "linkyfy_out linkyfy_out");
    exactly(&world, 1, 0).await;
}

#[tokio::test]
async fn v5_who_opts_in_starts_afresh_as_another_visitor() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    let first = world.recorded(1, 0).await.visitor().to_owned();
    submit(&world, ANN).await;
    world.recorded(1, 1).await;
    world.browser.run("linkyfy.optOut()").await;
    show(&world, "/later", world.tag()).await;
    started(&world).await;
    world.browser.run("linkyfy.optIn()").await;
    let ledger = world.recorded(2, 1).await;
    let view = &ledger.impressions[1];
    assert_eq!(view.page_url, world.url("/later"));
    assert_ne!(view.visitor_id, first);
    assert_eq!(world.browser.visitor_id().await, view.visitor_id);
    assert_eq!(stored(&world).await, "linkyfy_vid linkyfy_vid");

    submit(&world, ANN).await;
    let ledger = world.recorded(2, 2).await;
    assert_eq!(ledger.registrations[1].visitor_id, view.visitor_id);
    world.open("/").await;
    let ledger = world.exactly(3, 2).await;
    assert_eq!(ledger.impressions[2].visitor_id, view.visitor_id);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v5_a_reset_makes_another_visitor_and_counts_nothing_itself() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    let first = world.recorded(1, 0).await.visitor().to_owned();
    world.browser.run("linkyfy.reset()").await;
    submit(&world, ANN).await;
    let ledger = world.recorded(1, 1).await;
    let second = ledger.registrations[0].visitor_id.clone();
    assert_ne!(second, first);
    assert_eq!(world.browser.visitor_id().await, second);
    world.open("/").await;
    let ledger = world.exactly(2, 1).await;
    assert_eq!(ledger.impressions[1].visitor_id, second);
}

/// A page that asks before it tracks, and that has started.
async fn show_asking(world: &World<Sandbox>, path: &str) {
    show(world, path, world.tag().with("data-consent", "required")).await;
    started(world).await;
    assert_eq!(stored(world).await, "", "{path}");
}

#[tokio::test]
async fn v6_what_happened_before_consent_is_sent_with_it_in_order() {
    let world = World::<Sandbox>::start().await;
    show_asking(&world, "/").await;
    world.judged().await;
    submit(&world, ANN).await;
    world.browser.run("history.pushState(null, '', '/moved')").await;
    assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
    assert_eq!(world.browser.run("return linkyfy.flush()").await, "");
    // A task later the move has had its turn.
    world.browser.run(TURN).await;
    assert_eq!(stored(&world).await, "");
    assert!(world.api.arrivals(DEMO).await.is_empty());

    let spy = "window.posted = []; const { fetch } = window; \
               window.fetch = (url, options) => { \
               posted.push(JSON.parse(options.body)); return fetch(url, options) }; \
               linkyfy.consent(true); return posted";
    let posted = world.browser.run(spy).await;
    let id = world.browser.visitor_id().await;
    let subjects: Vec<_> = posted.as_array().unwrap().iter().collect();
    assert_eq!(subjects.len(), 3, "{posted}");
    assert_eq!(subjects[0]["page_url"], world.url("/"));
    assert_eq!(subjects[1]["email"], ANN);
    assert_eq!(subjects[2]["page_url"], world.url("/moved"));
    assert_eq!(subjects[2]["referrer"], world.url("/"));
    let ledger = world.recorded(2, 1).await;
    assert_eq!(ledger.visitor(), id);
    assert_eq!(world.browser.cookie("linkyfy_vid").await.unwrap().value(), id);

    submit(&world, BOB).await;
    world.recorded(2, 2).await;
    world.browser.wait_for("Object.keys(localStorage).join() === 'linkyfy_vid'").await;
    world.browser.assert_unharmed().await;
    assert_eq!(exactly(&world, 2, 2).await.visitor(), id);
}

#[tokio::test]
async fn v6_a_page_without_a_decision_stores_and_sends_nothing() {
    let world = World::<Sandbox>::start().await;
    for path in ["/", "/second"] {
        show_asking(&world, path).await;
        do_everything(&world).await;
        assert_eq!(stored(&world).await, "", "{path}");
    }
    world.browser.assert_unharmed().await;
    exactly(&world, 0, 0).await;
    assert!(world.api.arrivals(DEMO).await.is_empty());
}

#[tokio::test]
async fn v6_a_refusal_drops_and_erases() {
    let world = World::<Sandbox>::start().await;
    show_asking(&world, "/").await;
    world.judged().await;
    submit(&world, ANN).await;
    world.browser.run("linkyfy.consent(false); linkyfy.consent(true)").await;
    let id = world.browser.visitor_id().await;
    assert_eq!(world.api.arrivals(DEMO).await, [], "what was before was dropped");

    // The same where the visitor had agreed, and something waits.
    let status = json!({ "kind": "status", "status": 503 });
    world.api.fail(json!([{ "fault": status }])).await;
    world.browser.run("linkyfy.registration('eve@example.com')").await;
    let waits = "Object.keys(localStorage).some((key) => key.startsWith('linkyfy_outbox-'))";
    world.browser.wait_for(waits).await;
    world.api.arrivals_of(DEMO, "eve@example.com", 1).await;
    world.browser.run("return new Promise((done) => setTimeout(done, 100))").await;
    world.browser.run("linkyfy.consent(false)").await;
    assert_eq!(stored(&world).await, "");
    world.api.mend().await;
    do_everything(&world).await;
    assert_eq!(stored(&world).await, "");

    show_asking(&world, "/second").await;
    world.browser.run("linkyfy.consent(true)").await;
    let ledger = exactly(&world, 1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/second")]);
    assert_ne!(ledger.visitor(), id);
}

#[tokio::test]
async fn v6_a_form_sent_before_or_during_a_refusal_is_dropped_when_the_judge_comes_after_it() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("src", "/linkyfy.js").with("data-consent", "required");
    for refused_first in [false, true] {
        world.site.set_fault(JUDGE, Fault::Silent);
        show(&world, "/", &tag).await;
        started(&world).await;
        if refused_first {
            world.browser.run("linkyfy.consent(false)").await;
            submit(&world, ANN).await;
        } else {
            submit(&world, ANN).await;
            world.browser.run("linkyfy.consent(false)").await;
        }
        world.browser.run("linkyfy.consent(true)").await;
        world.site.mend(JUDGE);
        world.judged().await;
        assert_eq!(world.api.arrivals(DEMO).await, [], "refused first: {refused_first}");
        exactly(&world, 0, 0).await;
    }
}

#[tokio::test]
async fn v6_consent_may_be_given_before_the_script_is_there() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-consent", "required");
    let said = |given: bool| format!("{STUB}<script>linkyfy('consent', {given})</script>{tag}");
    show(&world, "/refused", said(false)).await;
    started(&world).await;
    do_everything(&world).await;
    assert_eq!(stored(&world).await, "");
    assert!(world.api.arrivals(DEMO).await.is_empty());

    show(&world, "/agreed", said(true)).await;
    let ledger = world.recorded(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/agreed")]);
    assert_eq!(stored(&world).await, "linkyfy_vid linkyfy_vid");
    world.browser.assert_unharmed().await;
    exactly(&world, 1, 0).await;
}

/// A script that has the browser say something of its visitor.
pub(crate) fn says(what: &str) -> String {
    let (name, value) = what.split_once(": ").unwrap_or_default();
    format!("<script>Object.defineProperty(navigator, '{name}', {{ get: () => {value} }})</script>")
}

async fn assert_refused(world: &World<Sandbox>, what: &str, tag: &Tag) {
    show(world, "/", format!("{}{tag}", says(what))).await;
    started(world).await;
    do_everything(world).await;
    world.browser.run("linkyfy.consent(true)").await;
    assert_eq!(stored(world).await, "", "{what}, {tag}");
    assert!(world.api.arrivals(DEMO).await.is_empty(), "{what}, {tag}");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v7_what_the_browser_says_is_a_refusal_as_far_as_the_site_has_it_so() {
    let world = World::<Sandbox>::start().await;
    let (tag, gpc, dnt) = (world.tag(), "globalPrivacyControl: true", "doNotTrack: '1'");
    let deaf = tag.clone().with("data-ignore-gpc", "");
    let polite = tag.clone().with("data-respect-dnt", "");
    assert_refused(&world, gpc, &tag).await;
    assert_refused(&world, gpc, &polite).await;
    assert_refused(&world, dnt, &polite).await;
    assert_refused(&world, dnt, &deaf.clone().with("data-respect-dnt", "")).await;

    let taken = [
        (gpc, &deaf),
        (dnt, &tag),
        ("globalPrivacyControl: false", &tag),
        ("globalPrivacyControl: undefined", &tag),
        ("doNotTrack: '0'", &polite),
        ("doNotTrack: 'unspecified'", &polite),
        ("doNotTrack: null", &polite),
    ];
    for (count, (what, tag)) in (1..).zip(taken) {
        show(&world, "/", format!("{}{tag}", says(what))).await;
        world.recorded(count, 0).await;
        wait_for("an id", async || match &*stored(&world).await {
            "linkyfy_vid linkyfy_vid" => Ok(()),
            other => Err(other.to_owned()),
        })
        .await;
        world.browser.assert_unharmed().await;
    }
    exactly(&world, taken.len(), 0).await;
}

#[tokio::test]
async fn v5_l2_who_opts_in_and_was_not_out_stays_who_they_are() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    let visitor = world.recorded(1, 0).await.visitor().to_owned();
    world.browser.run("linkyfy.optIn(); linkyfy.optIn()").await;
    assert_eq!(world.browser.visitor_id().await, visitor);
    show(&world, "/b", format!("{STUB}<script>linkyfy('optIn')</script>{}", world.tag())).await;
    world.recorded(2, 0).await;
    assert_eq!(exactly(&world, 2, 0).await.visitor(), visitor);
}
