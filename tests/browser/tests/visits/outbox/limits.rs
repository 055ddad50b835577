//! Quotas, clocks, ids, pages without storage, and what the page is told (D6–D8, V3, P3).

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::recorder::Answer;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Recorder, Sandbox, World, page};
use serde_json::json;

use super::instruments::*;

#[tokio::test]
async fn d6_more_than_keepalive_takes_at_a_time_is_delivered_all_the_same() {
    let world = World::<Sandbox>::start().await;
    world.api.fail(json!([{ "fault": { "kind": "latency", "ms": 200 } }])).await;
    let path = format!("/p?x={}", "y".repeat(1900));
    world.site.set("/p", page(format!("{}{}", impatient(), world.tag()), ""));
    world.open(&path).await;
    world.recorded(1, 0).await;
    // 30 times about 4 KB leave at once, of which 64 KiB can be under way.
    world.browser.run("for (let view = 0; view < 30; view++) linkyfy.impression()").await;
    world.recorded(31, 0).await;
    wait_until_empty(&world).await;
    let queued = "told.filter(({ kind }) => kind === 'queued').length";
    assert_ne!(world.browser.eval(queued).await, 0, "this tests nothing");
    world.browser.assert_unharmed().await;
    world.exactly(31, 0).await;
}

#[tokio::test]
async fn d7_a_clock_that_jumps_back_blocks_nothing() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    let fault = json!({ "kind": "status", "status": 429, "retry_after": 3600 });
    world.api.fail(json!([{ "path": REGISTRATION, "fault": fault }])).await;
    register_in_vain(&world, ANN).await;
    world.api.mend().await;
    world.browser.run(&format!("window.ahead = -{}; {ONLINE}", 365.0 * DAY_MS)).await;
    world.recorded(1, 1).await;
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn d7_a_clock_that_jumps_ahead_or_wakes_is_no_storm_and_no_loss() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    let all: Vec<_> = (0..5).map(|number| format!("visitor{number}@example.com")).collect();
    for email in &all {
        register_in_vain(&world, email).await;
    }
    let tries = || async { world.api.arrivals(DEMO).await.len() };
    let before = tries().await;
    assert_eq!(before, 1 + all.len());
    for jump in 1..=3 {
        // All are due at once; the first that fails tells that the rest would.
        let queued = "told.filter(({ kind }) => kind === 'queued').length";
        let so_far = world.browser.eval(queued).await.as_u64().unwrap();
        world.browser.run(&format!("window.ahead = {jump} * 3_600_000; {ONLINE}; {ONLINE}")).await;
        world.browser.wait_for(&format!("{queued} === {}", so_far + 1)).await;
        // Time for what should not come: as long as a request and its answer take.
        world.browser.run("return fetch('/').then(() => fetch('/'))").await;
        assert_eq!(tries().await, before + jump);
    }
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    world.recorded(1, all.len()).await;
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, all.len()).await;
    assert_eq!(emails(&world).await, all);
}

#[tokio::test]
async fn d8_an_events_id_is_the_same_on_every_try_and_duplicates_are_dropped() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-event-id", "");
    world.show("/", page(format!("{INSTRUMENTS}{tag}"), "")).await;
    world.recorded(1, 0).await;
    // The browser itself may send a request once more whose answer is lost.
    world.api.fail(json!([{ "path": REGISTRATION, "fault": { "kind": "drop_after" } }])).await;
    register_in_vain(&world, ANN).await;
    let lost = world.api.arrivals_of(DEMO, ANN, 1).await.len();
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    wait_until_told(&world, ANN, &["queued", "sent"]).await;
    wait_until_empty(&world).await;
    let arrivals = world.api.arrivals_of(DEMO, ANN, lost + 1).await;
    let id = world.browser.eval("told.at(-1).detail.event_id").await;
    for arrival in &arrivals {
        assert_eq!(arrival.event_id.as_deref(), id.as_str(), "{arrivals:#?}");
    }
    assert_eq!(arrivals[0].outcome, "recorded, dropped");
    assert_eq!(arrivals.last().unwrap().outcome, "duplicate");
    let view = world.api.arrivals_of(DEMO, &world.url("/"), 1).await.swap_remove(0);
    assert!(view.event_id.is_some() && view.event_id != arrivals[0].event_id, "{view:?}");
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn d8_a_registration_whose_page_is_left_before_its_answer_is_recorded_once() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-event-id", "");
    let later = format!("{INSTRUMENTS}<script>ahead = {LEASE_MS}</script>{tag}");
    world.site.set("/next", page(later, ""));
    world.show("/", page(&tag, SIGN_UP)).await;
    world.recorded(1, 0).await;
    world
        .api
        .fail(json!([{ "path": REGISTRATION, "fault": { "kind": "latency", "ms": 300 } }]))
        .await;
    world.sign_up(ANN).await;
    world.recorded(1, 1).await;
    world.api.mend().await;
    world.open("/next").await;
    world.recorded(2, 1).await;
    wait_until_empty(&world).await;
    world.exactly(2, 1).await;
}

