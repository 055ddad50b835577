//! Who the visitor is: the id, where it is kept, and where it can't be (V1–V4).

use linkyfy_browser_tests::{Browser, Engine, Sandbox, World, page};

use crate::consent::exactly;

const KEY: &str = "linkyfy_vid";
const OTHER: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
const DAY_S: f64 = 86_400.0;

/// A version 4 UUID, as it is usually written.
fn is_id(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    lengths == [8, 4, 4, 4, 12]
        && groups.concat().bytes().all(hex)
        && groups[2].starts_with('4')
        && groups[3].starts_with(['8', '9', 'a', 'b'])
}

async fn kept(browser: &Browser) -> [Option<String>; 2] {
    let cookie = browser.cookie(KEY).await;
    let mirror = browser.eval("localStorage.getItem('linkyfy_vid')").await;
    [cookie.map(|cookie| cookie.value().to_owned()), mirror.as_str().map(str::to_owned)]
}

#[tokio::test]
async fn v1_v2_a_first_visit_makes_an_id_and_keeps_it_for_400_days() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    let id = world.recorded(1, 0).await.visitor().to_owned();
    assert!(is_id(&id), "{id}");
    assert_eq!(kept(&world.browser).await, [Some(id.clone()), Some(id.clone())]);
    assert_eq!(world.browser.eval("linkyfy.visitorId()").await, id.as_str());

    let now = world.browser.eval("Date.now() / 1000").await.as_f64().unwrap();
    let cookie = world.browser.cookie(KEY).await.unwrap();
    assert_eq!(cookie.path(), Some("/"));
    assert_eq!(cookie.same_site().map(|it| it.to_string()).as_deref(), Some("Lax"));
    assert_eq!(cookie.secure(), Some(false), "the site is not https");
    let days = (cookie.expires_datetime().unwrap().unix_timestamp() as f64 - now) / DAY_S;
    assert!((399.0..=400.01).contains(&days), "{days} days");

    let all = world.browser.eval("document.cookie").await;
    assert_eq!(all, format!("{KEY}={id}").as_str(), "and no other cookie");
    assert_eq!(world.browser.eval("localStorage.length").await, 1);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v4_tabs_that_open_at_once_on_a_first_visit_have_one_id() {
    const TABS: usize = 4;
    for _ in 0..3 {
        let world = World::<Sandbox>::start().await;
        // All get their tracker at the same time; and engines differ in which tab is seen.
        let wait = format!(
            "<script>
                Object.defineProperty(document, 'hidden', {{ value: false }});
                window.start = () => document.head.append({});
                new BroadcastChannel('start').onmessage = start;
            </script>",
            world.tag().as_element()
        );
        world.show("/", page(wait, "")).await;
        for _ in 1..TABS {
            world.browser.open_tab().await;
            world.open("/").await;
        }
        let start = "new BroadcastChannel('start').postMessage(''); start()";
        world.browser.run(start).await;
        let id = world.recorded(TABS, 0).await.visitor().to_owned();
        assert_eq!(kept(&world.browser).await, [Some(id.clone()), Some(id)]);
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn v4_the_tab_that_was_first_makes_the_id() {
    let world = World::<Sandbox>::start().await;
    // What another tab leaves that is about to write its id.
    let claim = format!("<script>document.cookie = '{KEY}_{OTHER}=; Path=/; Max-Age=99'</script>");
    world.show("/", page(format!("{claim}{}", world.tag()), "")).await;
    assert_eq!(world.recorded(1, 0).await.visitor(), OTHER);
    assert_eq!(kept(&world.browser).await, [Some(OTHER.to_owned()), Some(OTHER.to_owned())]);
    let cookies = world.browser.eval("document.cookie").await;
    assert!(
        !cookies.as_str().unwrap().contains(&format!("{KEY}_{OTHER}")),
        "taken back: {cookies}"
    );
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v4_v5_who_starts_afresh_at_once_is_somebody_else() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    let first = world.recorded(1, 0).await.visitor().to_owned();
    world.browser.run("linkyfy.optOut(); linkyfy.optIn()").await;
    assert_ne!(world.browser.visitor_id().await, first);
    let second = world.browser.visitor_id().await;
    world.browser.run("linkyfy.reset()").await;
    assert_ne!(world.browser.visitor_id().await, second);
}

#[tokio::test]
async fn v4_only_where_cookies_do_not_tell_who_was_first_a_new_visitor_waits_for_a_lock() {
    let world = World::<Sandbox>::start().await;
    let spy = format!(
        "<script>window.asked = 'nothing'; const locks = LockManager.prototype.request; \
         LockManager.prototype.request = function (name, ...args) {{ \
           if (name == '{KEY}') asked = 'the lock'; return locks.call(this, name, ...args); }}</script>"
    );
    world.show("/", page(format!("{spy}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    let is_told = world.browser.engine == Engine::Chromium;
    let expected = if is_told { "nothing" } else { "the lock" };
    assert_eq!(world.browser.eval("window.asked").await, expected);
}

#[tokio::test]
async fn v2_a_second_visit_has_the_same_id() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/deep/page", page(world.tag(), ""));
    world.show("/", page(world.tag(), "")).await;
    world.recorded(1, 0).await;
    world.open("/deep/page").await;
    world.recorded(2, 0).await.visitor();
    world.open("/").await;
    world.exactly(3, 0).await.visitor();
}

#[tokio::test]
async fn v2_the_cookies_life_begins_anew_with_every_visit() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page("", "")).await;
    let soon = format!("document.cookie = '{KEY}={OTHER}; Path=/; Max-Age=1000'");
    world.browser.run(&soon).await;
    let before = world.browser.cookie(KEY).await.unwrap();
    world.show("/", page(world.tag(), "")).await;
    assert_eq!(world.recorded(1, 0).await.visitor(), OTHER);
    let after = world.browser.cookie(KEY).await.unwrap();
    let life = after.expires_datetime().unwrap() - before.expires_datetime().unwrap();
    assert!(life.whole_days() >= 399, "{life}");
}

#[tokio::test]
async fn v2_cookie_and_mirror_repair_each_other() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    let first = world.recorded(1, 0).await.visitor().to_owned();
    let cookie = |value: &str| format!("document.cookie = '{KEY}={value}; Path=/; Max-Age=999'");
    let mirror = |value: &str| format!("localStorage.{KEY} = '{value}'");
    let version_1 = "1b9d6bcd-bbfd-1b2d-9b5d-ab8dfbbd4bed";
    let cases = [
        ("no cookie", "document.cookie = 'linkyfy_vid=; Path=/; Max-Age=0'".to_owned(), &*first),
        ("no mirror", "localStorage.clear()".to_owned(), &first),
        ("a malformed cookie", cookie("undefined"), &first),
        ("a cookie of another UUID version", cookie(version_1), &first),
        ("a malformed mirror", mirror("<b>"), &first),
        ("an empty mirror", mirror(""), &first),
        ("another mirror, which the cookie beats", mirror(OTHER), &first),
        ("another cookie, which beats the mirror", cookie(OTHER), OTHER),
    ];
    for (count, (what, damage, expected)) in (2..).zip(&cases) {
        world.browser.run(damage).await;
        world.open("/").await;
        let ledger = world.recorded(count, 0).await;
        let id = ledger.impressions.last().map(|seen| seen.visitor_id.clone());
        assert_eq!(id.as_deref(), Some(*expected), "{what}");
        assert_eq!(kept(&world.browser).await, [id.clone(), id], "{what}");
    }

    world.browser.run(&format!("{}; {}", cookie("bad"), mirror("bad"))).await;
    world.open("/").await;
    let ledger = world.recorded(cases.len() + 2, 0).await;
    let id = ledger.impressions.last().unwrap().visitor_id.clone();
    assert!(is_id(&id) && id != first && id != OTHER, "{id}");
    assert_eq!(kept(&world.browser).await, [Some(id.clone()), Some(id)]);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v2_subdomains_share_one_visitor_and_neighbours_do_not() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().without("data-allow-localhost");
    world.site.set("/", page(tag, ""));
    let hosts = [
        "www.shop.test",
        "app.shop.test",
        "shop.test",
        "www.shop.co.uk",
        "a.b.shop.co.uk",
        "other.co.uk",
    ];
    for (count, host) in (1..).zip(hosts) {
        world.browser.goto(&(world.site.origin_at(host) + "/")).await;
        world.recorded(count, 0).await;
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(hosts.len(), 0).await;
    let ids: Vec<_> = ledger.impressions.iter().map(|seen| &seen.visitor_id).collect();
    assert_eq!([ids[1], ids[2]], [ids[0]; 2], "below shop.test");
    assert_eq!(ids[4], ids[3], "below shop.co.uk");
    assert_eq!(ledger.visitors().len(), 3, "shop.test, shop.co.uk and other.co.uk");
}

/// What can be wrong with storage: a name, and a script that makes it so.
const NO_STORAGE: [(&str, &str); 4] = [
    (
        "blocked",
        "Object.defineProperty(window, 'localStorage', { \
         get() { throw new DOMException('no', 'SecurityError') } });",
    ),
    ("missing", "Object.defineProperty(window, 'localStorage', { value: null });"),
    (
        "broken",
        "{ const no = () => { throw 'no' }; Object.defineProperty(window, 'localStorage', { \
         value: new Proxy({}, { get: no, set: no, has: no }) }); }",
    ),
    // Filled by pieces of half the size each, until not one character more has room.
    (
        "full",
        "for (let size = 2 ** 22; size >= 1; size /= 2) try { \
         for (;;) localStorage.setItem('filler' + Math.random(), 'x'.repeat(size)); } catch {}",
    ),
];

/// Takes away what filled the storage of a page before.
const MAKE_ROOM: &str = "<script>for (const key of Object.keys(localStorage)) \
                         if (key.startsWith('filler')) localStorage.removeItem(key)</script>";

/// What can be wrong with cookies.
const NO_COOKIES: [(&str, &str); 3] = [
    (
        "blocked",
        "{ const no = () => { throw new DOMException('no', 'SecurityError') }; \
         Object.defineProperty(document, 'cookie', { get: no, set: no }); }",
    ),
    ("ignored", "Object.defineProperty(document, 'cookie', { get: () => '', set() {} });"),
    (
        "read-only",
        "Object.defineProperty(document, 'cookie', { get: () => 'a=b', set() { throw 'no' } });",
    ),
];

#[tokio::test]
async fn v3_one_of_cookie_and_storage_is_enough_to_know_a_visitor() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    world.show("/", page(&tag, "")).await;
    let first = world.recorded(1, 0).await.visitor().to_owned();
    let faults = NO_STORAGE.iter().chain(&NO_COOKIES);
    for (count, (what, script)) in (2..).zip(faults) {
        let head = format!("{MAKE_ROOM}<script>{script}</script>{tag}");
        world.show("/", page(head, "")).await;
        let ledger = world.recorded(count, 0).await;
        assert_eq!(ledger.visitor(), first, "{what}: {script}");
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn v3_without_cookie_and_storage_the_id_lives_as_long_as_the_page() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    let mut ids = Vec::new();
    for (storage, no_storage) in NO_STORAGE {
        for (cookies, no_cookies) in NO_COOKIES {
            let what = format!("storage {storage}, cookies {cookies}");
            let head = format!("{MAKE_ROOM}<script>{no_storage}{no_cookies}</script>{tag}");
            world.show("/", page(head, "")).await;
            world.recorded(2 * ids.len() + 1, ids.len()).await;
            world
                .browser
                .run("linkyfy.impression(); linkyfy.registration('ann@example.com')")
                .await;
            let ledger = world.recorded(2 * ids.len() + 2, ids.len() + 1).await;
            let id = world.browser.eval("linkyfy.visitorId()").await;
            let id = id.as_str().unwrap_or_default();
            assert!(is_id(id), "{what}: {id}");
            let seen = ledger.impressions.iter().rev().take(2).map(|seen| &seen.visitor_id);
            let made = ledger.registrations.iter().rev().take(1).map(|made| &made.visitor_id);
            assert!(seen.chain(made).all(|visitor| visitor == id), "{what}: {ledger:#?}");
            world.browser.assert_unharmed().await;
            ids.push(id.to_owned());
        }
    }
    // No page could keep its id for the next.
    assert_eq!(world.api.ledger(1).await.visitors().len(), ids.len());
}

#[tokio::test]
async fn v3_v5_where_nothing_can_be_kept_an_opt_out_holds_as_long_as_the_page() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag();
    let faults = NO_STORAGE.iter().zip(NO_COOKIES.iter().cycle());
    for (count, ((storage, no_storage), (cookies, no_cookies))) in (1..).zip(faults) {
        let what = format!("storage {storage}, cookies {cookies}");
        let head = format!("{MAKE_ROOM}<script>{no_storage}{no_cookies}</script>{tag}");
        world.show("/", page(head, "")).await;
        world.recorded(count, 0).await;
        let acts = "linkyfy.optOut(); history.pushState(null, '', '/moved'); \
                    linkyfy.registration('ann@example.com'); linkyfy.impression(); \
                    return new Promise((done) => setTimeout(done, 50)).then(linkyfy.flush)";
        world.browser.run(acts).await;
        let id = world.browser.eval("linkyfy.visitorId() ?? 'nobody'").await;
        assert_eq!(id, "nobody", "{what}");
        world.browser.assert_unharmed().await;
    }
    // As much as to remember it may have room in a storage that is full.
    exactly(&world, NO_STORAGE.len(), 0).await;
}

#[tokio::test]
async fn v3_a_sandboxed_frame_is_counted_without_a_word() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-allow-frames", "");
    world.site.set("/framed", page(tag, "In a frame"));
    let frame = "<iframe sandbox=\"allow-scripts\" src=\"/framed\"></iframe>";
    world.show("/", page("", frame)).await;
    let ledger = world.recorded(1, 0).await;
    assert_eq!(ledger.pages(), [world.url("/framed")]);
    let id = ledger.visitor();
    assert!(is_id(id), "{id}");

    world.browser.enter_frame("iframe").await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    assert_eq!(world.browser.eval("linkyfy.visitorId()").await, id);
    world.recorded(1, 1).await.visitor();
    world.browser.assert_unharmed().await;
    world.browser.leave_frame().await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}
