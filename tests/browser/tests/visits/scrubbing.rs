//! What of an address is sent (T5).

use linkyfy_browser_tests::{Sandbox, Tag, World, page};

/// Opens pages at these addresses, and from each one more by a link; asserts what was sent as the
/// page's URL, and as the referrer of the page after it. All that is wrong is shown.
async fn assert_sent(tag: impl Fn(&World<Sandbox>) -> Tag, cases: &[(&str, &str)]) {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world);
    world.site.set("/next", page(&tag, ""));
    world.site.set("/p", page(&tag, "<a href=\"/next\">Next</a>"));
    let mut wrong = Vec::new();
    for (count, (path, sent)) in (0..).zip(cases) {
        world.open(path).await;
        world.recorded(count * 2 + 1, 0).await;
        world.browser.click("a").await;
        world.browser.arrive("/next").await;
        let ledger = world.recorded(count * 2 + 2, 0).await;
        let [here, next] = &ledger.impressions[count * 2..] else { panic!("{ledger:#?}") };
        let told = (here.page_url.clone(), next.referrer.clone());
        if told != (world.url(sent), world.url(sent)) {
            wrong.push((path, told));
        }
        world.browser.assert_unharmed().await;
    }
    assert_eq!(wrong, [], "the page's URL, and the referrer after it");
}

#[tokio::test]
async fn t5_secrets_and_addresses_are_replaced_and_campaigns_kept() {
    assert_sent(
        World::tag,
        &[
            ("/p?plan=a&page=2", "/p?plan=a&page=2"),
            ("/p?q=%C3%A9t%C3%A9&x=a+b%26c", "/p?q=%C3%A9t%C3%A9&x=a+b%26c"),
            ("/p?token=abc&plan=a", "/p?token=redacted&plan=a"),
            ("/p?plan=a&reset_password=a%20b", "/p?plan=a&reset_password=redacted"),
            ("/p?PHPSESSID=1&code=2&Key=3", "/p?PHPSESSID=redacted&code=redacted&Key=redacted"),
            (
                "/p?access_token=a&auth=b&sig=c",
                "/p?access_token=redacted&auth=redacted&sig=redacted",
            ),
            ("/p?otp=123456&pin=1&jwt=a.b.c", "/p?otp=redacted&pin=redacted&jwt=redacted"),
            ("/p?u=ann@example.com&v=a", "/p?u=redacted&v=a"),
            ("/p?u=ann%40example.com", "/p?u=redacted"),
            ("/p?u=Ann%20%3Cann%40example.com%3E&v=a", "/p?u=redacted&v=a"),
            (
                "/p?utm_source=mail&utm_campaign=keynote&utm_code=x",
                "/p?utm_source=mail&utm_campaign=keynote&utm_code=x",
            ),
            ("/p?utm_content=ann@example.com&utm_term=a", "/p?utm_content=redacted&utm_term=a"),
            ("/p?token=a?b=c&v=a", "/p?token=redacted&v=a"),
            ("/p?", "/p"),
        ],
    )
    .await;
}

#[tokio::test]
async fn t5_the_click_ids_of_campaigns_are_kept() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/next", page(world.tag(), ""));
    world.site.set("/p", page(world.tag(), "<a href=\"/next\">Next</a>"));
    let landing = "/p?gclid=1&fbclid=2&msclkid=3&utm_id=4";
    world.open(landing).await;
    world.recorded(1, 0).await;
    world.browser.click("a").await;
    world.browser.arrive("/next").await;
    let ledger = world.recorded(2, 0).await;
    assert_eq!(ledger.pages(), [world.url(landing), world.url("/next")]);
    // Firefox tells a page no more than the origin of a referrer that has a click id.
    assert_eq!(world.browser.eval("document.referrer").await, ledger.impressions[1].referrer);
}

#[tokio::test]
async fn t5_an_address_that_stands_for_itself_is_replaced() {
    assert_sent(
        World::tag,
        &[
            ("/p?ann@example.com", "/p?redacted"),
            ("/p?v=a&ann%40example.com&w=b", "/p?v=a&redacted&w=b"),
        ],
    )
    .await;
}

