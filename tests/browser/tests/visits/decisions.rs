//! What the visitor decides on one page holds on the others that are open: those in the back/forward
//! cache and in other tabs (V5, V6).

use linkyfy_browser_tests::{Sandbox, World, page};

use crate::consent::{STUB, TURN, exactly, started, stored};
use crate::lifecycle::{TOKEN, come_back_after, wait_until_no_lock_is_held};

/// The visitor's id as the cookie holds it.
async fn in_cookie(world: &World<Sandbox>) -> String {
    let cookie = world.browser.cookie("linkyfy_vid").await.expect("a cookie");
    cookie.value().to_owned()
}

#[tokio::test]
async fn v5_t3_a_page_that_comes_back_after_a_reset_counts_for_the_new_visitor() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/away", page(world.tag(), ""));
    let html = page(format!("{TOKEN}{}", world.tag()), "");
    world.show("/", html).await;
    world.recorded(1, 0).await;
    wait_until_no_lock_is_held(&world).await;
    come_back_after(&world, async || {
        world.recorded(2, 0).await;
        wait_until_no_lock_is_held(&world).await;
        world.browser.run("linkyfy.reset()").await;
    })
    .await;
    let ledger = world.recorded(3, 0).await;
    let [first, away, back] = &*ledger.impressions else { panic!("{ledger:#?}") };
    assert_eq!(first.visitor_id, away.visitor_id);
    assert_ne!(back.visitor_id, first.visitor_id);
    assert_eq!(back.visitor_id, in_cookie(&world).await);
    world.browser.assert_unharmed().await;
    world.exactly(3, 0).await;
}

#[tokio::test]
async fn v5_who_starts_afresh_in_another_tab_is_the_new_visitor_in_this_one() {
    for act in ["linkyfy.reset()", "linkyfy.optOut(); linkyfy.optIn(); linkyfy.visitorId()"] {
        let world = World::<Sandbox>::start().await;
        world.site.set("/other", page(world.tag().with("data-auto", "off"), ""));
        world.show("/", page(world.tag(), "")).await;
        let first = world.recorded(1, 0).await.visitor().to_owned();
        world
            .browser
            .in_new_tab(&world.url("/other"), async || {
                started(&world).await;
                world.browser.run(act).await;
            })
            .await;
        // A tab doesn't hear at once of what another keeps.
        let heard = format!("localStorage.linkyfy_vid != '{first}' && !localStorage.linkyfy_out");
        world.browser.wait_for(&heard).await;
        world.browser.run("history.pushState(null, '', '/moved')").await;
        let view = world.recorded(2, 0).await.impressions.swap_remove(1);
        assert_ne!(view.visitor_id, first, "{act}");
        assert_eq!(view.visitor_id, in_cookie(&world).await, "{act}");
        assert_eq!(world.browser.visitor_id().await, view.visitor_id, "{act}");
        world.browser.assert_unharmed().await;
        world.exactly(2, 0).await;
    }
}

#[tokio::test]
async fn v6_t3_a_page_that_comes_back_after_a_refusal_asks_again() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-consent", "required");
    world.site.set("/away", page(&tag, ""));
    world.show("/", page(format!("{TOKEN}{tag}"), "")).await;
    started(&world).await;
    world.browser.run("linkyfy.consent(true)").await;
    let erased = world.recorded(1, 0).await.visitor().to_owned();
    wait_until_no_lock_is_held(&world).await;
    come_back_after(&world, async || {
        started(&world).await;
        world.browser.run("linkyfy.consent(false)").await;
        wait_until_no_lock_is_held(&world).await;
    })
    .await;
    assert_eq!(world.browser.run("return linkyfy.flush()").await, "");
    assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
    assert_eq!(stored(&world).await, "");
    // What is sent now is sent after all that was sent before.
    world.browser.run("linkyfy.consent(true)").await;
    let ledger = exactly(&world, 2, 0).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/")]);
    assert_ne!(ledger.impressions[1].visitor_id, erased);
}

#[tokio::test]
async fn v6_after_a_refusal_that_came_first_consent_counts_what_happens_from_then_on() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    for (count, tag) in [(2, tag.clone()), (4, tag.with("data-consent", "required"))] {
        let refuses = format!("{STUB}<script>linkyfy('consent', false)</script>{tag}");
        world.show("/", page(refuses, "")).await;
        started(&world).await;
        wait_until_no_lock_is_held(&world).await;
        world.browser.run("linkyfy.consent(true)").await;
        for path in ["/a", "/b"] {
            world.browser.run(&format!("history.pushState(null, '', '{path}'); {TURN}")).await;
        }
        let ledger = world.recorded(count, 0).await;
        let mut pages = ledger.pages().split_off(count - 2);
        pages.sort_unstable();
        assert_eq!(pages, [world.url("/a"), world.url("/b")], "{tag}");
        // The next page's visitor is new again.
        world.browser.run("linkyfy.consent(false)").await;
        world.browser.assert_unharmed().await;
    }
    exactly(&world, 4, 0).await;
}
