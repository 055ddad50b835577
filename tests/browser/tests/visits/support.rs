//! The tests' own instruments: a fault that they don't notice would pass for none.

use axum::http::{Method, header};
use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::recorder::Answer;
use linkyfy_browser_tests::{Browser, Down, Recorder, Site, page};

#[tokio::test]
async fn a_page_notices_every_fault_and_word_also_after_it_is_left() {
    let (site, browser) = tokio::join!(Site::start(), Browser::start());
    let faults = "<script>throw new Error('one')</script>
                  <script>Promise.reject('two'); console.warn('three', 3)</script>
                  <script src=\"/nowhere.js\"></script>
                  <script>window.done = true</script>";
    site.set("/", page("", faults));
    site.set("/next", page("", "<script>console.error('four')</script>"));
    browser.goto(&(site.origin() + "/")).await;
    browser.wait_for("window.__seen.length === 4").await;
    browser.goto(&(site.origin() + "/next")).await;
    // Chromium has a word of its own before an exception's.
    let seen: Vec<_> =
        browser.seen().await.iter().map(|seen| seen.replace("Uncaught ", "")).collect();
    let expected = [
        "error: Error: one",
        "console.warn: three 3",
        "unhandledrejection: two",
        "error: <script src=\"/nowhere.js\"></script>",
        "console.error: four",
    ];
    for fault in expected {
        assert!(seen.iter().any(|seen| seen == fault), "{fault} in {seen:#?}");
    }
    assert_eq!(seen.len(), expected.len(), "{seen:#?}");
}

#[tokio::test]
async fn violations_are_noticed_and_the_console_tells_what_the_browser_says() {
    let (site, browser) = tokio::join!(Site::start(), Browser::start());
    let html = page("", "<img src=\"/nowhere.png\"><img src=\"data:image/png,1\">");
    site.set("/", html.replace("<script>", "<script nonce=\"n\">"));
    let policy = "img-src 'self'; script-src 'nonce-n'";
    site.set_header(header::CONTENT_SECURITY_POLICY, policy);
    browser.goto(&(site.origin() + "/")).await;
    browser.wait_for("__seen.some((what) => what.startsWith('violation: img-src data'))").await;
    if browser.engine.lacks(Ability::Console) {
        return;
    }
    let console = browser.console().await.join("\n");
    for word in ["/nowhere.png", "404", "Content Security Policy"] {
        assert!(console.contains(word), "{word} in {console}");
    }
    assert_eq!(browser.console().await, [""; 0]);
}

#[tokio::test]
async fn the_recorder_hears_all_and_fails_on_demand() {
    let (site, api, browser) = tokio::join!(Site::start(), Recorder::start(), Browser::start());
    site.set("/", page("", ""));
    browser.goto(&(site.origin() + "/")).await;
    let post = |path: &str| {
        format!(
            "fetch('{}{path}', {{ method: 'POST', body: '{{}}', \
             headers: {{ 'content-type': 'application/json' }} }})\
             .then((answer) => answer.status, () => 'refused')",
            api.base_url()
        )
    };
    for (answer, status) in
        [(Answer::Success, "200"), (Answer::ErrorPage, "500"), (Answer::ErrorPageToAll, "refused")]
    {
        api.answer(answer);
        let got = browser.eval(&format!("{}.then(String)", post(&format!("/{status}")))).await;
        assert_eq!(got, status);
    }
    let requests = api.requests();
    let heard: Vec<_> =
        requests.iter().map(|request| (request.method.clone(), &*request.path)).collect();
    let expected = [
        (Method::OPTIONS, "/api/v1/200"),
        (Method::POST, "/api/v1/200"),
        (Method::OPTIONS, "/api/v1/500"),
        (Method::POST, "/api/v1/500"),
        (Method::OPTIONS, "/api/v1/refused"),
    ];
    assert_eq!(heard, expected);
}

#[tokio::test]
async fn an_api_that_is_down_refuses_connections() {
    let down = Down::start();
    let error = reqwest::get(down.base_url()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_browser_that_a_test_has_left_knows_nothing_of_it() {
    let site = Site::start().await;
    site.set("/", page("", ""));
    let url = site.origin() + "/";
    let known = "[document.cookie, Object.keys(localStorage).join(), sessionStorage.length, \
                 window.name].join('|')";
    // Whichever of them is left last is taken first.
    for _ in 0..3 {
        let browser = Browser::start().await;
        browser.goto(&url).await;
        assert_eq!(browser.eval(known).await, "||0|");
        browser
            .run(
                "document.cookie = 'a=b; max-age=1000'; localStorage.c = 'd'; window.name = 'e'; \
                 sessionStorage.f = 'g'",
            )
            .await;
        assert_eq!(browser.eval(known).await, "a=b|c|1|e");
        let tab = browser.tab().await;
        browser.open_tab().await;
        browser.goto(&url).await;
        browser.switch_to(&tab).await;
    }
}
