//! The tracker's files, the dashboard and the demo site.

use reqwest::{Method, Response};

use crate::common::{Sandbox, raw_get, send};

async fn get(sandbox: &Sandbox, url: &str) -> Response {
    sandbox.client.get(url).send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn l7_any_site_may_load_the_trackers_files() {
    let sandbox = Sandbox::start().await;
    for (path, content_type) in
        [("/linkyfy.js", "text/javascript; charset=utf-8"), ("/linkyfy.wasm", "application/wasm")]
    {
        let url = format!("{}{path}", sandbox.origin);
        let response = get(&sandbox, &url).await;
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "content-type"), content_type);
        assert_eq!(header(&response, "access-control-allow-origin"), "*");
        assert_eq!(header(&response, "cache-control"), "no-cache");
        let again = sandbox.client.get(&url).header("If-None-Match", header(&response, "etag"));
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), 304);
        assert_eq!(header(&again, "access-control-allow-origin"), "*");
    }
    let post = send(sandbox.client.post(format!("{}/linkyfy.js", sandbox.origin))).await;
    assert_eq!(post.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s1_the_dashboard_is_at_its_address_and_the_root_leads_there() {
    let sandbox = Sandbox::start().await;
    for path in ["/", "/dashboard"] {
        let response = get(&sandbox, &format!("{}{path}", sandbox.origin)).await;
        assert_eq!(
            (response.status().as_u16(), header(&response, "location")),
            (307, "/dashboard/")
        );
    }
    for (path, content) in [("/dashboard/", "Dashboard"), ("/dashboard/app.js", "the dashboard")] {
        let response = get(&sandbox, &format!("{}{path}", sandbox.origin)).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "access-control-allow-origin"), "");
        assert!(response.text().await.unwrap().contains(content));
    }
    let missing = sandbox.client.get(format!("{}/dashboard/nothing", sandbox.origin));
    assert_eq!(send(missing).await.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s1_the_documentation_and_the_snippets_page_are_at_their_addresses() {
    let sandbox = Sandbox::start().await;
    for (path, location) in [
        ("/docs", "/docs/quick-start/"),
        ("/docs/", "/docs/quick-start/"),
        ("/docs/quick-start", "/docs/quick-start/"),
        ("/docs/api", "/docs/api/"),
        ("/snippet", "/snippet/"),
    ] {
        let response = get(&sandbox, &format!("{}{path}", sandbox.origin)).await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (307, location));
    }
    for (path, content) in [
        ("/docs/quick-start/", "Quick start"),
        ("/docs/api/", "API reference"),
        ("/snippet/", "Snippet"),
    ] {
        let response = get(&sandbox, &format!("{}{path}", sandbox.origin)).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(response.text().await.unwrap().contains(content));
    }
    let missing = sandbox.client.get(format!("{}/docs/nothing", sandbox.origin));
    assert_eq!(send(missing).await.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s6_the_demo_site_has_the_snippet_that_the_api_hands_out() {
    let sandbox = Sandbox::start().await;
    let answer = sandbox.get(&format!("/projects/{}/tracking-snippet", sandbox.project)).await;
    let snippet = answer.body["data"]["snippet"].as_str().unwrap();
    assert_ne!(sandbox.site, sandbox.origin, "an origin of its own");
    for (path, text) in
        [("/", "Shop"), ("/index.html", "Shop"), ("/pricing", "Prices"), ("/pricing?a=1", "Prices")]
    {
        let response = get(&sandbox, &format!("{}{path}", sandbox.site)).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
        assert_eq!(response.text().await.unwrap(), format!("<head>{snippet}</head>{text}"));
    }
    let css = get(&sandbox, &format!("{}/shop.css", sandbox.site)).await;
    assert_eq!(header(&css, "content-type"), "text/css; charset=utf-8");
    assert!(css.text().await.unwrap().contains("linkyfy:snippet"), "only pages are changed");

    let url = format!("{}/pricing", sandbox.site);
    let head = sandbox.client.head(&url).send().await.unwrap();
    assert_eq!(
        (head.status().as_u16(), header(&head, "content-type")),
        (200, "text/html; charset=utf-8")
    );
    let conditional =
        sandbox.client.get(&url).header("If-None-Match", "*").header("Range", "bytes=0-1");
    assert_eq!(conditional.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn f9_a_form_posted_to_the_demo_site_shows_its_page() {
    let sandbox = Sandbox::start().await;
    let post = |path: &str, body: String| {
        sandbox.client.post(format!("{}{path}", sandbox.site)).body(body).send()
    };
    for (path, location) in
        [("/pricing", "/pricing"), ("/", "/"), ("/pricing?plan=pro", "/pricing")]
    {
        let response = post(path, "email=a%40b.de".to_owned()).await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "location")), (303, location));
    }
    assert_eq!(post("/nothing", String::new()).await.unwrap().status(), 404);
    assert_eq!(post("/pricing", "x".repeat(64 * 1024)).await.unwrap().status(), 303);
    assert_eq!(post("/pricing", "x".repeat(64 * 1024 + 1)).await.unwrap().status(), 413);
    let put = sandbox.client.request(Method::PUT, format!("{}/pricing", sandbox.site));
    assert_eq!(put.send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn s1_the_demo_site_shows_its_own_404_page_and_nothing_outside_it() {
    let sandbox = Sandbox::start().await;
    let missing = format!("{}/nothing", sandbox.site);
    assert_eq!(get(&sandbox, &missing).await.status(), 404, "also without a page for it");
    let page = sandbox.root.path().join("www/site/404.html");
    std::fs::write(page, "Lost <!-- linkyfy:snippet -->").unwrap();
    let response = get(&sandbox, &missing).await;
    assert_eq!(response.status(), 404);
    let text = response.text().await.unwrap();
    assert!(text.starts_with("Lost <script async"), "{text}");
    for path in
        ["/../secret", "/../secret.html", "/%2e%2e/secret.html", "/..%2fsecret", "/a/../../secret"]
    {
        let answer = raw_get(&sandbox.site, path.as_bytes()).await;
        assert!(answer.contains(" 404 ") && answer.contains("Lost"), "{path}: {answer}");
    }
}
