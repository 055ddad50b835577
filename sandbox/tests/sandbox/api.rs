//! Envelopes, keys, the rate limit, CORS, and the projects' own calls.

use linkyfy_sandbox::server::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{OTHER_KEY, Sandbox, send, with, without};

/// The vendor's example of a body for `POST /projects`.
fn acme() -> Value {
    json!({
        "name": "Acme Corp Outreach", "company_name": "Acme Corporation",
        "website_url": "https://acme.com",
        "description": "Cold outreach campaign for enterprise SaaS leads",
        "from_name": "John Smith", "daily_allocation": 100, "weekly_limit": 500,
    })
}

#[tokio::test]
async fn w5_unknown_routes_and_wrong_methods_are_404_in_an_envelope() {
    let sandbox = Sandbox::start().await;
    let key = sandbox.key.as_str();
    for (method, path) in [
        (Method::GET, "/api/v1"),
        (Method::GET, "/api/v1/"),
        (Method::GET, "/api/v1/nothing"),
        (Method::GET, "/api/v1/projects/"),
        (Method::GET, "/api/v1/projects/1/1"),
        (Method::GET, "/api/v1/projects/1/nothing"),
        (Method::DELETE, "/api/v1/projects"),
        (Method::PATCH, "/api/v1/projects/1"),
        (Method::GET, "/api/v1/tracking/impression"),
        (Method::PUT, "/api/v1/tracking/registration"),
        (Method::POST, "/__sandbox/ledger"),
        (Method::GET, "/__sandbox/nothing"),
        (Method::GET, "/nothing"),
    ] {
        for key in [Some(key), None] {
            let mut request =
                sandbox.client.request(method.clone(), format!("{}{path}", sandbox.origin));
            if let Some(key) = key {
                request = request.header("X-API-Key", key);
            }
            assert_eq!(send(request).await.code(), (404, "NOT_FOUND"), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn s2_a_missing_or_wrong_key_is_401() {
    let sandbox = Sandbox::start().await;
    let paths = ["/projects", "/projects/1", "/projects/1/tracking-snippet"];
    for path in paths.into_iter().chain(["/projects/1/tracking-stats", "/projects/x"]) {
        let none = send(sandbox.public(Method::GET, path)).await;
        assert_eq!(none.code(), (401, "UNAUTHORIZED"), "{path}");
        assert_eq!(none.header("x-ratelimit-limit"), "");
        for wrong in ["", "wrong", &sandbox.key.to_uppercase(), &format!("{}x", sandbox.key), "é"]
        {
            let request = sandbox.public(Method::GET, path).header("X-API-Key", wrong);
            assert_eq!(send(request).await.code(), (401, "UNAUTHORIZED"), "{path} {wrong}");
        }
    }
    let request = sandbox.public(Method::POST, "/projects").body("not even JSON");
    assert_eq!(send(request).await.code(), (401, "UNAUTHORIZED"));
}

#[tokio::test]
async fn s2_a_project_comes_back_as_it_was_made() {
    let sandbox = Sandbox::start().await;
    let made = sandbox.post("/projects", &acme()).await;
    assert_eq!(made.status, 201);
    let data = &made.body["data"];
    for (field, value) in acme().as_object().unwrap() {
        assert_eq!(&data[field], value, "{field}");
    }
    assert_eq!(data["created_at"], data["updated_at"]);
    let time = data["created_at"].as_str().unwrap();
    assert!(time.ends_with('Z') && time.len() == "2026-04-09T10:30:00Z".len(), "{time}");
    assert_eq!(data.as_object().unwrap().len(), 10, "the documented fields and no others");

    let shown = sandbox.get(&format!("/projects/{}", data["id"])).await;
    assert_eq!(shown.status, 200);
    let mut full = data.clone();
    full["settings"] = json!({});
    for count in ["campaigns_count", "domains_count", "mailboxes_count"] {
        full[count] = json!(0);
    }
    assert_eq!(shown.body["data"], full);

    let bare = sandbox.post("/projects", &json!({ "name": "ü" })).await;
    assert_eq!(bare.status, 201);
    assert_eq!(bare.body["data"]["name"], "ü");
    for field in acme().as_object().unwrap().keys().filter(|field| *field != "name") {
        assert_eq!(bare.body["data"].get(field), Some(&Value::Null), "{field}");
    }
}

#[tokio::test]
async fn s3_every_bad_project_is_422_naming_the_field() {
    let sandbox = Sandbox::start().await;
    let mut cases =
        vec![("name", without(&acme(), "name")), ("extra", with(&acme(), "extra", json!(1)))];
    for (field, values) in [
        ("name", vec![json!(""), json!(" \t"), json!("x".repeat(256)), json!(1), json!(null)]),
        ("company_name", vec![json!("x".repeat(256)), json!([]), json!(null)]),
        ("website_url", vec![json!(""), json!("acme.com"), json!("ftp://acme.com"), json!({})]),
        ("description", vec![json!("x".repeat(5001)), json!(false)]),
        ("from_name", vec![json!("ü".repeat(256)), json!(1.5)]),
        ("daily_allocation", vec![json!(-1), json!(1_000_001), json!("1"), json!(1.5)]),
        ("weekly_limit", vec![json!(1e300), json!(u64::MAX), json!(true), json!(1e15)]),
    ] {
        cases.extend(values.into_iter().map(|value| (field, with(&acme(), field, value))));
    }
    for (field, body) in &cases {
        sandbox.post("/projects", body).await.assert_names(field, &body.to_string());
    }
    let list = sandbox.get("/projects").await;
    assert_eq!(list.body["data"]["total"], 1, "a refused body makes no project");

    let limits = json!({
        "name": "ü".repeat(255), "company_name": "", "description": "ü".repeat(5000),
        "daily_allocation": 0.0, "weekly_limit": 1_000_000,
    });
    assert_eq!(sandbox.post("/projects", &limits).await.status, 201);
}

#[tokio::test]
async fn s2_lists_come_in_pages() {
    let sandbox = Sandbox::start().await;
    // The demo project is the first.
    for number in 2..=17 {
        let made = sandbox.post("/projects", &json!({ "name": number.to_string() })).await;
        assert_eq!(made.status, 201);
    }
    // Query; then first id and number on the page, current_page, last_page, per_page, from, to.
    for (query, first, count, numbers) in [
        ("", 1, 15, json!([1, 2, 15, 1, 15])),
        ("?page=2", 17, 2, json!([2, 2, 15, 16, 17])),
        ("?page=3", 0, 0, json!([3, 2, 15, null, null])),
        ("?per_page=100", 1, 17, json!([1, 1, 100, 1, 17])),
        ("?per_page=4&page=5", 18, 1, json!([5, 5, 4, 17, 17])),
        (
            "?page=9007199254740991&per_page=100",
            0,
            0,
            json!([9007199254740991_i64, 1, 100, null, null]),
        ),
    ] {
        let answer = sandbox.get(&format!("/projects{query}")).await;
        let page = &answer.body["data"];
        let shown =
            ["current_page", "last_page", "per_page", "from", "to"].map(|it| page[it].clone());
        assert_eq!(json!(shown), numbers, "{query}");
        assert_eq!(page["total"], 17, "{query}");
        assert_eq!(page["data"].as_array().unwrap().len(), count, "{query}");
        assert_eq!(page["data"][0]["id"].as_i64().unwrap_or(0), first, "{query}");
    }
    for name in ["page", "per_page"] {
        for value in ["0", "-1", "x", "", "1.5", "01", "%2B1", "99999999999999999999"] {
            let path = format!("/projects?{name}={value}");
            sandbox.get(&path).await.assert_names(name, &path);
        }
    }
    sandbox.get("/projects?per_page=101").await.assert_names("per_page", "101");
}

#[tokio::test]
async fn s2_what_is_not_this_users_is_404() {
    let sandbox = Sandbox::start().await;
    let other = |method, path: &str| sandbox.public(method, path).header("X-API-Key", OTHER_KEY);
    let made = send(other(Method::POST, "/projects").json(&acme())).await;
    let theirs = made.body["data"]["id"].as_i64().unwrap();
    let list = send(other(Method::GET, "/projects")).await;
    assert_eq!(list.body["data"]["total"], 1);
    assert_eq!(list.body["data"]["data"][0]["id"], theirs);

    let ids = ["0", "-1", "01", "1.0", "x", "%2B1", "%ff", "%00", "9007199254740993"];
    let ids = ids.map(str::to_owned).into_iter();
    for id in ids.chain([theirs.to_string(), "9".repeat(40), "9007199254740991".to_owned()]) {
        for rest in ["", "/tracking-snippet", "/tracking-stats"] {
            let path = format!("/projects/{id}{rest}");
            assert_eq!(sandbox.get(&path).await.code(), (404, "NOT_FOUND"), "{path}");
        }
    }
    let list = send(other(Method::GET, "/projects?page=2")).await;
    let place = (&list.body["data"]["from"], &list.body["data"]["to"]);
    assert_eq!(place, (&Value::Null, &Value::Null), "an empty page is no error");
}

#[tokio::test]
async fn s2_sixty_calls_a_minute_then_429_until_the_reset() {
    let sandbox = Sandbox::start().await;
    let mut last: Option<(i64, i64)> = None;
    // Two windows' worth: the minute may change in between.
    for _ in 0..=120 {
        // Every answer to a known key counts and tells, errors too.
        let answer = sandbox.get("/projects/999").await;
        let number = |name| answer.header(name).parse::<i64>().unwrap();
        let (remaining, reset) = (number("x-ratelimit-remaining"), number("x-ratelimit-reset"));
        assert_eq!(number("x-ratelimit-limit"), 60);
        assert_eq!(reset % 60, 0, "windows are whole minutes");
        if answer.status == 429 {
            assert_eq!(answer.code(), (429, "RATE_LIMITED"));
            assert_eq!((remaining, Some((0, reset))), (0, last));
            assert!((1..=60).contains(&number("retry-after")));
            let other = sandbox.public(Method::GET, "/projects").header("X-API-Key", OTHER_KEY);
            assert_eq!(send(other).await.status, 200, "another key has its own limit");
            sandbox.track("impression", &sandbox.impression()).await;
            return;
        }
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("retry-after"), "");
        match last {
            Some((before, same)) if same == reset => assert_eq!(remaining, before - 1),
            _ => assert_eq!(remaining, 59),
        }
        last = Some((remaining, reset));
    }
    panic!("121 calls and no 429");
}

#[tokio::test]
async fn w5_what_is_not_there_counts_for_a_known_key() {
    let settings = Settings { rate_limit: 8, ..Settings::default() };
    let sandbox = Sandbox::start_with(settings).await;
    let missing = [
        (Method::GET, "/nothing"),
        (Method::GET, ""),
        (Method::GET, "/"),
        (Method::DELETE, "/projects"),
        (Method::PATCH, "/projects/1"),
        (Method::GET, "/tracking/impression"),
        (Method::POST, "/projects/1/nothing"),
    ];
    for (number, (method, path)) in (1..).zip(missing.clone()) {
        let answer = send(sandbox.keyed(method, path)).await;
        let limit = (answer.header("x-ratelimit-limit"), answer.header("x-ratelimit-remaining"));
        assert_eq!(answer.code(), (404, "NOT_FOUND"), "{path}");
        assert_eq!(limit, ("8", (8 - number).to_string().as_str()), "{path}");
        assert_ne!(answer.header("x-ratelimit-reset"), "", "{path}");
    }
    assert_eq!(sandbox.get("/projects").await.header("x-ratelimit-remaining"), "0");
    for (method, path) in missing {
        let answer = send(sandbox.keyed(method.clone(), path)).await;
        assert_eq!(answer.code(), (429, "RATE_LIMITED"), "{path}");
        assert_ne!(answer.header("retry-after"), "", "{path}");
        for key in [None, Some("wrong")] {
            let request = sandbox.public(method.clone(), path);
            let request = match key {
                Some(key) => request.header("X-API-Key", key),
                None => request,
            };
            let answer = send(request).await;
            assert_eq!(answer.code(), (404, "NOT_FOUND"), "{path} {key:?}");
            assert_eq!(answer.header("x-ratelimit-limit"), "", "{path} {key:?}");
        }
    }
}

#[tokio::test]
async fn s2_the_public_calls_have_no_limit() {
    let sandbox = Sandbox::start().await;
    for _ in 0..70 {
        let request = sandbox.public(Method::POST, "/tracking/impression");
        let answer = send(request.json(&sandbox.impression())).await;
        assert_eq!((answer.status, answer.header("x-ratelimit-limit")), (200, ""));
    }
}

#[tokio::test]
async fn s2_preflights_need_no_key_and_count_nothing() {
    let sandbox = Sandbox::start().await;
    for path in ["/tracking/impression", "/projects", "/projects/1", "/nothing"] {
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let preflight = sandbox
                .public(Method::OPTIONS, path)
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "content-type,x-api-key");
            let response = preflight.send().await.unwrap();
            assert_eq!(response.status(), 200);
            let header = |name: &str| response.headers()[name].to_str().unwrap();
            assert_eq!(header("access-control-allow-origin"), "*");
            assert_eq!(header("access-control-max-age"), "86400");
            assert_eq!(header("access-control-allow-methods"), "GET,POST,PUT,DELETE");
            assert_eq!(header("access-control-allow-headers"), "content-type,x-api-key");
            assert!(!response.headers().contains_key("access-control-allow-credentials"));
            assert!(!response.headers().contains_key("x-ratelimit-limit"));
        }
    }
    let first = sandbox.get("/projects").await;
    assert_eq!(first.header("x-ratelimit-remaining"), "59");
}

#[tokio::test]
async fn s2_a_frame_without_an_origin_may_send_events() {
    let sandbox = Sandbox::start().await;
    for kind in ["impression", "registration"] {
        let path = format!("/tracking/{kind}");
        let preflight = sandbox
            .public(Method::OPTIONS, &path)
            .header("Origin", "null")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type");
        let response = preflight.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["access-control-allow-origin"], "*");
        let allowed = response.headers()["access-control-allow-headers"].to_str().unwrap();
        assert!(allowed.split(',').any(|name| name == "content-type"), "{allowed}");
        let body = if kind == "impression" { sandbox.impression() } else { sandbox.registration() };
        let post = sandbox.public(Method::POST, &path).header("Origin", "null").json(&body);
        let answer = send(post).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, "*"));
    }
}

