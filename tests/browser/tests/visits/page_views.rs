//! When a page view counts, and what is told of it (T1, T4–T7, P1, S4).

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::sandbox::Stats;
use linkyfy_browser_tests::{Sandbox, World, page};

#[tokio::test]
async fn t1_s4_a_view_is_one_impression_of_its_project() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/pricing", page(world.tag(), ""));
    world.show("/", page("", "<a href=\"/pricing?plan=a&b=%C3%A9#yearly\">Prices</a>")).await;
    world.browser.click("a").await;
    world.browser.arrive("/pricing").await;
    world.recorded(1, 0).await;
    world.browser.assert_unharmed().await;

    let ledger = world.exactly(1, 0).await;
    let view = &ledger.impressions[0];
    assert_eq!(view.project_id, 1);
    assert_eq!(view.page_url, world.url("/pricing?plan=a&b=%C3%A9"), "t5: no fragment");
    assert_eq!(view.referrer, world.url("/"));
    let expected = Stats { impressions: 1, registrations: 0, conversion_rate: 0.0 };
    assert_eq!(world.api.stats(1).await, expected);
}

#[tokio::test]
async fn t4_the_referrer_is_the_documents_and_later_the_view_before() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/typed", page(world.tag(), ""));
    world.open("/typed").await;
    let first = world.recorded(1, 0).await.impressions[0].clone();
    assert_eq!(first.referrer, "", "nobody linked to it");

    // Another origin tells no more than itself.
    world.site.set("/ad", page("", format!("<a href=\"{}\">Ad</a>", world.url("/typed"))));
    world.browser.goto(&(world.site.origin_at("ads.test") + "/ad")).await;
    world.browser.click("a").await;
    world.browser.arrive("/typed").await;
    let second = world.recorded(2, 0).await.impressions[1].clone();
    assert_eq!(second.referrer, world.site.origin_at("ads.test") + "/");

    let moves = "history.pushState(null, '', '/a#x'); linkyfy.impression(); \
                 history.pushState(null, '', '/b'); linkyfy.impression()";
    world.browser.run(moves).await;
    world.recorded(4, 0).await;
    world.browser.assert_unharmed().await;
    let mut later = world.exactly(4, 0).await.impressions[2..].to_vec();
    // Requests that leave together may arrive in any order.
    later.sort_by(|a, b| a.page_url.cmp(&b.page_url));
    let later: Vec<_> = later.into_iter().map(|view| (view.page_url, view.referrer)).collect();
    let expected = [("/a", "/typed"), ("/b", "/a")];
    assert_eq!(later, expected.map(|(page, from)| (world.url(page), world.url(from))));
}

#[tokio::test]
async fn t6_loopback_and_automation_count_only_where_they_are_allowed() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    let refused = [
        tag.clone().without("data-allow-localhost"),
        tag.clone().without("data-allow-automation"),
        tag.clone().without("data-allow-localhost").without("data-allow-automation"),
    ];
    for tag in &refused {
        world.assert_not_counted("/", tag).await;
        assert_eq!(world.browser.eval("navigator.webdriver").await, true);
        world.browser.assert_unharmed().await;
    }
    world.show("/", page(tag, "")).await;
    world.exactly(1, 0).await;
}

#[tokio::test]
async fn t6_a_page_that_does_not_count_takes_no_notice_of_forms_and_calls() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().without("data-allow-automation");
    world.show("/", page(tag, SIGN_UP)).await;
    world.browser.run("linkyfy.impression(); linkyfy.registration('ann@example.com')").await;
    assert_eq!(world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await, "nobody");
    world.sign_up("bob@example.com").await;
    world.browser.assert_unharmed().await;
    assert!(world.browser.cookie("linkyfy_vid").await.is_none());
    assert_eq!(world.browser.eval("localStorage.length").await, 0);
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn t6_a_frame_counts_only_where_frames_are_allowed() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().deferred();
    let framed = format!("{tag}{}", world.sentinel().with("data-allow-frames", ""));
    world.site.set("/framed", page(framed, "In a frame"));
    world.site.set("/allowed", page(tag.with("data-allow-frames", ""), "In a frame"));
    world.show("/", page("", "<iframe src=\"/framed\"></iframe>")).await;
    world.api.wait_for(world.api.other_project, 1, 0).await;
    world.show("/", page("", "<iframe src=\"/allowed\"></iframe>")).await;
    world.recorded(1, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/allowed")]);
    assert_eq!(ledger.impressions[0].referrer, world.url("/"));
}

