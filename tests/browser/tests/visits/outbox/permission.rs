//! What waits, and the visitor on the next page or in another tab who hasn't agreed, or no longer does
//! (D2, V5–V7).

use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Sandbox, World, page};

use super::instruments::*;
use crate::consent::{TURN, exactly, says, started, stored};

/// Where nothing is kept but that the visitor has opted out.
const OPTED_OUT: &str = "linkyfy_out linkyfy_out";

/// A world where a registration waits and would be taken now.
async fn with_one_that_waits() -> World<Sandbox> {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    world.api.mend().await;
    world
}

/// Opens a page, and asserts that what waits is not sent there.
async fn assert_waits_on(world: &World<Sandbox>, path: &str, html: String) {
    world.show(path, html).await;
    started(world).await;
    world.browser.run(&format!("{ONLINE}; return linkyfy.flush()")).await;
    // Time for what should not come: as long as a request and its answer take.
    world.browser.run("return fetch('/').then(() => fetch('/'))").await;
    assert_eq!(world.api.arrivals_of(DEMO, ANN, 1).await.len(), 1, "{path}");
    assert!(outbox(world).await.contains(ANN), "{path}");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn d2_v6_what_waits_is_sent_by_an_undecided_page_once_there_is_consent() {
    let world = with_one_that_waits().await;
    let tag = world.tag().with("data-consent", "required");
    assert_waits_on(&world, "/asks", page(format!("{INSTRUMENTS}{tag}"), "")).await;
    world.browser.run("linkyfy.consent(true)").await;
    world.recorded(2, 1).await;
    wait_until_empty(&world).await;
    let ledger = world.exactly(2, 1).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/asks")]);
    ledger.visitor();
}

#[tokio::test]
async fn d2_v5_v7_what_waits_is_not_sent_by_a_page_whose_visitor_refuses() {
    let world = with_one_that_waits().await;
    let gpc = says("globalPrivacyControl: true");
    assert_waits_on(&world, "/gpc", page(format!("{gpc}{INSTRUMENTS}{}", world.tag()), "")).await;
    let out = "<script>document.cookie = 'linkyfy_out=1; path=/'</script>";
    assert_waits_on(&world, "/out", page(format!("{out}{INSTRUMENTS}{}", world.tag()), "")).await;
    world.browser.delete_cookie("linkyfy_out").await;
    world.open("/").await;
    world.recorded(2, 1).await;
    wait_until_empty(&world).await;
    world.exactly(2, 1).await.visitor();
}

/// Opts out in another tab, and waits until this one can know.
pub(crate) async fn opt_out_in_another_tab(world: &World<Sandbox>) {
    world.site.set("/other", page(world.tag().with("data-auto", "off"), ""));
    let other = world.url("/other");
    world
        .browser
        .in_new_tab(&other, async || {
            started(world).await;
            world.browser.run("linkyfy.optOut()").await;
        })
        .await;
    world.browser.wait_for("localStorage.linkyfy_out").await;
}

#[tokio::test]
async fn v5_d4_what_fails_after_an_opt_out_in_another_tab_is_not_kept() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    // The page decides when the request has failed.
    let pending = "window.asked = 0; window.fetch = () => new Promise((done, fail) => { \
                   window.asked++; window.fail = fail })";
    world.browser.run(pending).await;
    register(&world, ANN).await;
    world.browser.wait_for("window.fail").await;
    opt_out_in_another_tab(&world).await;
    for act in ["fail(new TypeError())", ONLINE] {
        world.browser.run(&format!("{act}; {TURN}")).await;
    }
    assert_eq!(stored(&world).await, OPTED_OUT);
    assert_eq!(world.browser.eval("asked").await, 1);
    world.open("/").await;
    started(&world).await;
    assert_eq!(stored(&world).await, OPTED_OUT);
    world.browser.assert_unharmed().await;
    exactly(&world, 1, 0).await;
}

#[tokio::test]
async fn v5_v6_consent_after_an_opt_out_in_another_tab_sends_and_keeps_nothing() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-consent", "required");
    world.show("/", page(format!("{INSTRUMENTS}{tag}"), "")).await;
    started(&world).await;
    register(&world, ANN).await;
    opt_out_in_another_tab(&world).await;
    world.browser.run("linkyfy.consent(true); return linkyfy.flush()").await;
    assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
    assert_eq!(stored(&world).await, OPTED_OUT);
    world.browser.assert_unharmed().await;
    exactly(&world, 0, 0).await;
    assert_eq!(world.api.arrivals(DEMO).await, []);
}

#[tokio::test]
async fn v5_d4_what_fails_after_the_visitor_has_started_afresh_is_not_kept() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    let pending = "{ const real = fetch; window.fetch = () => new Promise((_, fail) => { \
                   window.fetch = real; window.fail = fail; }) }";
    world.browser.run(pending).await;
    register(&world, ANN).await;
    world.browser.wait_for("window.fail").await;
    // Later than the registration, by its clock.
    world.browser.run("window.ahead += 10; linkyfy.optOut(); linkyfy.optIn()").await;
    world.recorded(2, 0).await;
    world.browser.run("fail(new TypeError())").await;
    wait_until_told(&world, ANN, &["dropped"]).await;
    assert_eq!(outbox(&world).await, "");
    world.browser.assert_unharmed().await;
    world.exactly(2, 0).await;
}
