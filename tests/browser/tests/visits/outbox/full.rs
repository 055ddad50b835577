//! A storage that fills up while something waits in it (D2, D5).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::json;

use super::instruments::*;

const BOB: &str = "bob@example.com";
const EVE: &str = "eve@example.com";

/// Other scripts of the site fill the storage to the last character; and make room again.
const FILL: &str = "let number = 0;
    for (let size = 1 << 22; size; size >>= 1) {
        try { for (;;) localStorage[`filler${number++}`] = 'x'.repeat(size); } catch {}
    }";
const CLEAR: &str = "for (const key of Object.keys(localStorage)) \
                     if (key.startsWith('filler')) delete localStorage[key]";

/// A page whose registration is kept.
async fn with_one_waiting() -> World<Sandbox> {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    world
}

/// A page whose registration is kept, and whose next one can't be.
async fn with_full_storage() -> World<Sandbox> {
    let world = with_one_waiting().await;
    world.browser.run(FILL).await;
    register_in_vain(&world, BOB).await;
    world
}

#[tokio::test]
async fn d2_d5_what_is_kept_stays_so_when_the_storage_fills_and_the_page_is_left() {
    let world = with_full_storage().await;
    let kept = outbox(&world).await;
    assert!(kept.contains(ANN) && !kept.contains(BOB), "{kept}");
    world.show("/elsewhere", page("", "")).await;
    world.api.mend().await;
    open(&world).await;
    assert_eq!(world.recorded(2, 1).await.emails(), [ANN]);
    wait_until_empty(&world).await;
    world.exactly(2, 1).await;
}

#[tokio::test]
async fn d2_v3_what_is_not_kept_is_delivered_by_its_page_once_and_with_what_is() {
    let world = with_full_storage().await;
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    world.recorded(1, 2).await;
    wait_until_told(&world, ANN, &["queued", "sent"]).await;
    wait_until_told(&world, BOB, &["queued", "sent"]).await;
    wait_until_empty(&world).await;
    world.browser.run(ONLINE).await;
    world.exactly(1, 2).await;
    assert_eq!(emails(&world).await, [ANN, BOB]);
}

#[tokio::test]
async fn d5_what_is_not_ours_in_a_full_storage_holds_up_nothing() {
    let world = with_one_waiting().await;
    world.browser.run(&format!("localStorage['linkyfy_outbox-x'] = 'foreign'; {FILL}")).await;
    world.api.mend().await;
    world.browser.run(&format!("{ONLINE}; return linkyfy.flush()")).await;
    world.browser.run(ONLINE).await;
    assert_eq!(world.recorded(1, 1).await.emails(), [ANN]);
    wait_until_empty(&world).await;
}

#[tokio::test]
async fn d4_d5_an_event_that_is_sent_from_a_full_storage_is_left_to_its_sender() {
    let world = with_one_waiting().await;
    world.browser.run(FILL).await;
    world.api.fail(json!([{ "path": REGISTRATION, "fault": { "kind": "hang" } }])).await;
    world.browser.run(ONLINE).await;
    world.api.arrivals_of(DEMO, ANN, 2).await;
    // The page is left meanwhile. What it stores in a full storage takes its time to the next one.
    world.show("/elsewhere", page("", "")).await;
    world.browser.wait_for(&format!("{OUTBOX}.split(' ')[3] === '2'")).await;
    world.open("/").await;
    world.recorded(2, 0).await;
    world.browser.wait_for("told.length").await;
    world.browser.run("return linkyfy.flush()").await;
    let arrivals = world.api.arrivals_of(DEMO, ANN, 2).await;
    assert_eq!(outcomes(&arrivals), ["fault:status", "fault:hang"]);
}

#[tokio::test]
async fn d4_d5_a_tab_that_has_what_is_not_kept_leaves_alone_what_other_tabs_keep() {
    let world = with_full_storage().await;
    if world.browser.engine.lacks(Ability::Raise) {
        return;
    }
    world.browser.run(CLEAR).await;
    let full = world.browser.tab().await;
    let other = world.browser.open_tab().await;
    world.show("/other", page(format!("{INSTRUMENTS}{}", world.tag()), "")).await;
    register_in_vain(&world, EVE).await;
    world.browser.switch_to(&full).await;
    // Its answer has this tab write down all that waits.
    register_in_vain(&world, "zoe@example.com").await;
    let kept = outbox(&world).await;
    for email in [ANN, BOB, EVE, "zoe@example.com"] {
        assert_eq!(kept.matches(email).count(), 1, "{email} in {kept}");
    }
    world.browser.switch_to(&other).await;
    world.browser.close_tab(&full).await;
    world.api.mend().await;
    // The tab that was closed may have been sending. And to come to the front is a reason to try for
    // this one: a try that began before the API was mended has all wait again.
    world.browser.run(&format!("window.ahead = {LEASE_MS}")).await;
    world.browser.wait_for(&format!("({ONLINE}, {OUTBOX} === '')")).await;
    world.exactly(2, 4).await;
}
