//! How the tracker gets onto a page, and what it says there (L1, L3, L4, L8).

use std::collections::BTreeSet;

use linkyfy_browser_tests::page::{SIGN_UP, STAYS, has_wasm};
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::{Sandbox, Tag, World, page};

/// A script that puts the tag into the head, and then does something more with it.
fn injecting(tag: &Tag, then: &str) -> String {
    let element = tag.as_element();
    format!("<script>{{ const tag = {element}; document.head.append(tag); {then} }}</script>")
}

#[tokio::test]
async fn l1_every_way_to_load_the_script_counts_the_page_once() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    let plain = tag.clone().without("async");
    let module = plain.clone().with("type", "module");
    let ways = [
        ("/async", page(&tag, "")),
        ("/defer", page(tag.clone().deferred(), "")),
        ("/blocking", page(&plain, "")),
        ("/module", page(&module, "")),
        ("/async-module", page(module.clone().with("async", ""), "")),
        ("/body", page("", &tag)),
        ("/end-of-body", page("", format!("<p>Text</p>{plain}"))),
        ("/injected", page(injecting(&tag, ""), "")),
        ("/injected-module", page(injecting(&module, ""), "")),
        ("/injected-and-removed", page(injecting(&tag, "tag.remove();"), "")),
        (
            "/injected-by-module",
            page(injecting(&tag, "").replace("<script>", "<script type=\"module\">"), ""),
        ),
        (
            "/injected-after-load",
            page(
                format!(
                    "<script>onload = () => document.body.append({})</script>",
                    tag.as_element()
                ),
                "",
            ),
        ),
    ];
    for (count, (path, html)) in (1..).zip(&ways) {
        world.show(path, html).await;
        let ledger = world.recorded(count, 0).await;
        assert_eq!(ledger.pages().last(), Some(&world.url(path).as_str()));
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(ways.len(), 0).await;
    assert_eq!(ledger.pages(), ways.map(|(path, _)| world.url(path)));
}

#[tokio::test]
async fn l1_a_tag_of_another_vendor_is_left_alone() {
    let world = World::<Sandbox>::start().await;
    let foreign = "<script src=\"data:text/javascript,1\" data-project-id=\"f00\"></script>";
    let module = world.tag().without("async").with("type", "module");
    let heads = [format!("{foreign}{}", world.tag()), format!("{foreign}{module}")];
    for (count, head) in (1..).zip(&heads) {
        world.show("/", page(head, "")).await;
        world.recorded(count, 0).await;
        world.browser.assert_unharmed().await;
    }
    world.exactly(heads.len(), 0).await;
}

#[tokio::test]
async fn l2_what_is_called_before_the_script_is_there_is_done_in_order() {
    let world = World::<Sandbox>::start().await;
    let stub = "<script>window.linkyfy = window.linkyfy || function () { \
                (linkyfy.q = linkyfy.q || []).push(arguments) }; \
                linkyfy('registration', 'ann@example.com'); linkyfy('impression'); \
                linkyfy('registration', 'ann@example.com'); \
                linkyfy('registration', 'bob@example.com')</script>";
    world.show("/", page(format!("{stub}{}", world.tag()), "")).await;
    world.recorded(2, 2).await;
    world.browser.run("linkyfy('registration', 'eve@example.com')").await;
    world.recorded(2, 3).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(2, 3).await;
    let mut emails = ledger.emails();
    emails.sort_unstable();
    assert_eq!(emails, ["ann@example.com", "bob@example.com", "eve@example.com"]);
}