#[tokio::test]
async fn t6_excluded_paths_do_not_count() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-exclude", "/admin/** /drafts/* /exact");
    for path in ["/admin/", "/admin/users/7", "/drafts/one", "/exact"] {
        world.assert_not_counted(path, &tag).await;
        world.browser.assert_unharmed().await;
    }
    let counted = ["/", "/admin", "/drafts/one/two", "/exact/not", "/shop/admin/"];
    for (count, path) in (1..).zip(counted) {
        world.show(path, page(&tag, "")).await;
        world.recorded(count, 0).await;
    }
    let ledger = world.exactly(counted.len(), 0).await;
    assert_eq!(ledger.pages(), counted.map(|path| world.url(path)));
}

#[tokio::test]
async fn t6_a_file_does_not_count() {
    let world = World::<Sandbox>::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, page(world.tag().deferred(), "")).unwrap();
    world.browser.goto(&format!("file://{}", file.display())).await;
    let answer = world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await;
    assert_eq!(answer, "nobody");
    world.browser.assert_unharmed().await;
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn p1_a_page_can_count_a_view_and_ask_for_the_visitor() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    let first = world.recorded(1, 0).await;
    assert_eq!(world.browser.eval("linkyfy.visitorId()").await, first.visitor());
    world.browser.run("linkyfy.impression()").await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(2, 0).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/")]);
    assert_eq!(ledger.visitor(), first.visitor());
}

#[tokio::test]
async fn t7_a_page_that_counts_by_hand_counts_nothing_else() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-auto", "off");
    world.show("/", page(tag, "")).await;
    world.browser.visitor_id().await;
    let moved = "history.pushState(null, '', '/a'); return new Promise((done) => setTimeout(done))";
    world.browser.run(moved).await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.recorded(0, 1).await;
    world.browser.run("linkyfy.impression()").await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(1, 1).await;
    assert_eq!(ledger.pages(), [world.url("/a")]);
}

#[tokio::test]
async fn t7_t5_a_view_counted_by_hand_is_the_one_that_the_page_names() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-auto", "off");
    world.show("/", page(tag, "")).await;
    let views = [
        ("{ pageUrl: location.origin + '/a?token=1' }", "/a?token=redacted", ""),
        ("{ referrer: location.origin + '/x?key=2#y' }", "/", "/x?key=redacted"),
        ("{ pageUrl: location.origin + '/b', referrer: '' }", "/b", ""),
    ];
    for (count, (view, page_url, referrer)) in (1..).zip(views) {
        world.browser.run(&format!("linkyfy.impression({view})")).await;
        let ledger = world.recorded(count, 0).await;
        let sent = &ledger.impressions[count - 1];
        assert_eq!(sent.page_url, world.url(page_url), "{view}");
        if !referrer.is_empty() {
            assert_eq!(sent.referrer, world.url(referrer), "{view}");
        }
    }
    world.browser.assert_unharmed().await;
    world.exactly(views.len(), 0).await;
}

#[tokio::test]
async fn t2_p1_a_view_that_the_page_names_is_no_move() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "<a href=\"#faq\">FAQ</a>")).await;
    world.recorded(1, 0).await;
    world.browser.run("linkyfy.impression({ pageUrl: '/step-2' })").await;
    world.recorded(2, 0).await;
    world.browser.click("a").await;
    world.browser.run("history.pushState(null, '', '/b')").await;
    let ledger = world.exactly(3, 0).await;
    assert_eq!(ledger.pages(), ["/", "/step-2", "/b"].map(|path| world.url(path)));
    assert_eq!(ledger.impressions[2].referrer, world.url("/step-2"));
}

#[tokio::test]
async fn t1_p1_a_view_that_the_page_names_before_it_is_shown_is_not_its_first() {
    let world = World::<Sandbox>::start().await;
    let hidden = "<script>window.seen = false; \
                  Object.defineProperty(document, 'hidden', { get: () => !seen })</script>";
    world.show("/", page(format!("{hidden}{}", world.tag()), "")).await;
    world.browser.visitor_id().await;
    world.browser.run("linkyfy.impression({ pageUrl: '/step-2' })").await;
    world.recorded(1, 0).await;
    let shown = "window.seen = true; document.dispatchEvent(new Event('visibilitychange'))";
    world.browser.run(shown).await;
    let ledger = world.exactly(2, 0).await;
    assert_eq!(ledger.pages(), ["/step-2", "/"].map(|path| world.url(path)));
}
