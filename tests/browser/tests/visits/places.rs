//! Where a page is, and when it is somewhere else: places that aren't counted or are sent alike are
//! places, too (T2, T6).

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::{Sandbox, World, page};

use crate::consent::started;
use crate::routing::{TURN, WAYS, assert_steps, head};

#[tokio::test]
async fn t6_t2_a_page_opened_on_an_excluded_path_counts_once_it_leaves_it() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-exclude", "/admin/**");
    for (count, way) in [(0, WAYS[0]), (2, WAYS[1])] {
        world.show("/admin/users", page(head(way, &tag), "")).await;
        started(&world).await;
        for (number, path) in (1..).zip(["/pricing", "/features"]) {
            world.browser.run(&format!("history.pushState(null, '', '{path}'); {TURN}")).await;
            world.recorded(count + number, 0).await;
        }
        let views = world.exactly(count + 2, 0).await.impressions.split_off(count);
        let told = views.iter().map(|view| (&*view.page_url, &*view.referrer));
        let [pricing, features] = ["/pricing", "/features"].map(|path| world.url(path));
        assert_eq!(told.collect::<Vec<_>>(), [(&*pricing, ""), (&features, &pricing)], "{way}");
    }
}

#[tokio::test]
async fn t6_t2_the_way_over_an_excluded_path_is_a_way() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            ("history.pushState(null, '', '/a')", Some("/a")),
            ("history.pushState(null, '', '/admin/x')", None),
            ("history.pushState(null, '', '/a')", Some("/a")),
            ("history.pushState(null, '', '/a')", None),
        ];
        let tag = world.tag().with("data-exclude", "/admin/**");
        assert_steps(&world, &head(way, tag), &steps).await;
    }
}

#[tokio::test]
async fn t2_t5_each_change_of_a_secret_is_a_change() {
    let world = World::<Sandbox>::start().await;
    for way in WAYS {
        let steps = [
            ("history.pushState(null, '', '?code=A1')", Some("/?code=redacted")),
            ("history.pushState(null, '', '?code=B2')", Some("/?code=redacted")),
            ("history.replaceState(null, '', '?code=C3')", Some("/?code=redacted")),
            ("history.replaceState(null, '', '?code=C3')", None),
        ];
        assert_steps(&world, &head(way, world.tag()), &steps).await;
    }
}

#[tokio::test]
async fn t2_t5_each_search_counts_though_nobody_is_told_for_what() {
    let world = World::<Sandbox>::start().await;
    let body = "<form action=\"/results\"><input name=\"q\"></form><script>onsubmit = (event) => { \
                event.preventDefault(); \
                history.pushState(null, '', '/results?q=' + event.target.q.value); }</script>";
    world.show("/", page(world.tag(), body)).await;
    world.recorded(1, 0).await;
    for (count, word) in (2..).zip(["shoes", "hats", "gloves"]) {
        let search = "document.querySelector('form').requestSubmit()";
        let search = format!("document.querySelector('input').value = '{word}'; {search}; {TURN}");
        world.browser.run(&search).await;
        world.recorded(count, 0).await;
    }
    let ledger = world.exactly(4, 0).await;
    assert_eq!(ledger.pages()[1..], [(); 3].map(|()| world.url("/results")));
}

#[tokio::test]
async fn t2_v8_taking_the_id_out_of_the_address_is_no_view() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/p", page(world.tag(), ""));
    let cases = [("/p?linkyfy_vid=1.2", "/p"), ("/p?linkyfy_vid=1.2&x=1#y", "/p?x=1#y")];
    for (count, (carried, bare)) in (1..).zip(cases) {
        world.open(carried).await;
        world.recorded(count, 0).await;
        world.browser.run(&format!("history.replaceState(null, '', '{bare}'); {TURN}")).await;
        world.exactly(count, 0).await;
    }
}

#[tokio::test]
async fn t6_f1_a_form_goes_by_the_page_that_it_was_sent_on() {
    let world = World::<Sandbox>::start().await;
    let moves = "<script>onsubmit = (event) => { event.preventDefault(); \
                 history.pushState(null, '', '/thanks'); }</script>";
    let tag = world.tag().with("data-exclude", "/thanks");
    world.show("/", page(tag, format!("{SIGN_UP}{moves}"))).await;
    world.recorded(1, 0).await;
    world.judged().await;
    world.sign_up("ann@example.com").await;
    world.recorded(1, 1).await;
    world.exactly(1, 1).await;
}
