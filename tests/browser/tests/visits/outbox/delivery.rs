//! Kept until delivered, and tried again in time (D2, D3).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::sandbox::arrivals::Arrival;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::json;

use super::instruments::*;

#[tokio::test]
async fn d2_a_registration_is_kept_before_it_is_sent_and_until_it_is_delivered() {
    let world = World::<Sandbox>::start().await;
    let spy = format!(
        "<script>{{ const real = window.fetch; window.kept = []; window.fetch = (...all) => {{ \
         kept.push({OUTBOX}); return real(...all); }} }}</script>"
    );
    world.show("/", page(format!("{spy}{INSTRUMENTS}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    register(&world, ANN).await;
    wait_until_told(&world, ANN, &["sent"]).await;
    wait_until_empty(&world).await;
    let kept = world.browser.eval("kept").await;
    assert_eq!(kept[0], "", "an impression is not");
    assert!(kept[1].as_str().unwrap().contains(ANN), "{kept}");
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn d2_views_leave_the_storage_alone_as_long_as_they_are_delivered() {
    let world = World::<Sandbox>::start().await;
    let spy = "<script>{
        window.stored = [];
        const real = localStorage;
        const set = (target, key, value) => { stored.push(key); target[key] = value; return true; };
        const get = (target, key) => target[key];
        const value = new Proxy(real, { get, set });
        Object.defineProperty(window, 'localStorage', { value });
    }</script>";
    world.show("/", page(format!("{spy}{INSTRUMENTS}{}", world.tag()), "")).await;
    for count in 1..=3 {
        world.recorded(count, 0).await;
        world.browser.wait_for(&format!("told.length === {count}")).await;
        world.browser.run(&format!("history.pushState(null, '', '/{count}')")).await;
    }
    world.recorded(4, 0).await;
    world.browser.wait_for("told.length === 4").await;
    assert_eq!(world.browser.eval("stored").await, json!(["linkyfy_vid"]));
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn d2_d3_a_registration_that_fails_twice_is_delivered_by_the_third_try() {
    let world = World::<Sandbox>::start().await;
    let fault = json!({ "kind": "status", "status": 503, "html": true });
    world.api.fail(json!([{ "path": REGISTRATION, "times": 2, "fault": fault }])).await;
    world.show("/", page(format!("{}{}", impatient(), world.tag()), "")).await;
    register(&world, ANN).await;
    let ledger = world.recorded(1, 1).await;
    assert_eq!(ledger.registrations[0].visitor_id, ledger.impressions[0].visitor_id);
    wait_until_told(&world, ANN, &["queued", "queued", "sent"]).await;
    wait_until_empty(&world).await;
    let arrivals = world.api.arrivals_of(DEMO, ANN, 3).await;
    assert_eq!(outcomes(&arrivals), ["fault:status", "fault:status", "recorded"]);
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn d2_an_impression_whose_first_try_fails_is_kept_and_delivered() {
    let world = World::<Sandbox>::start().await;
    let fault = json!({ "kind": "status", "status": 500 });
    world.api.fail(json!([{ "path": IMPRESSION, "times": 1, "fault": fault }])).await;
    let url = world.url("/p?x=1");
    world.site.set("/p", page(format!("{INSTRUMENTS}{}", world.tag()), ""));
    world.open("/p?x=1").await;
    wait_until_told(&world, &url, &["queued"]).await;
    assert!(outbox(&world).await.contains(&url), "{}", outbox(&world).await);
    world.browser.run(ONLINE).await;
    let ledger = world.recorded(1, 0).await;
    assert_eq!(ledger.pages(), std::slice::from_ref(&url));
    wait_until_told(&world, &url, &["queued", "sent"]).await;
    wait_until_empty(&world).await;
    world.exactly(1, 0).await;
}

#[tokio::test]
async fn d2_d3_p3_each_answer_is_tried_again_or_dropped_for_good() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    let statuses = [
        (400, Some("VALIDATION_ERROR")),
        (401, Some("UNAUTHORIZED")),
        (402, Some("SUBSCRIPTION_EXPIRED")),
        (403, Some("FORBIDDEN")),
        (404, Some("NOT_FOUND")),
        (410, Some("NOT_FOUND")),
        (422, Some("VALIDATION_ERROR")),
        (408, None),
        (425, None),
        (429, None),
        (500, None),
        (502, None),
        (503, None),
        (504, None),
    ];
    let email = |status: u16| format!("after{status}@example.com");
    for (status, code) in statuses {
        fail(&world, REGISTRATION, status).await;
        let email = email(status);
        register(&world, &email).await;
        let Some(code) = code else {
            wait_until_told(&world, &email, &["queued"]).await;
            world.api.mend().await;
            world.browser.run(ONLINE).await;
            wait_until_told(&world, &email, &["queued", "sent"]).await;
            continue;
        };
        wait_until_told(&world, &email, &["dropped"]).await;
        let detail = world.browser.eval("told.at(-1).detail").await;
        assert_eq!(detail["code"], code, "{status}");
        assert_eq!(detail["email"], email.as_str());
        assert_eq!(outbox(&world).await, "", "{status}");
    }
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    register(&world, ANN).await;
    wait_until_told(&world, ANN, &["sent"]).await;
    world.browser.assert_unharmed().await;
    world.settled().await;
    for (status, code) in statuses {
        let arrivals = world.api.arrivals_of(DEMO, &email(status), 1).await;
        let tries = if code.is_none() { 2 } else { 1 };
        // Chromium itself sends a request once more after 408.
        assert!(arrivals.len() == tries || status == 408, "{status}: {arrivals:#?}");
    }
}

#[tokio::test]
async fn d2_p3_what_the_api_itself_refuses_is_dropped_with_its_code() {
    let world = World::<Sandbox>::start().await;
    let nobodys = world.tag_of(987_654);
    world.show("/", page(format!("{INSTRUMENTS}{nobodys}"), "")).await;
    wait_until_told(&world, &world.url("/"), &["dropped"]).await;
    let expected = json!({
        "project_id": 987_654,
        "visitor_id": world.browser.visitor_id().await,
        "page_url": world.url("/"),
        "referrer": "",
        "code": "VALIDATION_ERROR",
    });
    let mut detail = world.browser.eval("told[0].detail").await;
    assert!(detail.as_object_mut().unwrap().remove("event_id").is_some(), "{detail}");
    assert_eq!(detail, expected);
    // A proxy's page has no code.
    let fault = json!({ "kind": "status", "status": 403, "html": true });
    world.api.fail(json!([{ "fault": fault }])).await;
    register(&world, ANN).await;
    wait_until_told(&world, ANN, &["dropped"]).await;
    assert_eq!(world.browser.eval("'code' in told[1].detail").await, false);
    assert_eq!(outbox(&world).await, "");
    world.browser.assert_unharmed().await;
}

/// How many milliseconds passed between two arrivals; the first counts from the full second before
/// it where the server tells times in seconds.
async fn between(world: &World<Sandbox>, arrivals: &[Arrival], in_seconds: bool) -> f64 {
    let [first, second] = arrivals else { panic!("{arrivals:#?}") };
    let grain = if in_seconds { 1000 } else { 1 };
    let first = format!("Math.floor(Date.parse('{}') / {grain}) * {grain}", first.at);
    let passed = world.browser.eval(&format!("Date.parse('{}') - {first}", second.at)).await;
    passed.as_f64().unwrap()
}

#[tokio::test]
async fn d3_no_try_comes_before_the_time_that_the_server_asked_for() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(format!("{}{}", impatient(), world.tag()), "")).await;
    world.recorded(1, 0).await;
    let asked = [
        ("seconds", json!({ "kind": "status", "status": 429, "retry_after": 2 }), 2000.0),
        ("date", json!({ "kind": "status", "status": 503, "http-date-in": 3 }), 3000.0),
        ("reset", json!({ "kind": "status", "status": 429, "reset_in": 3 }), 3000.0),
        (
            "both",
            json!({ "kind": "status", "status": 429, "retry_after": 2, "reset_in": 3000 }),
            2000.0,
        ),
    ];
    for (count, (how, fault, least)) in (1..).zip(&asked) {
        world.api.fail(json!([{ "path": REGISTRATION, "times": 1, "fault": fault }])).await;
        let email = format!("{how}@example.com");
        register_in_vain(&world, &email).await;
        // What makes other tries worth it must not make this one.
        world.browser.run(ONLINE).await;
        world.recorded(1, count).await;
        let arrivals = world.api.arrivals_of(DEMO, &email, 2).await;
        let passed = between(&world, &arrivals, ["date", "reset"].contains(how)).await;
        assert!(passed >= *least, "{how}: {passed} ms");
    }
    world.browser.assert_unharmed().await;
    world.exactly(1, asked.len()).await;
}

#[tokio::test]
async fn d2_d3_a_sign_up_that_the_network_swallows_is_delivered_by_the_next_page() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    world.api.fail(json!([{ "path": REGISTRATION, "fault": { "kind": "drop_before" } }])).await;
    world.sign_up(ANN).await;
    world.api.arrivals_of(DEMO, ANN, 1).await;
    world.api.mend().await;
    assert_eq!(emails(&world).await, [""; 0]);
    // The page before may have been left while it was sending.
    let later = format!("{INSTRUMENTS}<script>ahead = {LEASE_MS}</script>{}", world.tag());
    world.show("/next", page(later, "")).await;
    let ledger = world.recorded(2, 1).await;
    assert_eq!(ledger.emails(), [ANN]);
    ledger.visitor();
    wait_until_told(&world, ANN, &["sent"]).await;
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(2, 1).await;
}

#[tokio::test]
async fn d3_the_network_a_look_at_the_page_and_the_next_page_have_it_tried_again() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/next", page(format!("{INSTRUMENTS}{}", world.tag()), ""));
    open(&world).await;
    for (count, cause) in (1..).zip(["online", "visible", "next"]) {
        fail(&world, REGISTRATION, 503).await;
        let email = format!("{cause}@example.com");
        register_in_vain(&world, &email).await;
        assert!(outbox(&world).await.contains(&email));
        world.api.mend().await;
        match cause {
            "online" => drop(world.browser.run(ONLINE).await),
            "visible" if world.browser.engine.lacks(Ability::Raise) => {
                world.browser.run(ONLINE).await;
            }
            "visible" => {
                let tab = world.browser.tab().await;
                let other = world.browser.open_tab().await;
                world.browser.switch_to(&tab).await;
                world.browser.switch_to(&other).await;
                world.browser.close_tab(&tab).await;
            }
            _ => world.open("/next").await,
        }
        world.recorded(1, count).await;
        wait_until_empty(&world).await;
        world.browser.assert_unharmed().await;
    }
    world.exactly(2, 3).await;
}

