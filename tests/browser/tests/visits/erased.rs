//! What a refusal erases: all that there is of the visitor, wherever it lies (V5, V6).

use linkyfy_browser_tests::page::STAYS;
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, World, page};

use crate::consent::{ANN, TURN, do_everything, exactly, show, started, stored, submit};
use crate::kept_forms::{form, judge_on, send, tag};
use crate::outbox::instruments::{INSTRUMENTS, ONLINE, REGISTRATION, fail, register_in_vain};
use crate::outbox::permission::opt_out_in_another_tab;

#[tokio::test]
async fn v5_v6_f1_a_form_that_waits_for_the_judge_is_erased() {
    for (act, left) in [("optOut()", "linkyfy_out linkyfy_out"), ("consent(false)", "")] {
        let world = World::<Sandbox>::start().await;
        let body = form("Sign up", "") + STAYS;
        send(&world, "/", tag(&world), &body, Fault::Silent).await;
        world.recorded(1, 0).await;
        world.browser.run(&format!("linkyfy.{act}")).await;
        assert_eq!(stored(&world).await, left, "{act}");
        judge_on(&world, "/later", tag(&world)).await;
        world.judged().await;
        world.browser.assert_unharmed().await;
        assert!(world.api.ledger(DEMO).await.registrations.is_empty(), "{act}");
    }
}

/// What a browser keeps nothing of, the page has.
#[tokio::test]
async fn v3_v5_v6_what_only_the_page_keeps_is_dropped() {
    for acts in ["consent(false); linkyfy.consent(true)", "optOut(); linkyfy.optIn()"] {
        let world = World::<Sandbox>::start().await;
        let blocked =
            "<script>Object.defineProperty(window, 'localStorage', { value: null })</script>";
        fail(&world, REGISTRATION, 503).await;
        world.show("/", page(format!("{blocked}{INSTRUMENTS}{}", world.tag()), "")).await;
        world.recorded(1, 0).await;
        register_in_vain(&world, ANN).await;
        world.api.mend().await;
        world.browser.run(&format!("linkyfy.{acts}; {ONLINE}")).await;
        assert_eq!(world.browser.run("return linkyfy.flush()").await, "", "{acts}");
        world.browser.assert_unharmed().await;
        assert!(world.settled().await.registrations.is_empty(), "{acts}");
    }
}

/// A cookie of the host alone, as a server sets it, is another than that of a wider domain.
#[tokio::test]
async fn v5_v6_a_cookie_of_the_host_alone_is_erased() {
    let world = World::<Sandbox>::start().await;
    let set = "<script>document.cookie = \
               'linkyfy_vid=1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; path=/'</script>";
    world.site.set("/", page(format!("{set}{}", world.tag()), ""));
    world.browser.goto(&(world.site.origin_at("www.shop.test") + "/")).await;
    world.recorded(1, 0).await;
    world.browser.wait_for("document.cookie.split('linkyfy_vid').length === 3").await;
    world.browser.run("linkyfy.consent(false)").await;
    assert_eq!(stored(&world).await, "");
}

#[tokio::test]
async fn v5_an_opt_out_holds_where_one_of_its_two_places_is_emptied() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    world.recorded(1, 0).await;
    for emptied in ["cookie", "storage"] {
        world.browser.run("linkyfy.optOut()").await;
        if emptied == "cookie" {
            world.browser.delete_cookie("linkyfy_out").await;
        } else {
            world.browser.run("delete localStorage.linkyfy_out").await;
        }
        show(&world, "/later", world.tag()).await;
        started(&world).await;
        do_everything(&world).await;
        assert_eq!(stored(&world).await, "linkyfy_out", "{emptied}");
    }
    world.browser.assert_unharmed().await;
    exactly(&world, 1, 0).await;
}

/// The page has the visitor's id in its memory.
#[tokio::test]
async fn v5_who_opts_in_after_an_opt_out_in_another_tab_is_another_visitor() {
    let world = World::<Sandbox>::start().await;
    show(&world, "/", world.tag()).await;
    let erased = world.recorded(1, 0).await.visitor().to_owned();
    opt_out_in_another_tab(&world).await;
    world.browser.run("linkyfy.optIn()").await;
    let view = world.recorded(2, 0).await.impressions.swap_remove(1);
    assert_ne!(view.visitor_id, erased);
    assert_eq!(world.browser.visitor_id().await, view.visitor_id);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v5_v6_f3_an_address_registers_again_after_a_refusal_that_erased_it() {
    for (views, acts) in
        [(0, "consent(false); linkyfy.consent(true)"), (1, "optOut(); linkyfy.optIn()")]
    {
        let world = World::<Sandbox>::start().await;
        show(&world, "/", world.tag().with("data-consent", "required")).await;
        started(&world).await;
        submit(&world, ANN).await;
        world.browser.run(&format!("linkyfy.{acts}")).await;
        submit(&world, ANN).await;
        world.recorded(views, 1).await.visitor();
        world.browser.assert_unharmed().await;
        exactly(&world, views, 1).await;
    }
}

#[tokio::test]
async fn v3_v5_f1_a_form_that_only_the_page_keeps_for_the_judge_is_dropped() {
    let world = World::<Sandbox>::start().await;
    let blocked = "<script>Object.defineProperty(window, 'localStorage', { value: null })</script>";
    world.site.set_fault(JUDGE, Fault::Silent);
    let body = form("Sign up", "") + STAYS;
    world.show("/", page(format!("{blocked}{}", tag(&world)), body)).await;
    world.recorded(1, 0).await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.click("button").await;
    world.browser.run(TURN).await;
    world.browser.run("linkyfy.optOut(); linkyfy.optIn()").await;
    world.recorded(2, 0).await;
    world.site.mend(JUDGE);
    world.judged().await;
    world.browser.assert_unharmed().await;
    world.exactly(2, 0).await;
}
