//! Cookie banners, as `docs/pages.md` has them wired (V6). Their events are played: the banners themselves are not
//! here.

use linkyfy_browser_tests::{Sandbox, World};

use crate::consent::{exactly, show, started, stored};

const DOCS: &str = include_str!("../../../../docs/pages.md");

/// The script of the documentation that stands before the tag.
fn script() -> &'static str {
    let (_, after) = DOCS.split_once("runs these -->\n```html\n").expect("the marked block");
    &after[..after.find("<script async").expect("the tag after it")]
}

/// For each banner, what it does where the visitor has said yes, and where not: a script, in which `YES` is a boolean.
const BANNERS: [&str; 3] = [
    "window.Cookiebot = { consent: { statistics: YES } }; dispatchEvent(new Event('CookiebotOnConsentReady'))",
    "dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: YES ? ['C0001', 'C0002'] : ['C0001'] }))",
    "document.dispatchEvent(new CustomEvent('cmplz_fire_categories', \
     { detail: { categories: YES ? ['functional', 'statistics'] : ['functional'] } }))",
];

#[tokio::test]
async fn v6_a_banner_that_says_no_at_first_loses_no_view_and_its_no_erases() {
    let world = World::<Sandbox>::start().await;
    let head = format!("{}{}", script(), world.tag().with("data-consent", "required"));
    let mut pages = Vec::new();
    for (place, banner) in BANNERS.iter().enumerate() {
        let says = |yes: bool| banner.replace("YES", &yes.to_string());
        for path in ["/came", "/next"] {
            let path = format!("{path}{place}");
            show(&world, &path, &head).await;
            started(&world).await;
            // Before the choice; on the next page the banner knows of it.
            if pages.len() == 2 * place {
                world.browser.run(&says(false)).await;
                assert_eq!(stored(&world).await, "", "{banner}");
            }
            world.browser.run(&says(true)).await;
            pages.push(world.url(&path));
            world.recorded(pages.len(), 0).await;
        }
        // Withdrawn, and the banner loads the page again.
        show(&world, &format!("/withdrawn{place}"), &head).await;
        world.browser.run(&says(false)).await;
        started(&world).await;
        world.browser.wait_for("!document.cookie && !localStorage.length").await;
        world.browser.assert_unharmed().await;
    }
    assert_eq!(exactly(&world, pages.len(), 0).await.pages(), pages);
}
