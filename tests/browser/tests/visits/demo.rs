//! What somebody sees who tries Linkyfy for the first time: the demo site, the dashboard and the
//! snippet (S1, S4, S6).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::sandbox::{DEMO, Stats};
use linkyfy_browser_tests::{Engine, Sandbox, World, workspace};
use serde_json::json;

const ANN: &str = "ann@example.com";

async fn world() -> World<Sandbox> {
    let site = workspace("www/dist/site");
    let built = site.display();
    assert!(site.is_dir(), "{built} is missing; `cargo xtask build` builds it");
    World::start().await
}

/// The address of a page of the demo site.
fn on_demo_site(world: &World<Sandbox>, path: &str) -> String {
    world.api.demo_site.trim_end_matches('/').to_owned() + path
}

#[tokio::test]
async fn s1_the_demo_site_records_a_visit_a_newsletter_and_a_sign_up() {
    let world = world().await;
    let browser = &world.browser;
    browser.goto(&on_demo_site(&world, "/")).await;
    world.recorded(1, 0).await;
    browser.fill("#newsletter [type=email]", "news@example.com").await;
    browser.click("#newsletter button").await;
    browser.arrive("/subscribed").await;
    world.recorded(2, 1).await;

    browser.goto(&on_demo_site(&world, "/signup")).await;
    world.recorded(3, 1).await;
    for (name, text) in
        [("name", "Ann"), ("company", "Ann & Co"), ("email", ANN), ("password", "12345678")]
    {
        browser.fill(&format!("#signup [name={name}]"), text).await;
    }
    browser.click("#signup button").await;
    browser.arrive("/welcome").await;

    world.recorded(4, 2).await;
    let ledger = world.exactly(4, 2).await;
    let paths = ["/", "/subscribed", "/signup", "/welcome"];
    assert_eq!(ledger.pages(), paths.map(|path| on_demo_site(&world, path)));
    assert_eq!(ledger.emails(), ["news@example.com", ANN]);
    ledger.visitor();
    let expected = Stats { impressions: 4, registrations: 2, conversion_rate: 50.0 };
    assert_eq!(world.api.stats(DEMO).await, expected);
}

#[tokio::test]
async fn t2_the_demo_sites_plans_are_routes_that_count() {
    let world = world().await;
    let browser = &world.browser;
    browser.goto(&on_demo_site(&world, "/pricing")).await;
    world.recorded(1, 0).await;
    let shown = "[...document.querySelectorAll('#years article')]\
                 .filter((plan) => !plan.hidden).map((plan) => plan.id).join()";
    for (count, plan) in (2..).zip(["skiff", "fleet"]) {
        browser.click(&format!("#years [href$={plan}]")).await;
        world.recorded(count, 0).await;
        assert_eq!(browser.eval(shown).await, plan);
    }
    browser.back().await;
    world.recorded(4, 0).await;
    assert_eq!(browser.eval(shown).await, "skiff");

    let ledger = world.exactly(4, 0).await;
    let paths = ["/pricing", "/pricing?plan=skiff", "/pricing?plan=fleet", "/pricing?plan=skiff"];
    assert_eq!(ledger.pages(), paths.map(|path| on_demo_site(&world, path)));
    // On any of these addresses the page comes with its plan.
    browser.goto(&on_demo_site(&world, "/pricing?plan=fleet")).await;
    assert_eq!(browser.eval(shown).await, "fleet");
}

#[tokio::test]
async fn s6_the_snippet_of_the_api_is_all_that_a_page_needs() {
    let world = world().await;
    for project in [DEMO, world.api.other_project] {
        let snippet = world.api.snippet(project).await;
        assert!(!snippet.contains('\n'), "one line: {snippet}");
        world.show("/", snippet).await;
        let ledger = world.api.wait_for(project, 1, 0).await;
        assert_eq!(ledger.pages(), [world.url("/")]);
    }
    world.exactly(1, 0).await;
}

