//! Views within one document: what moves the address counts (T2), whatever the page has done to
//! `history` (T8).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Engine, Sandbox, World, page};

/// How a browser tells of moves, as scripts that run before all others: by the Navigation API; in
/// browsers without it by what the tracker puts around `history`.
pub(crate) const WAYS: [&str; 2] = ["", "delete window.navigation;"];

/// The end of a script: it is over when what it has caused within this task has happened.
pub(crate) const TURN: &str = "return new Promise((done) => setTimeout(done))";

/// The same after a way back or forth in history, which comes in a task of its own.
const TRAVERSAL: &str = "return new Promise((done) => \
                         addEventListener('popstate', () => setTimeout(done), { once: true }))";

/// Opens `/` with scripts that run before the tracker, whose first view is then recorded, takes
/// steps there, and asserts what was recorded: each step has the path that it counts as, where it
/// counts, and comes from the view before.
pub(crate) async fn assert_steps(
    world: &World<Sandbox>,
    head: &str,
    steps: &[(&str, Option<&str>)],
) {
    let mut count = world.api.ledger(DEMO).await.impressions.len() + 1;
    world.show("/", page(head, "<a href=\"#end\">End</a><p id=\"end\">")).await;
    world.recorded(count, 0).await;
    let mut before = "/";
    for (script, counted) in steps {
        let end = if script.contains("history.back") || script.contains("history.go") {
            TRAVERSAL
        } else {
            TURN
        };
        world.browser.run(&format!("{script}; {end}")).await;
        let Some(path) = counted else { continue };
        count += 1;
        let view = world.recorded(count, 0).await.impressions.swap_remove(count - 1);
        assert_eq!(view.page_url, world.url(path), "{script}");
        assert_eq!(view.referrer, world.url(before), "t4: {script}");
        before = path;
    }
    world.browser.assert_unharmed().await;
    world.exactly(count, 0).await;
}

/// The tracker's tag, after scripts.
pub(crate) fn head(scripts: &str, tag: impl std::fmt::Display) -> String {
    format!("<script>{scripts}</script>{tag}")
}

#[tokio::test]
async fn t2_the_navigation_api_and_its_absence_are_both_tried() {
    if Engine::of_this_run().lacks(Ability::Navigation) {
        return;
    }
    let world = World::<Sandbox>::start().await;
    for (way, there) in WAYS.into_iter().zip([true, false]) {
        world.show("/", page(head(way, ""), "")).await;
        assert_eq!(world.browser.eval("'navigation' in window").await, there);
    }
}

#[tokio::test]
async fn t2_a_change_of_path_or_query_counts_once_and_nothing_else_does() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            ("history.pushState(null, '', '/a')", Some("/a")),
            ("history.pushState(null, '', '/a?x=1')", Some("/a?x=1")),
            ("history.pushState(null, '', '/a?x=1')", None),
            ("history.pushState({ step: 4 }, '')", None),
            ("history.replaceState({ step: 5 }, '', '/a?x=1')", None),
            ("history.pushState(null, '', '/a?x=1#part')", None),
            ("location.hash = 'other'", None),
            ("document.querySelector('a').click()", None),
            ("history.replaceState(null, '', '/b')", Some("/b")),
            ("history.pushState(null, '', '?y=2#part')", Some("/b?y=2")),
            ("history.pushState(null, '', '/a')", Some("/a")),
        ];
        assert_steps(&world, &head(way, world.tag()), &steps).await;
    }
}

#[tokio::test]
async fn t2_back_and_forward_count() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            ("history.pushState(null, '', '/a')", Some("/a")),
            ("history.pushState(null, '', '/b')", Some("/b")),
            ("history.pushState(null, '', '/b#part')", None),
            ("history.back()", None),
            ("history.back()", Some("/a")),
            ("history.back()", Some("/")),
            ("history.go(3)", Some("/b")),
            ("history.go(-2)", Some("/a")),
        ];
        assert_steps(&world, &head(way, world.tag()), &steps).await;
    }
}

#[tokio::test]
async fn t2_redirects_within_one_task_count_once_as_where_they_end() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            (
                "history.pushState(null, '', '/one'); history.replaceState(null, '', '/two'); \
                 history.pushState(null, '', '/three')",
                Some("/three"),
            ),
            (
                // A task of the page's own: WebKit's driver ends its scripts without microtasks.
                "setTimeout(() => { history.pushState(null, '', '/four'); \
                 Promise.resolve().then(() => history.replaceState(null, '', '/five')) })",
                Some("/five"),
            ),
            ("history.pushState(null, '', '/away'); history.replaceState(null, '', '/five')", None),
            ("history.pushState(null, '', '/six')", Some("/six")),
        ];
        assert_steps(&world, &head(way, world.tag()), &steps).await;
    }
}

