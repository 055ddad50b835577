//! The npm package's module in a page (P2).

use axum::http::header::CONTENT_SECURITY_POLICY;
use linkyfy_browser_tests::page::{NO_WASM, SIGN_UP, STAYS};
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::{Value, json};

use crate::api::SPY;
use crate::lifecycle::wait_until_no_lock_is_held;
use crate::outbox::instruments::{
    ANN, INSTRUMENTS, ONLINE, REGISTRATION, drawing, fail, register_in_vain,
};

/// A script that creates a tracker with these options besides those that count in tests.
fn creating(world: &World<Sandbox>, options: &Value, then: &str) -> String {
    let mut all = json!({
        "projectId": DEMO,
        "api": world.api.base_url(),
        "allowLocalhost": true,
        "allowAutomation": true,
    });
    for (name, value) in options.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    format!(
        "<script type=\"module\">import {{ createTracker }} from '/index.js'; \
         const options = {all}; const tracker = createTracker(options); \
         window.tracker = tracker; {then}</script>"
    )
}

#[tokio::test]
async fn p2_a_created_tracker_counts_views_and_sign_ups() {
    let world = World::<Sandbox>::start().await;
    let body = format!("{SIGN_UP}{STAYS}");
    world.show("/", page(creating(&world, &json!({}), ""), body)).await;
    world.recorded(1, 0).await;
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    world.browser.click("#sign-up button").await;
    let visitor = world.recorded(1, 1).await.visitor().to_owned();
    assert_eq!(world.browser.eval("tracker.visitorId()").await, visitor.as_str());
    world.browser.run("tracker.impression({ pageUrl: '/cart' })").await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(2, 1).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/cart")]);
}

#[tokio::test]
async fn p2_flags_are_on_when_true_and_off_when_false_and_what_is_wrong_is_said() {
    let world = World::<Sandbox>::start().await;
    let on = json!({ "hashRouting": true, "auto": "off" });
    let flush = "tracker.flush().then(() => { window.done = true });";
    let count = &format!("tracker.impression(); {flush}");
    world.site.set("/", page(creating(&world, &on, count), ""));
    world.open("/#one").await;
    world.recorded(1, 0).await;
    // Whoever writes this, against the types, means `off`.
    let unheard = creating(&world, &json!({ "auto": false }), flush);
    world.show("/unheard", page(unheard, "")).await;
    world.browser.wait_for("window.done").await;
    let off = json!({ "hashRouting": false, "allowLocalhost": null });
    let off =
        creating(&world, &off, count).replace("\"allowLocalhost\":null", "exclude: undefined");
    world.show("/two", page(&off, "")).await;
    world.browser.wait_for("window.done").await;
    world.browser.assert_unharmed().await;
    world.show("/", page(creating(&world, &json!({ "auto": "maybe" }), ""), "")).await;
    world.browser.wait_for("__seen.length === 1").await;
    let seen = world.browser.seen().await;
    assert!(seen[0].starts_with("console.error: linkyfy: data-auto takes on or off"), "{seen:?}");
    let ledger = world.exactly(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/#one")]);
}

#[tokio::test]
async fn p2_l3_the_module_and_the_script_tag_are_one_tracker() {
    let world = World::<Sandbox>::start().await;
    let module = creating(&world, &json!({}), "");
    for (count, head) in
        (1..).zip([format!("{}{module}", world.tag()), format!("{module}{module}")])
    {
        world.show("/", page(head, "")).await;
        world.recorded(count, 0).await;
        world.browser.assert_unharmed().await;
        world.exactly(count, 0).await;
    }
}

#[tokio::test]
async fn p2_p4_before_send_is_an_option() {
    let world = World::<Sandbox>::start().await;
    let script = creating(&world, &json!({}), "").replace(
        "createTracker(options)",
        "createTracker({ ...options, beforeSend: (event) => ({ ...event, page_url: 'https://a.example/' }) })",
    );
    world.show("/", page(script, "")).await;
    assert_eq!(world.exactly(1, 0).await.pages(), ["https://a.example/"]);
}

#[tokio::test]
async fn p2_l5_without_webassembly_the_module_loads_its_fallback() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(format!("{NO_WASM}{}", creating(&world, &json!({}), "")), "")).await;
    world.recorded(1, 0).await;
    wait_for("the fallback", async || {
        let asked = world.site.asked();
        let found = asked.iter().any(|path| path == "/linkyfy-fallback.js");
        found.then_some(()).ok_or_else(|| format!("{asked:?}"))
    })
    .await;
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn p2_l5_l6_the_inline_module_does_all_without_webassembly_or_another_file() {
    let world = World::<Sandbox>::start().await;
    world.site.set_header(CONTENT_SECURITY_POLICY, "script-src 'self' 'unsafe-inline'");
    let script = creating(&world, &json!({}), "").replace("/index.js", "/inline.js");
    world.show("/", page(script, format!("{SIGN_UP}{STAYS}"))).await;
    world.recorded(1, 0).await;
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    world.browser.click("#sign-up button").await;
    world.recorded(1, 1).await;
    let why = "return tracker.explain(document.forms[0]).then(({ registration }) => registration)";
    assert_eq!(world.browser.run(why).await, true);
    world.browser.assert_unharmed().await;
    assert_eq!(world.site.asked(), ["/", "/inline.js"]);
}

