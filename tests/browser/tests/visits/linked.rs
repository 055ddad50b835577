//! The visitor's id on its way to the site's other domains (V8).

use linkyfy_browser_tests::{Sandbox, Tag, World, page};

use crate::consent::started;

const SHOP: &str = "shop.test";
const BLOG: &str = "blog.test";

/// A site of two domains, which know of each other. The shop's page has these links to the blog.
async fn world(links: &str) -> World<Sandbox> {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world);
    world.site.set("/shop", page(&tag, links.replace("BLOG", &at(&world, BLOG, "/blog"))));
    world.site.set("/blog", page(&tag, ""));
    world
}

fn tag(world: &World<Sandbox>) -> Tag {
    world.tag().with("data-linker-domains", &format!("{SHOP} {BLOG}"))
}

fn at(world: &World<Sandbox>, host: &str, path: &str) -> String {
    world.site.origin_at(host) + path
}

/// Opens the shop; gives the visitor's id there.
async fn visit_shop(world: &World<Sandbox>) -> String {
    world.browser.goto(&at(world, SHOP, "/shop")).await;
    world.recorded(1, 0).await.visitor().to_owned()
}

/// The page that the browser is on now is the blog's, and this is the visitor's id there.
async fn visitor_of_blog(world: &World<Sandbox>) -> String {
    world.browser.arrive("/blog").await;
    let ledger = world.recorded(2, 0).await;
    assert_eq!(ledger.pages(), [at(world, SHOP, "/shop"), at(world, BLOG, "/blog")]);
    world.browser.assert_unharmed().await;
    ledger.impressions[1].visitor_id.clone()
}

#[tokio::test]
async fn v8_a_link_to_another_domain_of_the_site_carries_the_visitor_there() {
    let world = world("<a href=\"BLOG\"><b id=\"link\">Blog</b></a>").await;
    let visitor = visit_shop(&world).await;
    world.browser.click("#link").await;
    assert_eq!(visitor_of_blog(&world).await, visitor);
    let mirror = world.browser.eval("localStorage.linkyfy_vid").await;
    assert_eq!(mirror, visitor.as_str(), "and stays there");
}

#[tokio::test]
async fn v8_a_link_that_the_page_asks_for_carries_the_visitor_there() {
    let world =
        world("<button onclick=\"location = linkyfy.decorate('BLOG')\">Blog</button>").await;
    let visitor = visit_shop(&world).await;
    world.browser.click("button").await;
    assert_eq!(visitor_of_blog(&world).await, visitor);
}

#[tokio::test]
async fn v8_an_id_without_a_referrer_or_stale_is_not_accepted() {
    // The clock of the page that the link is on is two minutes late, from the click on.
    const LATE: &str = "const now = Date.now() - 121_000; Date.now = () => now";
    for how in ["rel=noreferrer", &format!("onmousedown=\"{LATE}\"")] {
        let world = world(&format!("<a id=\"link\" {how} href=\"BLOG\">Blog</a>")).await;
        let visitor = visit_shop(&world).await;
        world.browser.click("#link").await;
        assert_ne!(visitor_of_blog(&world).await, visitor, "{how}");
    }
}

#[tokio::test]
async fn v8_a_domain_that_is_not_listed_neither_gets_an_id_nor_gives_one() {
    let world = world("<a id=\"link\" href=\"BLOG\">Blog</a>").await;
    let only = |domain: &str| page(world.tag().with("data-linker-domains", domain), "");
    // The blog doesn't list the shop.
    world.site.set("/blog", only("other.test"));
    let visitor = visit_shop(&world).await;
    world.browser.click("#link").await;
    assert_ne!(visitor_of_blog(&world).await, visitor);
    // The blog lists no shop, so its links there stay as they are.
    let shop = at(&world, SHOP, "/shop");
    let script = format!(
        "const link = document.createElement('a'); link.href = '{shop}'; document.body.append(link); \
         onclick = (event) => event.preventDefault(); link.click(); return link.href"
    );
    assert_eq!(world.browser.run(&script).await, shop.as_str());
}

#[tokio::test]
async fn v8_links_in_shadow_trees_and_by_the_middle_button_carry_the_id() {
    let world = world("<p id=\"host\"></p>").await;
    let visitor = visit_shop(&world).await;
    let blog = at(&world, BLOG, "/blog");
    let script = format!(
        "const root = host.attachShadow({{ mode: 'open' }}); \
         root.innerHTML = '<a href=\"{blog}\"><b>Blog</b></a>'; \
         for (const type of ['click', 'auxclick']) {{ \
             root.firstChild.href = '{blog}'; \
             const event = new MouseEvent(type, {{ bubbles: true, composed: true, cancelable: true }}); \
             addEventListener(type, (event) => event.preventDefault(), {{ once: true }}); \
             root.querySelector('b').dispatchEvent(event); \
             if (!root.firstChild.href.includes('linkyfy_vid={visitor}.')) return type; \
         }} return 'both'"
    );
    assert_eq!(world.browser.run(&script).await, "both");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn v8_a_link_within_the_page_stays_as_it_is_though_its_own_domain_is_listed() {
    let faq = "<a id=\"faq-link\" href=\"#faq\">FAQ</a><p id=\"faq\">Answers</p>";
    let world = world(&format!("{faq}<a id=\"link\" href=\"BLOG\">Blog</a>")).await;
    let visitor = visit_shop(&world).await;
    world.browser.click("#faq-link").await;
    assert_eq!(world.browser.url().await, at(&world, SHOP, "/shop#faq"));
    world.browser.click("#link").await;
    assert_eq!(visitor_of_blog(&world).await, visitor);
    let asked = world.site.asked();
    assert_eq!(asked.iter().filter(|path| path.contains("/shop")).count(), 1, "{asked:?}");
}

/// The visitor that is erased is also the one who comes in the address, and is nobody's yet.
#[tokio::test]
async fn v8_v5_v6_an_id_on_its_way_is_forgotten_with_the_visitor() {
    for acts in ["linkyfy.consent(false)", "linkyfy.reset()", "linkyfy.optOut(); linkyfy.optIn()"] {
        let world = world("<a id=\"link\" href=\"BLOG\">Blog</a>").await;
        let asks = tag(&world).with("data-consent", "required");
        world.site.set("/blog", page(asks, ""));
        let visitor = visit_shop(&world).await;
        world.browser.click("#link").await;
        world.browser.arrive("/blog").await;
        started(&world).await;
        world.browser.run(&format!("{acts}; linkyfy.consent(true)")).await;
        assert_ne!(world.browser.visitor_id().await, visitor, "{acts}");
        world.browser.assert_unharmed().await;
    }
}
