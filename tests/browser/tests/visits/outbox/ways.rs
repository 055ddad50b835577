//! What is asked of the browser on the way: a request's time, its answer by whichever way, the lock and
//! the timer (D1–D5).

use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::json;

use super::instruments::*;

#[tokio::test]
async fn d1_d2_what_a_beacon_takes_is_done_with() {
    let world = World::<Sandbox>::start().await;
    let head = format!("<script>delete window.fetch</script>{INSTRUMENTS}{}", world.tag());
    world.show("/", page(head, "")).await;
    world.recorded(1, 0).await;
    register(&world, ANN).await;
    wait_until_told(&world, ANN, &["sent"]).await;
    wait_until_empty(&world).await;
    world.browser.run(ONLINE).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

/// A registration of the page that was just opened fails first, and is sent by the next try.
async fn try_twice(world: &World<Sandbox>) {
    world.recorded(1, 0).await;
    fail(world, REGISTRATION, 503).await;
    register_in_vain(world, ANN).await;
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    wait_until_told(world, ANN, &["queued", "sent"]).await;
}

#[tokio::test]
async fn d1_d2_d3_what_xhr_is_answered_counts() {
    let world = World::<Sandbox>::start().await;
    let scripts = "<script>delete window.fetch; delete Navigator.prototype.sendBeacon</script>";
    world.show("/", page(format!("{scripts}{INSTRUMENTS}{}", world.tag()), "")).await;
    try_twice(&world).await;
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

/// What has a page's requests given up soon, and keeps the times that they were to have.
const HURRY: [&str; 2] = [
    "const { timeout } = AbortSignal; \
     AbortSignal.timeout = (time) => { times.push(time); return timeout.call(AbortSignal, 300); }",
    "delete window.fetch; delete Navigator.prototype.sendBeacon; \
     const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'timeout'); \
     Object.defineProperty(XMLHttpRequest.prototype, 'timeout', { \
     set(time) { times.push(time); set.call(this, 300); } })",
];

#[tokio::test]
async fn d3_d4_a_request_without_an_answer_is_given_up_before_its_lease_is_over() {
    for hurry in HURRY {
        let world = World::<Sandbox>::start().await;
        let head = format!("<script>window.times = []; {{ {hurry} }}</script>{INSTRUMENTS}");
        world.api.fail(json!([{ "path": REGISTRATION, "fault": { "kind": "hang" } }])).await;
        world.show("/", page(format!("{head}{}", world.tag()), "")).await;
        register_in_vain(&world, ANN).await;
        let longest = world.browser.eval("Math.max(...times)").await.as_f64().unwrap();
        assert!((10_000.0..f64::from(LEASE_MS) - 1000.0).contains(&longest), "{longest}");
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn d3_of_several_waits_the_one_that_ends_first_counts() {
    let world = World::<Sandbox>::start().await;
    let instruments = drawing("window.seconds");
    world.show("/", page(format!("{instruments}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    fail(&world, REGISTRATION, 503).await;
    world.browser.run("window.seconds = 5").await;
    register_in_vain(&world, ANN).await;
    world.browser.run("window.seconds = 10_000").await;
    register_in_vain(&world, "bob@example.com").await;
    world.api.mend().await;
    wait_until_told(&world, ANN, &["queued", "sent"]).await;
    world.exactly(1, 2).await;
}

#[tokio::test]
async fn d3_of_those_that_are_due_the_oldest_is_sent_first() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    let all: Vec<_> = (0..8).map(|number| format!("visitor{number}@example.com")).collect();
    for email in &all {
        register_in_vain(&world, email).await;
    }
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    assert_eq!(world.recorded(1, all.len()).await.emails(), all);
}

#[tokio::test]
async fn d4_where_a_page_is_refused_the_lock_it_delivers_without() {
    let world = World::<Sandbox>::start().await;
    // As a document of no origin has it.
    let refuse = "<script>LockManager.prototype.request = () => \
                  Promise.reject(new DOMException('', 'SecurityError'))</script>";
    world.show("/", page(format!("{refuse}{INSTRUMENTS}{}", world.tag()), "")).await;
    try_twice(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}