#[tokio::test]
async fn t5_fragment_and_user_info_are_not_sent() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/p", page(world.tag(), ""));
    world.open("/p?x=1#access_token=abc").await;
    world.recorded(1, 0).await;
    world.browser.goto(&world.url("/p").replace("//", "//ann:secret@")).await;
    world.recorded(2, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(2, 0).await;
    assert_eq!(ledger.pages(), [world.url("/p?x=1"), world.url("/p")]);
}

#[tokio::test]
async fn t5_only_the_named_parameters_are_sent_where_the_site_names_them() {
    assert_sent(
        |world| world.tag().with("data-url-params", "page, lang"),
        &[
            ("/p?x=1&page=2&y=3&lang=en&pages=4", "/p?page=2&lang=en"),
            ("/p?x=1&utm_source=mail", "/p"),
            ("/p?flag&page=2&xpage=3", "/p?page=2"),
            ("/p?page=ann%40example.com", "/p?page=redacted"),
            ("/p?Page=2&x=/?page=3", "/p?Page=2"),
        ],
    )
    .await;
    assert_sent(
        |world| world.tag().with("data-url-params", ""),
        &[("/p?x=1&page=2", "/p"), ("/p", "/p")],
    )
    .await;
}

#[tokio::test]
async fn t5_t2_the_fragment_is_sent_scrubbed_where_it_is_the_address() {
    let world = World::<Sandbox>::start().await;
    let cases = [
        ("/p#/cart?token=abc&x=1", "/p#/cart?token=redacted&x=1"),
        ("/p#/reset?mail=ann@example.com", "/p#/reset?mail=redacted"),
        ("/p?key=1#/a", "/p?key=redacted#/a"),
        ("/p#access_token=abc&state=1", "/p#access_token=redacted&state=1"),
    ];
    for (count, (path, sent)) in (1..).zip(cases) {
        // Another page first: an address that differs in its fragment opens no page anew.
        world.show("/", page("", "")).await;
        world.show("/p", page(world.tag().with("data-hash-routing", ""), "")).await;
        world.recorded(count * 2 - 1, 0).await;
        world.browser.run(&format!("location = '{path}'")).await;
        let ledger = world.recorded(count * 2, 0).await;
        assert_eq!(ledger.pages().last(), Some(&&*world.url(sent)), "{path}");
        world.show("/", page("", "")).await;
    }
}

#[tokio::test]
async fn t5_no_more_than_2048_characters_are_sent() {
    let world = World::<Sandbox>::start().await;
    let long = format!("/p?x={}", "y".repeat(3000));
    world.site.set("/p", page(world.tag(), "<a href=\"/next\">Next</a>"));
    world.site.set("/next", page(world.tag(), ""));
    world.open(&long).await;
    world.recorded(1, 0).await;
    world.browser.click("a").await;
    world.browser.arrive("/next").await;
    let ledger = world.recorded(2, 0).await;
    let sent = &world.url(&long)[..2048];
    assert_eq!(ledger.impressions[0].page_url, sent);
    let referrer = &ledger.impressions[1].referrer;
    // A browser may itself leave out what is too long.
    assert!(referrer == sent || sent.starts_with(referrer.as_str()), "{referrer}");
}

/// What the visitor types, and nobody may learn.
const TYPED: &str = "hurtful";

/// Asserts that nothing typed is in any storage of the page.
async fn assert_not_kept(world: &World<Sandbox>, case: &str) {
    let kept = "[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]";
    let kept = world.browser.eval(&format!("{kept}.join(' ')")).await;
    let kept = kept.as_str().unwrap().to_owned();
    assert!(kept.contains("linkyfy_vid"), "nothing is kept at all: {kept}");
    assert!(!kept.contains(TYPED), "{case}: {kept}");
}

/// A GET form, how its page submits it, and the parameters that its own are beside.
struct Search {
    form: &'static str,
    script: &'static str,
    sent: &'static str,
}

const CLICK: &str = "document.querySelector('button').click()";