#[tokio::test]
async fn l3_the_same_project_twice_on_a_page_is_one_tracker() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    let module = tag.clone().without("async").with("type", "module");
    let form = format!("{SIGN_UP}{STAYS}");
    let routes = [
        ("/twice", format!("{tag}{tag}")),
        ("/injected-too", format!("{tag}{}", injecting(&tag, ""))),
        ("/module-too", format!("{tag}{module}")),
        // From another address, as where a theme and a plug-in both bring it.
        ("/copy", format!("{tag}{}", tag.clone().with("src", "/linkyfy.js"))),
    ];
    for (count, (path, tags)) in (1..).zip(&routes) {
        // The other project's tag is run last: the others have had their turn then.
        let tags = format!("{tags}{}", world.sentinel());
        world.show(path, page(tags, &form)).await;
        let other = world.api.other_project;
        world.api.wait_for(other, count, count - 1).await;
        let address = format!("visitor{count}@example.com");
        world.browser.fill("input", &address).await;
        world.browser.click("button").await;
        world.recorded(count, count).await;
        world.api.wait_for(other, count, count).await;
        world.browser.assert_unharmed().await;
    }
    world.exactly(routes.len(), routes.len()).await;
}

#[tokio::test]
async fn l3_two_projects_on_a_page_are_two_trackers_of_one_visitor() {
    let world = World::<Sandbox>::start().await;
    let other = world.api.other_project;
    let tags = format!("{}{}", world.tag(), world.tag_of(other));
    world.show("/", page(tags, "")).await;
    let first = world.recorded(1, 0).await;
    let second = world.api.wait_for(other, 1, 0).await;
    assert_eq!(first.visitors(), second.visitors());

    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.recorded(1, 1).await;
    let second = world.api.wait_for(other, 1, 1).await;
    assert_eq!(second.emails(), ["ann@example.com"]);
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

#[tokio::test]
async fn l4_a_good_page_hears_nothing_of_the_tracker() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/thanks", page(world.tag(), ""));
    world.show("/", page(world.tag(), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.browser.eval("linkyfy.visitorId()").await;
    world.browser.run("linkyfy.impression(); linkyfy.registration('x')").await;
    world.recorded(2, 0).await;
    world.sign_up("ann@example.com").await;
    world.recorded(3, 1).await;
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn l4_the_page_has_its_turn_between_the_steps_of_the_start() {
    let world = World::<Sandbox>::start().await;
    // As browsers have it that know `scheduler.yield`, in all of them.
    let head = "<script>window.steps = []; \
                const turn = () => new Promise((done) => setTimeout(done)); \
                const tell = (object, name, step, instead = object[name]) => \
                  Object.defineProperty(object, name, { value: new Proxy(instead, { \
                    apply: (method, self, args) => (steps.push(step), method.apply(self, args)), \
                    construct: (made, args) => (steps.push(step), new made(...args)) }) }); \
                Object.defineProperty(window, 'scheduler', { value: { yield: turn } }); \
                tell(scheduler, 'yield', 'pause'); tell(window, 'fetch', 'sent'); \
                if (window.WebAssembly) tell(WebAssembly, 'Module', 'compiled')</script>";
    let tag = world.tag().with("onload", "steps.push('loaded')");
    world.show("/", page(format!("{head}{tag}"), "")).await;
    world.recorded(1, 0).await;
    let steps = world.browser.eval("steps.join(' ')").await;
    // Without WebAssembly nothing is compiled, and another file has to come.
    let expected = if has_wasm() { "compiled pause loaded sent" } else { "loaded pause sent" };
    assert_eq!(steps, expected);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn l8_a_bad_option_is_named_once_on_the_console_and_breaks_nothing() {
    let world = World::<Sandbox>::start().await;
    let project = ["", " ", "abc", "4.2", "-1", "0", "1e3", "0x1", "9007199254740993"];
    let api = ["", "nonsense", "ftp://x", "/api/v1", "http://", "javascript:alert(1)"];
    let path = ["", "x", "http://x", "/a b"];
    let mut bad = vec![("data-project-id", world.tag().without("data-project-id"))];
    for (name, values) in [
        ("data-project-id", &project[..]),
        ("data-api", &api),
        ("data-impression-path", &path),
        ("data-registration-path", &path),
    ] {
        bad.extend(values.iter().map(|value| (name, world.tag().with(name, value))));
    }
    let mut sent_with = BTreeSet::new();
    for (count, (name, tag)) in (1..).zip(bad) {
        let tags = format!("{}{}", tag.clone().deferred(), world.sentinel());
        world.show("/", page(tags, SIGN_UP)).await;
        world.api.wait_for(world.api.other_project, count, sent_with.len()).await;
        // Once with each option is enough.
        if sent_with.insert(name) {
            world.sign_up("ann@example.com").await;
        }

        let seen = world.browser.seen().await;
        let (start, end) = (format!("console.error: linkyfy: {name} takes "), "");
        let named = |seen: &String| seen.starts_with(&start) && seen.ends_with(end);
        assert!(matches!(&seen[..], [one] if named(one)), "{tag}: {seen:#?}");
        world.browser.run("sessionStorage.clear()").await;
        let recorded = world.api.ledger(1).await;
        assert!(recorded.visitors().is_empty(), "{tag}: {recorded:#?}");
        world.api.wait_for(world.api.other_project, count, sent_with.len()).await;
        assert_eq!(world.site.sent().len(), sent_with.len(), "{tag}");
    }
}

#[tokio::test]
async fn l8_an_option_is_named_also_where_what_it_takes_cannot_be_had() {
    let world = World::<Sandbox>::start().await;
    world.site.set_fault("/linkyfy-debug.js", Fault::Missing);
    let tag = world.tag().with("src", "/linkyfy.js").with("data-api", "nonsense");
    world.show("/", page(tag, "")).await;
    world.browser.wait_for("__seen.length").await;
    assert_eq!(world.browser.seen().await, ["console.error: linkyfy: data-api"]);
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn l8_a_page_may_call_a_tracker_that_never_started() {
    let world = World::<Sandbox>::start().await;
    let bad = world.tag().with("data-project-id", "abc");
    let calls = "linkyfy.impression(); linkyfy.registration('ann@example.com'); \
                 window.visitor = linkyfy.visitorId() ?? 'nobody'";
    world.show("/", page(bad.with("onload", calls), "")).await;
    assert_eq!(world.browser.wait_for("window.visitor").await, "nobody");
    let seen = world.browser.wait_for("__seen.length && __seen").await;
    assert_eq!(seen.as_array().map(Vec::len), Some(1), "{seen}");
    world.browser.run(calls).await;
    assert_eq!(world.browser.eval("window.visitor").await, "nobody");
    assert_eq!(world.browser.seen().await.len(), 1);
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn l8_v7_a_flag_that_says_false_is_refused() {
    let world = World::<Sandbox>::start().await;
    // As React writes `data-ignore-gpc={false}`.
    for name in ["data-ignore-gpc", "data-debug"] {
        world.show("/", page(world.tag().with(name, "false"), "")).await;
        world.browser.wait_for("__seen.length === 1").await;
        let line = format!("console.error: linkyfy: {name} takes no value");
        assert_eq!(world.browser.seen().await, [line]);
        world.browser.run("sessionStorage.clear()").await;
    }
    for (count, value) in (1..).zip(["true", "data-debug", "1"]) {
        world.show("/", page(world.tag().with("data-event-id", value), "")).await;
        world.recorded(count, 0).await;
    }
    world.exactly(3, 0).await;
}

#[tokio::test]
async fn l1_t2_a_relative_address_is_the_one_that_the_script_came_from() {
    let world = World::<Sandbox>::start().await;
    let body =
        format!("<script>onload = () => history.replaceState(null, '', '/a/b/c')</script>{STAYS}");
    world.show("/", page(world.tag().with("src", "linkyfy.js"), body)).await;
    world.browser.arrive("/a/b/c").await;
    world.browser.visitor_id().await;
    let form = serde_json::json!(SIGN_UP);
    world.browser.run(&format!("document.body.insertAdjacentHTML('beforeend', {form})")).await;
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    world.browser.click("#sign-up button").await;
    let registered = world.api.wait_for(linkyfy_browser_tests::sandbox::DEMO, 1, 1).await;
    assert_eq!(registered.emails(), ["ann@example.com"]);
    world.browser.assert_unharmed().await;
}