#[tokio::test]
async fn p2_p4_before_send_has_no_say_once_its_tracker_is_destroyed() {
    let world = World::<Sandbox>::start().await;
    let again = creating(&world, &json!({}), "window.again = () => createTracker(options);");
    let vetoing = "createTracker({ ...options, beforeSend: () => null })";
    world.show("/", page(again.replacen("createTracker(options)", vetoing, 1), "")).await;
    world.browser.wait_for("window.tracker?.visitorId()").await;
    world.browser.run("tracker.destroy(); again()").await;
    world.recorded(1, 0).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.exactly(1, 0).await.pages(), [world.url("/")]);
}

#[tokio::test]
async fn l3_p1_a_tracker_destroyed_and_created_within_a_task_is_the_one_of_its_page() {
    let world = World::<Sandbox>::start().await;
    // As React's strict mode has it.
    let strict = "tracker.destroy(); createTracker(options); \
                  window.third = () => createTracker(options);";
    world.show("/", page(creating(&world, &json!({}), strict), "")).await;
    world.recorded(1, 0).await;
    world.browser.wait_for("window.linkyfy?.visitorId()").await;
    let tag = world.tag().as_element();
    let more = format!(
        "third(); const tag = {tag}; document.head.append(tag); \
         return new Promise((done) => (tag.onload = done)).then(() => linkyfy.flush())"
    );
    world.browser.run(&more).await;
    for (count, path) in (2..).zip(["/a", "/b"]) {
        world.browser.run(&format!("history.pushState(null, '', '{path}')")).await;
        world.recorded(count, 0).await;
    }
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(3, 0).await;
    assert_eq!(ledger.pages(), ["/", "/a", "/b"].map(|path| world.url(path)));
}

#[tokio::test]
async fn l3_v2_a_tracker_destroyed_and_created_within_a_task_counts_a_known_visitor_once() {
    let world = World::<Sandbox>::start().await;
    let strict = "tracker.destroy(); createTracker(options);";
    for count in 1..3 {
        world.show("/", page(creating(&world, &json!({}), strict), "")).await;
        world.recorded(count, 0).await.visitor();
        world.browser.wait_for("window.linkyfy?.visitorId()").await;
    }
    world.exactly(2, 0).await;
}

#[tokio::test]
async fn l3_p1_a_tracker_destroyed_within_its_task_leaves_no_listener_and_the_next_has_its_own() {
    let world = World::<Sandbox>::start().await;
    let mut counts = Vec::new();
    for then in ["", "tracker.destroy();", "tracker.destroy(); createTracker(options);"] {
        let script = creating(&world, &json!({}), then);
        world.show("/", page(format!("{SPY}{script}"), "")).await;
        world.browser.run("return tracker.flush()").await;
        counts.push(world.browser.eval("listeners.length").await.as_u64());
    }
    assert_ne!(counts[0], Some(0), "this tests nothing");
    assert_eq!(counts, [counts[0], Some(0), counts[0]]);
}

/// What the first tracker has under way ends in the second, which delivers already.
#[tokio::test]
async fn p1_d4_a_tracker_made_anew_while_the_last_one_delivers_keeps_no_lock() {
    let world = World::<Sandbox>::start().await;
    let script = creating(&world, &json!({}), "window.again = () => createTracker(options);");
    world.show("/", page(format!("{INSTRUMENTS}{script}"), "")).await;
    world.recorded(1, 0).await;
    fail(&world, REGISTRATION, 503).await;
    for email in [ANN, "bob@example.com", "eve@example.com"] {
        register_in_vain(&world, email).await;
    }
    let slow = json!({ "kind": "latency", "ms": 2000 });
    world.api.fail(json!([{ "path": REGISTRATION, "fault": slow }])).await;
    world.browser.run(ONLINE).await;
    world.api.arrivals_of(DEMO, ANN, 2).await;
    world.browser.run("tracker.destroy(); again()").await;
    world.recorded(2, 0).await;
    world.browser.run(ONLINE).await;
    world.recorded(2, 3).await;
    wait_until_no_lock_is_held(&world).await;
    world.browser.assert_unharmed().await;
    world.exactly(2, 3).await;
}

/// A value that the page has under the tracker's name is the page's, also when the tracker goes.
#[tokio::test]
async fn p1_l3_destroy_takes_only_its_own_linkyfy_with_it() {
    let world = World::<Sandbox>::start().await;
    let own = "<script>window.linkyfy = { company: 'Linkyfy' }</script>";
    world.show("/", page(format!("{own}{}", creating(&world, &json!({}), "")), "")).await;
    world.recorded(1, 0).await;
    world.browser.run("tracker.destroy()").await;
    assert_eq!(world.browser.eval("window.linkyfy?.company").await, "Linkyfy");
    world.browser.assert_unharmed().await;
    world.exactly(1, 0).await;
}

/// The try that the last tracker waited for was taken back with it.
#[tokio::test]
async fn p1_d3_a_tracker_made_anew_waits_for_its_own_next_try() {
    let world = World::<Sandbox>::start().await;
    let instruments = drawing("window.seconds");
    let script = creating(&world, &json!({}), "window.again = () => createTracker(options);");
    world.show("/", page(format!("{instruments}{script}"), "")).await;
    world.recorded(1, 0).await;
    fail(&world, REGISTRATION, 503).await;
    world.browser.run("window.seconds = 1").await;
    register_in_vain(&world, ANN).await;
    world.browser.run("tracker.destroy(); window.seconds = 5; again()").await;
    world.browser.wait_for("told.filter(({ kind }) => kind === 'queued').length > 1").await;
    world.api.mend().await;
    world.recorded(2, 1).await;
    world.browser.assert_unharmed().await;
    world.exactly(2, 1).await;
}
