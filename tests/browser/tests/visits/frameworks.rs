//! Sign-ups in apps of React, Vue and Svelte, which replace the form as it is sent (F1).

use std::process::Command;
use std::sync::OnceLock;

use linkyfy_browser_tests::{Sandbox, World, page, workspace};

const ANN: &str = "ann@example.com";

/// The script of an app, built from `tests/apps`; the first test that asks has all of them built.
fn app(name: &str) -> String {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let build = Command::new("node").arg(workspace("tests/apps/build.mjs")).output();
        let built = build.as_ref().is_ok_and(|output| output.status.success());
        let hint = "`npm ci` brings the frameworks, and Node.js builds the apps";
        assert!(built, "the apps of tests/apps are not built ({hint}): {build:#?}");
    });
    let file = workspace("target/apps").join(name).with_extension("js");
    let script = std::fs::read_to_string(&file);
    assert!(script.is_ok(), "{}: {script:?}", file.display());
    script.unwrap_or_default()
}

/// A world whose browser is on a page with this app, in an element with these attributes; both
/// the app and the tracker are at work there.
async fn in_app(name: &str, attributes: &str) -> World<Sandbox> {
    let script = app(name);
    let world = World::<Sandbox>::start().await;
    let body = format!("<div id=\"app\" {attributes}></div><script>{script}</script>");
    world.site.set("/", page(world.tag(), body));
    world.open("/").await;
    world.recorded(1, 0).await;
    world.browser.wait_for("document.querySelector('form')").await;
    world
}

/// The form has made place for the app's thanks, and its address is the one that is registered.
async fn assert_counts(world: &World<Sandbox>) {
    world.browser.wait_for("document.body.innerText.includes('Thank you')").await;
    world.browser.wait_for("!document.querySelector('form')").await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(1, 1).await;
    assert_eq!(ledger.emails(), [ANN]);
    assert_eq!(ledger.pages(), [world.url("/")]);
}

/// Signs up in an app whose form has one step.
async fn assert_sign_up_counts(name: &str) {
    let world = in_app(name, "").await;
    world.browser.fill("[name=name]", "Ann").await;
    world.browser.fill("[name=email]", ANN).await;
    world.browser.fill("[name=password]", "secret").await;
    world.browser.click("button").await;
    assert_counts(&world).await;
}

#[tokio::test]
async fn f1_a_react_app_that_replaces_its_form_counts() {
    assert_sign_up_counts("react").await;
}

#[tokio::test]
async fn f1_a_vue_app_that_replaces_its_form_counts() {
    assert_sign_up_counts("vue").await;
}

#[tokio::test]
async fn f1_a_svelte_app_that_replaces_its_form_counts() {
    assert_sign_up_counts("svelte").await;
}

#[tokio::test]
async fn f1_a_react_form_of_two_steps_counts_with_the_address_of_the_first() {
    for steps in ["stay", "go"] {
        let world = in_app("react", &format!("data-steps=\"{steps}\"")).await;
        world.browser.fill("[name=email]", ANN).await;
        world.browser.click("[type=button]").await;
        world.browser.fill("[name=password]", "secret").await;
        let has_email = world.browser.eval("!!document.querySelector('[name=email]')").await;
        assert_eq!(has_email, steps == "stay");
        world.browser.click("button:not([type])").await;
        assert_counts(&world).await;
    }
}