#[tokio::test]
async fn s2_any_origin_may_read_answers_and_their_limit() {
    let sandbox = Sandbox::start().await;
    for (path, status) in [("/projects", 200), ("/projects/9", 404), ("/nothing", 404)] {
        let request = sandbox.keyed(Method::GET, path).header("Origin", "https://shop.example");
        let answer = send(request).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            answer.header("access-control-expose-headers"),
            "x-ratelimit-limit,x-ratelimit-remaining,x-ratelimit-reset,retry-after,date"
        );
        assert_ne!(answer.header("date"), "");
    }
    let request = sandbox.public(Method::GET, "/projects").header("Origin", "https://shop.example");
    assert_eq!(send(request).await.header("access-control-allow-origin"), "*", "401 too");
}

#[tokio::test]
async fn s6_the_snippet_names_this_tracker_this_api_and_the_project() {
    let sandbox = Sandbox::start().await;
    let answer = sandbox.get(&format!("/projects/{}/tracking-snippet", sandbox.project)).await;
    let (origin, project) = (&sandbox.origin, sandbox.project);
    let snippet = format!(
        "<script async src=\"{origin}/linkyfy.js\" data-project-id=\"{project}\" \
         data-api=\"{origin}/api/v1\" data-allow-localhost data-allow-automation></script>"
    );
    assert_eq!(answer.body["data"], json!({ "snippet": snippet }));
    let script = sandbox.client.get(format!("{origin}/linkyfy.js")).send().await.unwrap();
    assert_eq!(script.status(), 200);
}