#[tokio::test]
async fn t2_the_fragment_counts_where_it_is_the_address() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            // As routers do when they start.
            ("history.replaceState(null, '', '#/')", None),
            ("location.hash = '/cart'", Some("/#/cart")),
            ("history.pushState(null, '', '#/')", Some("/")),
            ("location.hash = '/cart'", Some("/#/cart")),
            ("document.querySelector('a').click()", Some("/#end")),
            ("location.hash = 'end'", None),
            ("history.pushState(null, '', '#/pay?x=1')", Some("/#/pay?x=1")),
            ("history.replaceState(null, '', '/other#/pay')", Some("/other#/pay")),
            ("history.back()", Some("/#end")),
        ];
        assert_steps(&world, &head(way, world.tag().with("data-hash-routing", "")), &steps).await;
    }
}

#[tokio::test]
async fn t2_where_the_page_moves_before_the_tracker_comes_one_view_counts() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag().deferred(), "")).await;
    world.recorded(1, 0).await;
    let moves = "history.replaceState(null, '', '/b'); history.pushState(null, '', '/clean')";
    world.show("/", page(head(moves, world.tag().deferred()), "")).await;
    world.browser.arrive("/clean").await;
    world.recorded(2, 0).await;
    let ledger = world.exactly(2, 0).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/clean")]);
}

#[tokio::test]
async fn t2_a_router_of_the_navigation_api_counts() {
    if Engine::of_this_run().lacks(Ability::Navigation) {
        return;
    }
    let world = World::<Sandbox>::start().await;
    let router = "<script>navigation.onnavigate = (event) => { \
                  if (event.canIntercept) event.intercept({ async handler() {} }); }</script>";
    let body = "<a href=\"/a?x=1\">A</a>";
    world.show("/", page(format!("{router}{}", world.tag()), body)).await;
    world.recorded(1, 0).await;
    world.browser.click("a").await;
    world.recorded(2, 0).await;
    world.browser.run("navigation.navigate('/b').finished").await;
    world.recorded(3, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(3, 0).await;
    let expected = ["/", "/a?x=1", "/b"];
    assert_eq!(ledger.pages(), expected.map(|path| world.url(path)));
}

#[tokio::test]
async fn t2_l3_each_tracker_on_the_page_counts_by_its_own_options() {
    let world = World::<Sandbox>::start().await;
    let other = world.api.other_project;
    for (count, way) in (0..).zip(WAYS) {
        let second = world.tag_of(other).with("data-hash-routing", "").with("data-exclude", "/a");
        let tags = format!("{}{second}", world.tag());
        let before = world.api.ledger(other).await.impressions.len();
        world.show("/", page(head(way, tags), "")).await;
        world.recorded(count * 3 + 1, 0).await;
        world.api.wait_for(other, before + 1, 0).await;
        let moves = ["/#part", "/a", "/b"];
        for path in moves {
            world.browser.run(&format!("history.pushState(null, '', '{path}'); {TURN}")).await;
        }
        let pages = |paths: &[&str]| paths.iter().map(|path| world.url(path)).collect::<Vec<_>>();
        let ledger = world.recorded(count * 3 + 3, 0).await;
        let mut seen = ledger.pages()[count * 3..].to_vec();
        seen[1..].sort_unstable();
        assert_eq!(seen, pages(&["/", "/a", "/b"]));
        let ledger = world.api.wait_for(other, before + 3, 0).await;
        let mut seen = ledger.pages()[before..].to_vec();
        seen[1..].sort_unstable();
        assert_eq!(seen, pages(&["/", "/#part", "/b"]));
        world.browser.assert_unharmed().await;
        world.exactly(count * 3 + 3, 0).await;
    }
}

/// What a page may do to `history`. `calls` counts what its own wrapper gets to see.
const WRAP_OBJECT: &str = "for (const name of ['pushState', 'replaceState']) {
    const real = history[name];
    history[name] = function (...all) { window.calls++; real.apply(this, all); return 'mine'; };
}";
const WRAP_PROTOTYPE: &str = "for (const name of ['pushState', 'replaceState']) {
    const real = History.prototype[name];
    History.prototype[name] = function (...all) { window.calls++; real.apply(this, all); return 'mine'; };
}";

/// What stands before the tracker's tag, and what the page does once the tracker is at work.
const PATCHES: [(&str, &str); 5] = [
    (WRAP_OBJECT, ""),
    (WRAP_PROTOTYPE, ""),
    ("", WRAP_OBJECT),
    ("", WRAP_PROTOTYPE),
    (WRAP_OBJECT, WRAP_OBJECT),
];

