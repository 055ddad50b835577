//! Several tabs, and an outbox that is full, old or not ours (D4, D5).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::json;

use super::instruments::*;

/// A page that is seen, be it behind another one or not: engines differ in where a new tab is.
const VISIBLE: &str = "<script>
    Object.defineProperty(document, 'hidden', { value: false });
</script>";

/// How a page tells all pages of the site, itself included, that a try is worth it.
const TOGETHER: &str = "<script>
    new BroadcastChannel('go').onmessage = () => dispatchEvent(new Event('online'));
    window.go = () => {
        new BroadcastChannel('go').postMessage('');
        dispatchEvent(new Event('online'));
    };
</script>";

#[tokio::test]
async fn d4_several_tabs_deliver_each_event_once() {
    let world = World::<Sandbox>::start().await;
    let html = page(format!("{INSTRUMENTS}{VISIBLE}{TOGETHER}{}", world.tag()), "");
    world.api.fail(json!([{ "fault": { "kind": "status", "status": 503 } }])).await;
    let first = world.browser.tab().await;
    let mut expected = Vec::new();
    for tab in 0..3 {
        if tab > 0 {
            world.browser.open_tab().await;
        }
        world.show("/", html.clone()).await;
        for number in 0..6 {
            let email = format!("tab{tab}no{number}@example.com");
            register_in_vain(&world, &email).await;
            expected.push(email);
        }
    }
    assert_eq!(outbox(&world).await.lines().count(), expected.len() + 3);
    // The answers take their time, so that the tabs come upon each other.
    world.api.fail(json!([{ "fault": { "kind": "latency", "ms": 20 } }])).await;
    let before = world.api.arrivals(DEMO).await.len();
    for _ in 0..5 {
        world.browser.run("go()").await;
    }
    world.recorded(3, expected.len()).await;
    wait_until_empty(&world).await;
    world.browser.run("go()").await;
    world.browser.close_tab(&first).await;
    world.browser.run("go()").await;
    world.exactly(3, expected.len()).await;
    assert_eq!(emails(&world).await, expected);
    let arrivals = world.api.arrivals(DEMO).await.split_off(before);
    assert_eq!(arrivals.len(), expected.len() + 3, "{arrivals:#?}");
}