/// Submits each form, opens the page after the next by a link, and asserts that nothing typed is
/// told.
async fn assert_typed_is_dropped(searches: &[Search]) {
    let world = World::<Sandbox>::start().await;
    world.site.set("/results", page(world.tag(), "<a href=\"/next\">Next</a>"));
    world.site.set("/next", page(world.tag(), ""));
    let mut wrong = Vec::new();
    for (count, Search { form, script, sent }) in (0..).zip(searches) {
        world.show("/", page(world.tag(), form)).await;
        world.recorded(count * 3 + 1, 0).await;
        world.browser.run(script).await;
        world.browser.arrive("/results").await;
        let url = world.browser.url().await;
        assert!(url.contains(TYPED), "the form works: {url}");
        world.recorded(count * 3 + 2, 0).await;
        world.browser.click("a").await;
        world.browser.arrive("/next").await;
        let ledger = world.recorded(count * 3 + 3, 0).await;
        let [_, results, next] = &ledger.impressions[count * 3..] else { panic!("{ledger:#?}") };
        let told = (results.page_url.clone(), next.referrer.clone());
        if told != (world.url(sent), world.url(sent)) {
            wrong.push((form, told));
        }
        assert_not_kept(&world, form).await;
        world.browser.assert_unharmed().await;
        world
            .browser
            .run("delete sessionStorage.linkyfy_typed; delete localStorage.linkyfy_typed")
            .await;
    }
    assert_eq!(wrong, [], "the page's URL, and the referrer after it");
}

#[tokio::test]
async fn t5_what_a_get_form_puts_into_the_address_is_dropped() {
    assert_typed_is_dropped(&[
        Search {
            form: "<form action=\"/results\"><input name=\"q\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\" method=\"GET\"><input name=\"first\" value=\"hurtful\">\
                   <textarea name=\"second\">hurtful</textarea><select name=\"third\">\
                   <option>hurtful</select><input type=\"hidden\" name=\"utm_source\" value=\"mail\">\
                   <button name=\"go\" value=\"hurtful\"></form>",
            script: CLICK,
            sent: "/results?utm_source=mail",
        },
        Search {
            form: "<form id=\"f\" action=\"/results\"></form><input form=\"f\" name=\"q\" \
                   value=\"hurtful\"><button form=\"f\"></button>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"filter[q]\" value=\"hurtful\">\
                   <input name=\"straße\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"q\" value=\"hurtful\"></form>",
            script: "document.querySelector('form').submit()",
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"q\" value=\"hurtful\"></form>",
            script: "document.querySelector('form').requestSubmit()",
            sent: "/results",
        },
    ])
    .await;
}