#[tokio::test]
async fn t8_a_page_that_wraps_history_itself_keeps_its_wrapper_and_is_counted() {
    let world = World::<Sandbox>::start().await;
    let mut count = 0;
    for way in WAYS {
        for (before, after) in PATCHES {
            let case = format!("{way} / {before} / {after}");
            let scripts = format!("{way} window.calls = 0; {before}");
            world.show("/", page(head(&scripts, world.tag()), "")).await;
            count += 1;
            world.recorded(count, 0).await;
            world.browser.run(&format!("{{ {after} }}")).await;
            for call in ["pushState(null, '', '/a')", "replaceState(7, '', '/b')"] {
                let given = world.browser.eval(&format!("history.{call}")).await;
                assert_eq!(given, "mine", "{case}");
                count += 1;
                world.recorded(count, 0).await;
            }
            let wrappers = if before.is_empty() || after.is_empty() { 1 } else { 2 };
            assert_eq!(world.browser.eval("calls").await, 2 * wrappers, "{case}");
            assert_eq!(world.browser.eval("history.state").await, 7, "{case}");
            world.browser.assert_unharmed().await;
        }
    }
    world.exactly(count, 0).await;
}

/// What freezes a part of `history`.
const FREEZES: [&str; 3] = [
    "Object.freeze(history)",
    "Object.freeze(History.prototype)",
    "Object.defineProperty(History.prototype, 'pushState', { writable: false })",
];

#[tokio::test]
async fn t8_a_page_that_freezes_history_keeps_working_and_is_counted() {
    let world = World::<Sandbox>::start().await;
    let mut count = 0;
    for way in WAYS {
        for freeze in FREEZES {
            for (before, after) in [(freeze, ""), ("", freeze)] {
                let scripts = format!("{way} {before}");
                world.show("/", page(head(&scripts, world.tag()), "")).await;
                count += 1;
                world.recorded(count, 0).await;
                world.browser.run(after).await;
                world.browser.run("history.pushState(null, '', '/a')").await;
                count += 1;
                let ledger = world.recorded(count, 0).await;
                assert_eq!(ledger.pages().last(), Some(&&*world.url("/a")), "{scripts} / {after}");
                world.browser.assert_unharmed().await;
            }
        }
    }
    world.exactly(count, 0).await;
}

/// What leaves no room for anything around `pushState`.
const FROZEN: [&str; 2] = [
    "Object.freeze(history); Object.freeze(History.prototype)",
    "Object.defineProperty(history, 'pushState', { value: history.pushState })",
];

#[tokio::test]
async fn t8_a_page_that_freezes_all_of_history_keeps_working() {
    let world = World::<Sandbox>::start().await;
    // Without the Navigation API nothing tells of `pushState` then; the way back does.
    let counted = [["/", "/a", "/b", "/a"].as_slice(), &["/", "/a"]];
    for (way, counted) in WAYS.into_iter().zip(counted) {
        if way.is_empty() && world.browser.engine.lacks(Ability::Navigation) {
            continue;
        }
        for frozen in FROZEN {
            let before = world.api.ledger(DEMO).await.impressions.len();
            world.show("/", page(head(&format!("{way} {frozen}"), world.tag()), "")).await;
            world.recorded(before + 1, 0).await;
            for (count, path) in (2..).zip(["/a", "/b"]) {
                world.browser.run(&format!("history.pushState(null, '', '{path}'); {TURN}")).await;
                world.recorded(before + count.min(counted.len() - 1), 0).await;
            }
            world.browser.run(&format!("history.back(); {TRAVERSAL}")).await;
            let ledger = world.recorded(before + counted.len(), 0).await;
            let counted: Vec<_> = counted.iter().map(|path| world.url(path)).collect();
            assert_eq!(ledger.pages()[before..], counted, "{way} {frozen}");
            world.browser.assert_unharmed().await;
        }
    }
}

/// What a page may call, and what it must get then with or without the tracker.
const CALLS: [&str; 8] = [
    "history.pushState(null, '', '/ok')",
    "history.replaceState({ a: 1 }, '', '/ok'), history.state",
    "history.pushState(null, '', 'https://elsewhere.example/')",
    "history.pushState({ f() {} }, '', '/not')",
    "history.replaceState({ f() {} }, '', '/not')",
    "history.pushState()",
    "history.replaceState(null)",
    "history.pushState.call({}, null, '', '/not')",
];

#[tokio::test]
async fn t8_history_gives_and_throws_what_it_does_without_the_tracker() {
    let world = World::<Sandbox>::start().await;
    let mut count = 0;
    for way in WAYS {
        let mut outcomes = Vec::new();
        for tag in [String::new(), world.tag().to_string()] {
            let tracked = !tag.is_empty();
            world.show("/", page(head(way, tag), "")).await;
            if tracked {
                count += 1;
                world.recorded(count, 0).await;
            }
            let mut given = Vec::new();
            for call in CALLS {
                let text = format!(
                    "(() => {{ try {{ return JSON.stringify([{call}]); }} \
                     catch (error) {{ return error.name; }} }})()"
                );
                given.push(world.browser.eval(&text).await);
            }
            given.push(world.browser.eval("location.pathname").await);
            outcomes.push(given);
            world.browser.assert_unharmed().await;
            if tracked {
                count += 1;
                assert_eq!(world.recorded(count, 0).await.pages()[count - 1], world.url("/ok"));
            }
        }
        assert_eq!(outcomes[0], outcomes[1], "{way}");
    }
    world.exactly(count, 0).await;
}
