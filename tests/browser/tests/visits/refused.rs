//! Who refuses, or hasn't decided yet, leaves nothing, not even for a moment (V5, V6).

use linkyfy_browser_tests::page::STAYS;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::{Sandbox, World, page};

use crate::consent::{STUB, TURN, do_everything, exactly, show, started, stored};
use crate::lifecycle::wait_until_no_lock_is_held;

#[tokio::test]
async fn l2_v5_v6_a_refusal_before_the_script_is_there_comes_before_the_first_view() {
    for refusal in ["linkyfy('consent', false)", "linkyfy('optOut')"] {
        let world = World::<Sandbox>::start().await;
        show(&world, "/known", world.tag()).await;
        // The next page knows its visitor, and need not wait for other tabs.
        world.recorded(1, 0).await;
        wait_until_no_lock_is_held(&world).await;
        let refuses = format!("{STUB}<script>{refusal}</script>{}", world.tag());
        show(&world, "/refused", refuses).await;
        started(&world).await;
        assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
        do_everything(&world).await;
        assert_eq!(world.api.arrivals(DEMO).await.len(), 1, "{refusal}");
        world.browser.assert_unharmed().await;
        let ledger = exactly(&world, 1, 0).await;
        assert_eq!(ledger.pages(), [world.url("/known")], "{refusal}");
    }
}

#[tokio::test]
async fn v6_a_refusal_stores_nothing_even_for_a_moment() {
    let world = World::<Sandbox>::start().await;
    let spy = "<script>{ const { get, set } = \
               Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'); window.stored = []; \
               Object.defineProperty(document, 'cookie', { get, set(cookie) { \
               if (!/Max-Age=0/.test(cookie)) stored.push(cookie); set.call(this, cookie); } }); }</script>";
    let tag = world.tag().with("data-consent", "required");
    world.site.set("/", page(format!("{spy}{tag}"), ""));
    let origin = world.site.origin_at("www.shop.test");
    world.browser.goto(&format!("{origin}/")).await;
    started(&world).await;
    world.browser.run("linkyfy.consent(false); linkyfy.reset()").await;
    assert_eq!(world.browser.eval("stored.join()").await, "");
    // Erased is what was kept on the widest domain, too.
    world.browser.run("linkyfy.consent(true)").await;
    world.browser.wait_for("/linkyfy_vid/.test(document.cookie)").await;
    world.browser.run("linkyfy.consent(false)").await;
    assert_eq!(world.browser.eval("document.cookie").await, "");
}

#[tokio::test]
async fn v6_t5_a_get_form_of_an_undecided_visitor_leaves_nothing() {
    let world = World::<Sandbox>::start().await;
    let get = "<form><input name=\"q\" value=\"shoes\"><button>Search</button></form>";
    let tag = world.tag().with("data-consent", "required");
    world.show("/", page(tag, format!("{get}{STAYS}"))).await;
    started(&world).await;
    world.browser.click("button").await;
    world.browser.run(TURN).await;
    assert_eq!(stored(&world).await, "");
}