#[tokio::test]
async fn t5_names_are_dropped_however_the_browser_writes_them() {
    assert_typed_is_dropped(&[
        Search {
            form: "<form action=\"/results\"><input name=\"your wish\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"what's(up)!~\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"a*b\" value=\"hurtful\"><input name=\"\u{1f600}\" \
                   value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
    ])
    .await;
}

#[tokio::test]
async fn t5_a_form_is_a_get_form_by_what_the_browser_makes_of_it() {
    assert_typed_is_dropped(&[
        // What is no method is the default.
        Search {
            form: "<form action=\"/results\" method=\"search\"><input name=\"q\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
        // The button decides over its form.
        Search {
            form: "<form action=\"/\" method=\"post\"><input name=\"q\" value=\"hurtful\">\
                   <button formmethod=\"get\" formaction=\"/results\"></form>",
            script: CLICK,
            sent: "/results",
        },
        Search {
            form: "<form action=\"/results\"><input name=\"method\" value=\"hurtful\">\
                   <input name=\"elements\" value=\"hurtful\"><button></form>",
            script: CLICK,
            sent: "/results",
        },
    ])
    .await;
}

#[tokio::test]
async fn t5_what_a_router_puts_into_the_address_for_a_form_is_dropped() {
    let world = World::<Sandbox>::start().await;
    let body = "<form action=\"/results\"><input name=\"q\"><button>Search</button></form>\
                <script>onsubmit = (event) => { event.preventDefault(); \
                const query = new URLSearchParams(new FormData(event.target)); \
                history.pushState(null, '', '/results?page=1&' + query); }</script>";
    world.show("/", page(world.tag(), body)).await;
    world.recorded(1, 0).await;
    world.browser.fill("input", TYPED).await;
    world.browser.click("button").await;
    world.recorded(2, 0).await;
    world.browser.run("history.pushState(null, '', '/next')").await;
    let ledger = world.recorded(3, 0).await;
    assert_eq!(ledger.pages()[1], world.url("/results?page=1"));
    assert_eq!(ledger.impressions[2].referrer, world.url("/results?page=1"));
    assert_not_kept(&world, body).await;
}

#[tokio::test]
async fn t5_what_is_typed_is_dropped_in_other_tabs_too() {
    let world = World::<Sandbox>::start().await;
    let link = "<a href=\"/next\" target=\"_blank\">Next</a>";
    world.site.set("/results", page(world.tag(), link));
    world.site.set("/next", page(world.tag(), ""));
    let form = "<form action=\"/results\"><input name=\"q\"><button>Search</button></form>";
    world.show("/", page(world.tag(), form)).await;
    world.browser.fill("input", TYPED).await;
    world.browser.click("button").await;
    world.browser.arrive("/results").await;
    world.recorded(2, 0).await;
    world.browser.click("a").await;
    let ledger = world.recorded(3, 0).await;
    assert_eq!(ledger.impressions[2].page_url, world.url("/next"));
    assert_eq!(ledger.impressions[2].referrer, world.url("/results"));

    // A form that opens a tab of its own. In another browser: the first page is behind a tab now.
    let world = World::<Sandbox>::start().await;
    world.site.set("/results", page(world.tag(), ""));
    let form = form.replace("<form", "<form target=\"_blank\"");
    world.show("/", page(world.tag(), form)).await;
    world.recorded(1, 0).await;
    world.browser.fill("input", TYPED).await;
    world.browser.click("button").await;
    let ledger = world.recorded(2, 0).await;
    assert_eq!(ledger.impressions[1].page_url, world.url("/results"));
    assert_not_kept(&world, "another tab").await;
}

#[tokio::test]
async fn t5_a_form_that_is_not_put_into_the_address_takes_no_parameter_away() {
    let world = World::<Sandbox>::start().await;
    let form = "<form method=\"post\" action=\"/results?page=1\"><input name=\"page\" value=\"x\">\
                <button>Send</button></form>";
    world.show("/", page(world.tag(), form)).await;
    world.recorded(1, 0).await;
    world.browser.click("button").await;
    world.browser.arrive("/results").await;
    world.site.set("/list", page(world.tag(), ""));
    world.open("/list?page=2").await;
    let ledger = world.recorded(2, 0).await;
    assert_eq!(ledger.pages()[1], world.url("/list?page=2"));
}

#[tokio::test]
async fn t5_a_form_takes_no_other_parameters_away_than_those_of_its_names() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/results", page(world.tag(), ""));
    world.site.set("/list", page(world.tag(), ""));
    let field = |name: &str| format!("<input name=\"{name}\" value=\"{TYPED}\">");
    let form = ["gclid", "f[]", "поиск", "a b"].map(field).concat();
    let form = format!("<form action=\"/results\">{form}<button></form>");
    let html = page(world.tag(), form);
    // The names of one form are added to those of another before it.
    for (count, script) in (0..).step_by(3).zip([CLICK, "document.forms[0].submit()", CLICK]) {
        world.show("/", html.clone()).await;
        world.recorded(count + 1, 0).await;
        world.browser.run(script).await;
        world.browser.arrive("/results").await;
        world.recorded(count + 2, 0).await;
        let kept = "/list?gclid=1&utm_source=x&fbclid=2&page=3";
        // What no form makes of a name must not take long, either.
        let odd = "%".repeat(60);
        world.open(&format!("{kept}&поиск=1&f[]=2&f%5B%5D=3&a+b=4&a%20b=5&{odd}")).await;
        let ledger = world.recorded(count + 3, 0).await;
        let results = world.url(&format!("/results?gclid={TYPED}"));
        assert_eq!(ledger.pages()[count + 1..], [results, world.url(&format!("{kept}&{odd}"))]);
        world.browser.assert_unharmed().await;
    }
}