#[tokio::test]
async fn d3_the_network_that_is_back_while_a_try_fails_has_it_tried_again() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    // The next try hangs until the page says that it came to nothing.
    let hang = "{ const real = fetch; window.fetch = () => new Promise((_, reject) => { \
                window.fetch = real; window.lose = () => reject(Error('lost')); }); }";
    world.browser.run(hang).await;
    world.browser.run(ONLINE).await;
    world.browser.wait_for("window.lose").await;
    world.api.mend().await;
    world.browser.run(&format!("{ONLINE}; lose()")).await;
    world.recorded(1, 1).await;
    wait_until_told(&world, ANN, &["queued", "queued", "sent"]).await;
    wait_until_empty(&world).await;
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn d3_events_that_fail_together_wait_as_one() {
    let world = World::<Sandbox>::start().await;
    // Waits are as long as they can be.
    let instruments = drawing("0.999");
    world.show("/", page(format!("{instruments}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    let fault = json!({ "kind": "status", "status": 503 });
    world.api.fail(json!([{ "path": REGISTRATION, "times": 12, "fault": fault }])).await;
    let all = "for (let number = 0; number < 12; number++) \
               linkyfy.registration(`visitor${number}@example.com`)";
    world.browser.run(all).await;
    // One after the other they would be at it for minutes.
    world.recorded(1, 12).await;
    wait_until_empty(&world).await;
    world.exactly(1, 12).await;
}

#[tokio::test]
async fn d3_an_event_that_is_asked_to_wait_delays_no_other() {
    let world = World::<Sandbox>::start().await;
    // Two seconds are time enough for the other one to fail.
    let instruments = drawing("2");
    world.show("/", page(format!("{instruments}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    let unavailable = json!({ "kind": "status", "status": 503 });
    let limited = json!({ "kind": "status", "status": 429, "retry_after": 3600 });
    world
        .api
        .fail(json!([
            { "path": REGISTRATION, "times": 1, "fault": unavailable },
            { "path": REGISTRATION, "times": 1, "fault": limited },
        ]))
        .await;
    register_in_vain(&world, ANN).await;
    register_in_vain(&world, "bob@example.com").await;
    assert_eq!(world.recorded(1, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn d2_an_event_waits_for_a_page_with_its_own_project() {
    let world = World::<Sandbox>::start().await;
    let other = world.api.other_project;
    fail(&world, REGISTRATION, 503).await;
    let tag = world.tag_of(other);
    world.show("/other", page(format!("{INSTRUMENTS}{tag}"), "")).await;
    world.api.wait_for(other, 1, 0).await;
    register_in_vain(&world, ANN).await;
    world.api.mend().await;
    open(&world).await;
    register(&world, "bob@example.com").await;
    world.recorded(1, 1).await;
    assert!(outbox(&world).await.contains(ANN));
    assert!(world.api.ledger(other).await.registrations.is_empty());
    world.open("/other").await;
    assert_eq!(world.api.wait_for(other, 2, 1).await.emails(), [ANN]);
    wait_until_empty(&world).await;
    assert_eq!(world.exactly(1, 1).await.emails(), ["bob@example.com"]);
}

#[tokio::test]
async fn d3_a_registration_that_always_fails_holds_up_no_other() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    // Hers fails for as long as this page lives.
    let always = "const real = window.fetch; window.fetch = (url, options) => \
                  options.body.includes('ann@') ? Promise.resolve(Response.json({}, { status: 503 })) \
                  : real(url, options)";
    world.browser.run(always).await;
    register_in_vain(&world, ANN).await;
    register_in_vain(&world, "bob@example.com").await;
    world.api.mend().await;
    let sent = "told.some(({ kind, detail }) => kind === 'sent' && detail.email)";
    world.browser.wait_for(&format!("({ONLINE}, {sent})")).await;
    assert_eq!(world.recorded(1, 1).await.emails(), ["bob@example.com"]);
    assert!(outbox(&world).await.contains(ANN));
    world.browser.assert_unharmed().await;
}

/// However often each of them was tried: the API is down for all.
#[tokio::test]
async fn d3_waits_double_with_every_failure_of_any_event() {
    let world = World::<Sandbox>::start().await;
    let instruments = drawing("window.seconds");
    world.show("/", page(format!("{instruments}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    fail(&world, REGISTRATION, 503).await;
    world.browser.run("window.seconds = 30").await;
    for email in [ANN, "bob@example.com", "eve@example.com"] {
        register_in_vain(&world, email).await;
    }
    // Soft time and the time at which it was set, as they lie in the outbox.
    let spy = format!(
        "window.waits = []; document.addEventListener('linkyfy:queued', ({{ detail }}) => {{ \
         const line = {OUTBOX}.split('\\n').find((line) => line.includes(detail.email)).split(' '); \
         waits.push(line[4] - line[6]); }}); \
         window.seconds = 0.01; window.ahead += 60_000; {ONLINE}"
    );
    world.browser.run(&spy).await;
    world.browser.wait_for("waits.length > 4").await;
    assert_eq!(world.browser.eval("waits.slice(0, 5)").await, json!([20, 20, 40, 80, 160]));
    world.browser.assert_unharmed().await;
}