#[tokio::test]
async fn d4_a_tab_that_has_not_heard_of_what_another_keeps_does_not_overwrite_it() {
    let world = World::<Sandbox>::start().await;
    if world.browser.engine.lacks(Ability::Raise) {
        return;
    }
    fail(&world, REGISTRATION, 503).await;
    // A page that is busy hears nothing of the storage: browsers tell it between two tasks.
    let deaf = format!(
        "<script>new BroadcastChannel('busy').onmessage = () => {{
            const end = performance.now() + 2000;
            while (performance.now() < end);
            linkyfy.registration('{ANN}');
        }}</script>"
    );
    let first = world.browser.tab().await;
    world.show("/deaf", page(format!("{deaf}{INSTRUMENTS}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    world.browser.open_tab().await;
    world.show("/", page(format!("{INSTRUMENTS}{}", world.tag()), "")).await;
    world.recorded(2, 0).await;
    let busy = "new BroadcastChannel('busy').postMessage(''); \
                return new Promise((done) => setTimeout(done, 300))";
    world.browser.run(busy).await;
    register_in_vain(&world, "bob@example.com").await;
    world.browser.close_tab(&first).await;
    world.browser.wait_for(&format!("{OUTBOX}.includes('{ANN}')")).await;
    let kept = outbox(&world).await;
    assert!(kept.contains("bob@example.com"), "{kept}");
}

#[tokio::test]
async fn d4_a_tab_does_not_stand_in_its_own_way() {
    let world = World::<Sandbox>::start().await;
    let spy = "<script>
        window.granted = [];
        const { request } = LockManager.prototype;
        LockManager.prototype.request = function (name, options, run) {
            return request.call(this, name, options, (lock) => {
                granted.push(lock !== null);
                return run(lock);
            });
        };
    </script>";
    let head = format!("{spy}{INSTRUMENTS}{}", world.tag());
    let fault = json!({ "kind": "status", "status": 429, "retry_after": 3600 });
    world.api.fail(json!([{ "path": REGISTRATION, "fault": fault }])).await;
    world.show("/", page(&head, "")).await;
    world.recorded(1, 0).await;
    register_in_vain(&world, ANN).await;
    for count in 2..=10 {
        // Looks at what waits when it is shown, and again when its view is delivered.
        world.open("/").await;
        world.recorded(count, 0).await;
        world.browser.wait_for("told.length").await;
        for _ in 0..2 {
            world.browser.run(&format!("{ONLINE}; {ONLINE}")).await;
        }
        let free = "navigator.locks.query().then((all) => !all.held.length && !all.pending.length)";
        wait_for("a lock that is free", async || {
            if world.browser.eval(free).await == true { Ok(()) } else { Err(String::new()) }
        })
        .await;
        let granted = world.browser.eval("granted").await;
        let granted = granted.as_array().unwrap().clone();
        assert!(granted.len() > 1 && granted.iter().all(|granted| granted == true), "{granted:?}");
    }
}

/// The other tab is played by the page's own script, which has the lock that it would have.
#[tokio::test]
async fn p1_d4_while_another_tab_delivers_flush_says_so_and_this_one_asks_again_by_itself() {
    let world = World::<Sandbox>::start().await;
    open(&world).await;
    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    world.api.mend().await;
    let hold = "return new Promise((held) => navigator.locks.request('linkyfy_outbox', () => { \
                held(); return new Promise((done) => window.free = done); }))";
    world.browser.run(hold).await;
    for _ in 0..2 {
        assert_eq!(world.browser.run("return linkyfy.flush()").await, "busy");
    }
    world.browser.run("free()").await;
    assert_eq!(world.recorded(1, 1).await.emails(), [ANN]);
    wait_until_empty(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

/// A tab that sends an event again gets no answer and is closed; another tab keeps off at first,
/// and sends it when its time is over.
async fn assert_a_dead_tab_blocks_nobody(scripts: &str) {
    let world = World::<Sandbox>::start().await;
    let head = format!("<script>{scripts}</script>{INSTRUMENTS}{VISIBLE}{}", world.tag());
    let survivor = world.browser.tab().await;
    world.show("/", page(&head, "")).await;
    world.recorded(1, 0).await;
    world.browser.open_tab().await;
    world.open("/").await;
    world.recorded(2, 0).await;

    fail(&world, REGISTRATION, 503).await;
    register_in_vain(&world, ANN).await;
    world.api.fail(json!([{ "path": REGISTRATION, "fault": { "kind": "hang" } }])).await;
    world.browser.run(ONLINE).await;
    world.api.arrivals_of(DEMO, ANN, 2).await;

    let dying = world.browser.tab().await;
    world.browser.switch_to(&survivor).await;
    world.api.mend().await;
    world.browser.run(ONLINE).await;
    register(&world, "bob@example.com").await;
    wait_until_told(&world, "bob@example.com", &["sent"]).await;
    assert_eq!(world.api.arrivals_of(DEMO, ANN, 2).await.len(), 2, "it is left to its sender");
    world.browser.switch_to(&dying).await;
    world.browser.close_tab(&survivor).await;
    assert!(outbox(&world).await.contains(ANN));
    world.browser.run(&format!("window.ahead = {LEASE_MS}; {ONLINE}")).await;
    world.recorded(2, 2).await;
    wait_until_empty(&world).await;
    let arrivals = world.api.arrivals_of(DEMO, ANN, 3).await;
    assert_eq!(outcomes(&arrivals), ["fault:status", "fault:hang", "recorded"]);
    world.browser.assert_unharmed().await;
    world.exactly(2, 2).await;
}

#[tokio::test]
async fn d4_a_tab_that_is_closed_while_it_delivers_blocks_nobody() {
    assert_a_dead_tab_blocks_nobody("").await;
}

#[tokio::test]
async fn d4_without_web_locks_a_lease_does() {
    assert_a_dead_tab_blocks_nobody("delete Navigator.prototype.locks").await;
}

#[tokio::test]
async fn d5_what_lies_in_the_outboxs_place_and_is_not_ours_is_set_aside() {
    let world = World::<Sandbox>::start().await;
    let event =
        format!("R 1 1 1 1 1 1 {0} {0} ann@example.com", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed");
    let values = [
        "null".to_owned(),
        "[]".to_owned(),
        "{\"events\":[{\"email\":\"ann@example.com\"}]}".to_owned(),
        "\u{0}\u{ffff}\u{1f600}".to_owned(),
        "R 1\n".to_owned(),
        event.clone(),
        format!("{event} \nforeign\n"),
        format!("{event} https://b.example/ more\n"),
        "x".repeat(200_000),
        "\n".repeat(500),
    ];
    for (count, value) in (1..).zip(&values) {
        world.show("/", page("", "")).await;
        world.browser.run(&format!("localStorage['linkyfy_outbox-x'] = {}", json!(value))).await;
        world.show("/", page(format!("{INSTRUMENTS}{}", world.tag()), "")).await;
        world.recorded(count, count - 1).await;
        let email = format!("visitor{count}@example.com");
        register(&world, &email).await;
        world.recorded(count, count).await;
        wait_until_empty(&world).await;
        assert_eq!(world.browser.eval("localStorage.linkyfy_outbox_bad").await, value.as_str());
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(values.len(), values.len()).await;
    assert!(!ledger.emails().contains(&ANN), "{ledger:#?}");
}

#[tokio::test]
async fn d5_l4_the_outbox_has_an_end_and_registrations_come_first() {
    let world = World::<Sandbox>::start().await;
    world.api.fail(json!([{ "fault": { "kind": "status", "status": 503 } }])).await;
    let spy = "<script>window.taken = 0; { const { split } = String.prototype; \
               String.prototype.split = function (...all) { taken += this.length; \
               return split.apply(this, all); }; }</script>";
    world.show("/", page(format!("{INSTRUMENTS}{spy}{}", world.tag()), "")).await;
    let lines = &format!("{OUTBOX}.split('\\n').length - 1");
    world.browser.wait_for(&format!("{lines} === 1")).await;
    register_in_vain(&world, ANN).await;
    // 198 more views fill it.
    let views = "for (let view = 0; view < 205; view++) { linkyfy.impression(); \
                 await new Promise((done) => setTimeout(done)); }";
    world.browser.run(&format!("return (async () => {{ {views} }})()")).await;
    world.browser.wait_for("told.length === 207").await;
    assert_eq!(world.browser.eval(lines).await, 200);
    // To take it apart anew for every event in it would take the page's time (L4).
    let whole = world.browser.eval(&format!("{OUTBOX}.length")).await.as_f64().unwrap();
    world.browser.run("window.taken = 0").await;
    register_in_vain(&world, "bob@example.com").await;
    let times = world.browser.eval("taken").await.as_f64().unwrap() / whole;
    assert!((1.0..60.0).contains(&times), "{times}");
    assert_eq!(world.browser.eval(lines).await, 200);
    let kept = outbox(&world).await;
    assert!(kept.contains(ANN) && kept.contains("bob@example.com"), "{kept}");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn d5_views_are_kept_for_a_day_and_registrations_for_30() {
    let ages = [(0.9, true, true), (1.1, false, true), (29.9, false, true), (30.1, false, false)];
    for (days, views, registrations) in ages {
        let world = World::<Sandbox>::start().await;
        world.api.fail(json!([{ "fault": { "kind": "status", "status": 503 } }])).await;
        world.show("/old", page(format!("{INSTRUMENTS}{}", world.tag()), "")).await;
        wait_until_told(&world, &world.url("/old"), &["queued"]).await;
        register_in_vain(&world, ANN).await;
        world.api.mend().await;
        let later = format!("<script>ahead = {}</script>{}", days * DAY_MS, world.tag());
        world.show("/", page(format!("{INSTRUMENTS}{later}"), "")).await;
        let delivered = [1 + usize::from(views), usize::from(registrations)];
        world.recorded(delivered[0], delivered[1]).await;
        // What is too old goes with the next that is kept.
        register(&world, "bob@example.com").await;
        wait_until_told(&world, "bob@example.com", &["sent"]).await;
        wait_until_empty(&world).await;
        world.exactly(delivered[0], delivered[1] + 1).await;
    }
}