#[tokio::test]
async fn d8_w4_without_being_asked_for_no_try_carries_an_id() {
    let world = World::<Recorder>::start().await;
    world.api.answer(Answer::ErrorPage);
    world.show("/", page(format!("{INSTRUMENTS}{}", world.tag()), "")).await;
    // A registration made while the page still waits to be shown alone is tried at once again.
    world.browser.wait_for("told.length === 1").await;
    world.browser.run(&format!("linkyfy.registration('{ANN}')")).await;
    world.browser.wait_for("told.length === 2").await;
    world.api.answer(Answer::Success);
    world.browser.run(ONLINE).await;
    world.browser.wait_for("told.length === 4").await;
    let visitor = world.browser.visitor_id().await;
    for (path, expected) in [
        (
            IMPRESSION,
            json!({
                "project_id": 1, "visitor_id": visitor, "page_url": world.url("/"), "referrer": "",
            }),
        ),
        (REGISTRATION, json!({ "project_id": 1, "visitor_id": visitor, "email": ANN })),
    ] {
        let posts = world.api.wait_for(path, 2).await;
        assert_eq!(posts.len(), 2);
        for post in posts {
            assert_eq!(post.json(), expected);
        }
    }
}

#[tokio::test]
async fn d2_v3_where_nothing_can_be_kept_the_page_itself_tries_again() {
    let world = World::<Sandbox>::start().await;
    let full = "Object.defineProperty(window, 'localStorage', { value: new Proxy({}, {
                get: () => undefined, set() { throw new DOMException('', 'QuotaExceededError'); },
                deleteProperty() { throw new DOMException('', 'SecurityError'); } }) })";
    let blocked = "for (const name of ['localStorage', 'sessionStorage']) \
                   Object.defineProperty(window, name, { get() { throw new DOMException('', 'SecurityError'); } })";
    let missing = "Object.defineProperty(window, 'localStorage', { value: null })";
    for (count, storage) in (1..).zip([full, blocked, missing]) {
        fail(&world, REGISTRATION, 503).await;
        let head = format!("<script>{storage}</script>{INSTRUMENTS}{}", world.tag());
        world.show("/", page(head, "")).await;
        world.recorded(count, count - 1).await;
        let email = format!("visitor{count}@example.com");
        register_in_vain(&world, &email).await;
        world.api.mend().await;
        world.browser.run(ONLINE).await;
        world.recorded(count, count).await;
        wait_until_told(&world, &email, &["queued", "sent"]).await;
        // Once more it would be sent when its lease is over.
        let later = format!("window.ahead = {LEASE_MS}; {ONLINE}; return linkyfy.flush()");
        assert_eq!(world.browser.run(&later).await, "");
        world.browser.assert_unharmed().await;
    }
    world.exactly(3, 3).await;
}

#[tokio::test]
async fn p3_the_page_is_told_what_becomes_of_each_event() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    fail(&world, REGISTRATION, 404).await;
    world.browser.run(ONLINE).await;
    wait_until_told(&world, ANN, &["queued", "dropped"]).await;

    let visitor_id = world.browser.visitor_id().await;
    let mut told = world.browser.eval("told").await;
    let mut ids = Vec::new();
    for told in told.as_array_mut().unwrap() {
        let queued = told["kind"] == "queued";
        let detail = told["detail"].as_object_mut().unwrap();
        ids.push(detail.remove("event_id").unwrap());
        if queued {
            // Nothing is promised of it.
            detail.remove("code");
        }
    }
    let registration = json!({ "project_id": 1, "visitor_id": visitor_id, "email": ANN });
    let mut dropped = registration.clone();
    dropped["code"] = json!("NOT_FOUND");
    let expected = json!([
        { "kind": "sent", "detail": {
            "project_id": 1, "visitor_id": visitor_id, "page_url": world.url("/"), "referrer": "",
        } },
        { "kind": "queued", "detail": registration },
        { "kind": "dropped", "detail": dropped },
    ]);
    assert_eq!(told, expected);
    assert_eq!(ids[1], ids[2]);
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn p3_f9_a_page_that_throws_or_calls_back_when_it_is_told_is_counted() {
    let world = World::<Sandbox>::start().await;
    let scripts = "<script>
        window.calls = 0;
        for (const kind of ['sent', 'queued', 'dropped']) {
            document.addEventListener('linkyfy:' + kind, () => {
                if (calls++ < 3) linkyfy.registration(`nested${calls}@example.com`);
            });
        }
    </script>";
    world.show("/", page(format!("{scripts}{INSTRUMENTS}{}", world.tag()), "")).await;
    world.recorded(1, 3).await;
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 3).await;
    let expected = [1, 2, 3].map(|number| format!("nested{number}@example.com"));
    assert_eq!(emails(&world).await, expected);
}

#[tokio::test]
async fn d1_a_simple_request_is_delivered_without_being_asked_for_first() {
    let world = World::<Recorder>::start().await;
    let tag = world.tag().with("data-simple-request", "");
    world.show("/", page(tag, "")).await;
    world.browser.visitor_id().await;
    world.browser.run(&format!("linkyfy.registration('{ANN}')")).await;
    assert_eq!(world.api.wait_for(REGISTRATION, 1).await[0].json()["email"], ANN);
    world.api.wait_for(IMPRESSION, 1).await;
    let requests = world.api.requests();
    assert_eq!(requests.len(), 2, "{requests:#?}");
    for request in requests {
        let kind = request.header(axum::http::header::CONTENT_TYPE).unwrap();
        assert!(kind.starts_with("text/plain"), "{kind}");
        assert_eq!(request.header(axum::http::header::COOKIE), None);
    }

    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag().with("data-simple-request", ""), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.sign_up(ANN).await;
    world.exactly(1, 1).await;
}
