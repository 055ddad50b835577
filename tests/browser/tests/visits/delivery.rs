//! Delivery where the API or the browser's ways to it fail: the page never notices (D1, F9).

use axum::http::header;
use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::recorder::Answer;
use linkyfy_browser_tests::world::Api;
use linkyfy_browser_tests::{Down, Recorder, World, page};
use serde_json::json;

const IMPRESSION: &str = "/tracking/impression";
const REGISTRATION: &str = "/tracking/registration";
const ANN: &str = "ann@example.com";

/// Opens a page with a form, and with scripts that stand before the tracker's tag; the tracker is
/// at work there. `failed` has the events whose first try came to nothing.
async fn open_with<A: Api>(world: &World<A>, scripts: &str) {
    let failed = "window.failed = []; document.addEventListener('linkyfy:queued', \
                  ({ detail }) => failed.push(detail))";
    let head = format!("<script>{failed}</script><script>{scripts}</script>{}", world.tag());
    world.show("/", page(head, SIGN_UP)).await;
    world.browser.visitor_id().await;
}

/// The page's form goes where it goes without the tracker, and no fault is to be seen.
async fn assert_form_works<A: Api>(world: &World<A>) {
    let before = world.site.sent().len();
    world.sign_up(ANN).await;
    let sent = &world.site.sent()[before..];
    assert!(matches!(sent, [one] if one.body == "email=ann%40example.com"), "{sent:?}");
    world.browser.assert_unharmed().await;
}

/// Waits until the page has tried in vain to deliver an event that has this.
async fn failed<A: Api>(world: &World<A>, key: &str) {
    world.browser.wait_for(&format!("failed.some((event) => '{key}' in event)")).await;
}

#[tokio::test]
async fn d1_f9_an_api_that_is_down_does_no_harm() {
    let world = World::<Down>::start().await;
    open_with(&world, "").await;
    failed(&world, "page_url").await;
    world.browser.run("linkyfy.impression(); linkyfy.registration('bob@example.com')").await;
    failed(&world, "email").await;
    assert_form_works(&world).await;
}

#[tokio::test]
async fn d1_f9_an_api_that_answers_with_an_error_page_does_no_harm() {
    let world = World::<Recorder>::start().await;
    for answer in [Answer::ErrorPage, Answer::ErrorPageToAll] {
        world.api.answer(answer);
        open_with(&world, "").await;
        failed(&world, "page_url").await;
        world.browser.run("linkyfy.registration('bob@example.com')").await;
        failed(&world, "email").await;
        assert_form_works(&world).await;
    }
}

/// What the page's own `fetch` may do in place of the browser's.
const STRANGE: [&str; 10] = [
    "() => { throw new TypeError('blocked') }",
    "() => { throw 'blocked' }",
    "() => Promise.reject(new TypeError('blocked'))",
    "() => Promise.reject()",
    "() => Promise.reject('blocked')",
    "() => Promise.resolve('not a response')",
    "() => Promise.resolve({ ok: false, status: 503 })",
    "() => undefined",
    "() => ({ then() { throw 'blocked' } })",
    "() => new Promise(() => {})",
];

#[tokio::test]
async fn d1_f9_a_fetch_that_the_page_has_replaced_does_no_harm() {
    let world = World::<Recorder>::start().await;
    for fetch in STRANGE {
        let scripts = format!(
            "window.fetched = 0; const strange = {fetch}; \
             window.fetch = () => {{ fetched++; return strange(); }}"
        );
        open_with(&world, &scripts).await;
        world.browser.wait_for("window.fetched").await;
        world.browser.run("linkyfy.impression(); linkyfy.registration('bob@example.com')").await;
        assert_form_works(&world).await;
    }
}

#[tokio::test]
async fn d1_a_fetch_that_throws_once_costs_one_event_at_most() {
    let world = World::<Recorder>::start().await;
    for (count, fetch) in (1..).zip(STRANGE) {
        let scripts = format!(
            "const real = window.fetch; const strange = {fetch}; \
             window.fetch = () => {{ window.fetch = real; return strange(); }}"
        );
        open_with(&world, &scripts).await;
        let address = format!("visitor{count}@example.com");
        world.browser.run(&format!("linkyfy.registration('{address}')")).await;
        let posts = world.api.wait_for(REGISTRATION, count).await;
        assert_eq!(posts[count - 1].json()["email"], address.as_str(), "{fetch}");
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn d1_without_fetch_a_beacon_and_without_a_beacon_xhr_delivers() {
    let world = World::<Recorder>::start().await;
    let ways = [
        ("delete window.fetch", "text/plain"),
        ("window.fetch = undefined", "text/plain"),
        ("window.Request = undefined", "text/plain"),
        // One whose requests end with the page.
        ("delete Request.prototype.keepalive", "text/plain"),
        // MooTools.
        ("window.Request = class {}", "application/json"),
        ("delete window.fetch; delete Navigator.prototype.sendBeacon", "application/json"),
        ("delete window.fetch; navigator.sendBeacon = () => false", "application/json"),
    ];
    for (count, (scripts, kind)) in (1..).zip(ways) {
        open_with(&world, scripts).await;
        world.browser.run(&format!("linkyfy.registration('{ANN}')")).await;
        let visitor = world.browser.visitor_id().await;
        let events = [
            (
                IMPRESSION,
                json!({
                    "project_id": 1, "visitor_id": visitor, "page_url": world.url("/"),
                    "referrer": "",
                }),
            ),
            (REGISTRATION, json!({ "project_id": 1, "visitor_id": visitor, "email": ANN })),
        ];
        for (path, expected) in events {
            let request = world.api.wait_for(path, count).await.swap_remove(count - 1);
            assert_eq!(request.json(), expected, "{scripts}");
            let sent_as = request.header(header::CONTENT_TYPE).unwrap_or_default();
            assert!(sent_as.starts_with(kind), "{scripts}: {sent_as}");
        }
        assert_form_works(&world).await;
    }
}

#[tokio::test]
async fn d1_a_registration_by_beacon_survives_that_its_form_navigates_away() {
    let world = World::<Recorder>::start().await;
    open_with(&world, "delete window.fetch").await;
    assert_form_works(&world).await;
    let registrations = world.api.wait_for(REGISTRATION, 1).await;
    assert_eq!(registrations[0].json()["email"], ANN);
}

#[tokio::test]
async fn d1_f9_with_no_way_to_deliver_the_page_is_unharmed() {
    let world = World::<Recorder>::start().await;
    let nothing = [
        "delete window.fetch; delete Navigator.prototype.sendBeacon; delete window.XMLHttpRequest",
        "delete window.fetch; delete window.Request; delete window.Headers; delete window.Blob; \
         delete Navigator.prototype.sendBeacon; delete window.XMLHttpRequest",
        "window.fetch = window.Request = window.XMLHttpRequest = () => { throw 'no' }; \
         navigator.sendBeacon = window.fetch",
    ];
    for scripts in nothing {
        open_with(&world, scripts).await;
        world.browser.run("linkyfy.impression(); linkyfy.registration('bob@example.com')").await;
        assert_form_works(&world).await;
    }
}