/// The numbers on the dashboard, where they are these.
async fn shows(world: &World<Sandbox>, numbers: [&str; 4]) {
    let shown = "['visitors', 'impressions', 'registrations', 'conversion']\
                 .map((id) => document.getElementById(id).textContent).join(' ')";
    let expected = numbers.join(" ");
    let look = async || {
        let seen = world.browser.eval(shown).await;
        (seen == expected.as_str()).then_some(()).ok_or_else(|| seen.to_string())
    };
    linkyfy_browser_tests::wait::wait_for(&format!("{expected} on the dashboard"), look).await;
}

#[tokio::test]
async fn s4_the_dashboard_follows_a_visit_without_a_reload() {
    if Engine::of_this_run().lacks(Ability::Raise) {
        return;
    }
    let world = world().await;
    let browser = &world.browser;
    browser.goto(&on_demo_site(&world, "/")).await;
    world.recorded(1, 0).await;
    browser.goto(&world.api.dashboard).await;
    shows(&world, ["1", "1", "0", "0.0%"]).await;
    assert!(!browser.url().await.contains("key="), "the key is gone from the address bar");

    browser.run("window.same = true").await;
    let site = on_demo_site(&world, "/");
    let tab = browser.in_new_tab(&site, async || {
        world.recorded(2, 0).await;
        browser.fill("#newsletter [type=email]", ANN).await;
        browser.click("#newsletter button").await;
        browser.arrive("/subscribed").await;
        world.recorded(3, 1).await;
    });
    tab.await;
    shows(&world, ["1", "3", "1", "33.3%"]).await;
    let feed = browser.eval("document.getElementById('feed').textContent").await;
    assert!(feed.as_str().is_some_and(|feed| feed.contains(ANN)), "{feed}");
    assert_eq!(browser.eval("window.same").await, true, "the page is the same");
}

#[tokio::test]
async fn s4_the_dashboard_shows_nothing_of_a_project_under_the_name_of_another() {
    let world = world().await;
    let (browser, other) = (&world.browser, world.api.other_project);
    browser.goto(&on_demo_site(&world, "/")).await;
    world.recorded(1, 0).await;
    browser.goto(&world.api.dashboard).await;
    shows(&world, ["1", "1", "0", "0.0%"]).await;

    // The key has no calls left for the other's numbers, nor at first for its snippet.
    let busy = json!({ "kind": "status", "status": 429, "retry_after": 1 });
    let rules = json!([
        { "path": format!("/projects/{other}/tracking-stats"), "fault": busy },
        { "path": format!("/projects/{other}/tracking-snippet"), "times": 1, "fault": busy },
    ]);
    world.api.fail(rules).await;
    let choose = "const list = document.getElementById('projects'); list.selectedIndex = 1;
                  list.dispatchEvent(new Event('change'))";
    browser.run(choose).await;
    browser.wait_for("document.getElementById('project-name').textContent == 'Another'").await;
    shows(&world, ["0", "–", "–", "–"]).await;
    let kept = "['days', 'feed', 'readout', 'traffic-plot']\
                 .filter((id) => document.getElementById(id).hasChildNodes()).join()";
    assert_eq!(browser.eval(kept).await, "");
    let its_own = format!("data-project-id=\\\"{other}\\\"");
    let snippet = "document.getElementById('snippet-text').textContent";
    browser.wait_for(&format!("{snippet}.includes(\"{its_own}\")")).await;
    world.api.mend().await;
    shows(&world, ["0", "0", "0", "–"]).await;
}

#[tokio::test]
async fn s4_the_dashboard_asks_for_another_key_where_one_opens_nothing() {
    let world = world().await;
    let browser = &world.browser;
    let says = async |address: &str, notice: &str| {
        browser.goto("about:blank").await;
        browser.goto(address).await;
        let shown = format!("document.getElementById('notice').textContent.includes('{notice}')");
        browser.wait_for(&shown).await;
        assert_eq!(browser.eval("document.activeElement.id").await, "key", "{notice}");
    };
    // No header can carry that, so it is never asked about.
    let cut = format!("{}/dashboard/#key=lk_sandbox_2a86…", world.api.origin());
    says(&cut, "Missing or invalid API key").await;
    let expired = json!({ "kind": "status", "status": 402 });
    world.api.fail(json!([{ "path": "/projects", "fault": expired }])).await;
    says(&world.api.dashboard, "A fault that was asked for").await;
}
