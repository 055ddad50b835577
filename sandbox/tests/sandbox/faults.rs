//! Faults on demand, as a client sees them (S5).

use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::common::{PATIENCE, Sandbox, raw, send, with};

pub(crate) const REGISTRATION: &str = "/tracking/registration";

/// One rule for every path.
pub(crate) fn rule(fault: Value) -> Value {
    json!({ "rules": [{ "fault": fault }] })
}

pub(crate) fn kind(kind: &str) -> Value {
    rule(json!({ "kind": kind }))
}

/// What a registration gets.
pub(crate) async fn register(sandbox: &Sandbox) -> reqwest::Result<Response> {
    let request = sandbox.public(Method::POST, REGISTRATION).json(&sandbox.registration());
    request.header("Origin", "null").send().await
}

async fn registrations(sandbox: &Sandbox) -> usize {
    sandbox.ledger().await["registrations"].as_array().unwrap().len()
}

/// The request was sent, and no byte of an answer came.
pub(crate) fn assert_unanswered(result: reqwest::Result<Response>) {
    let error = result.unwrap_err();
    assert!(error.is_request() && !error.is_connect() && !error.is_timeout(), "{error:?}");
}

async fn until_outcomes(sandbox: &Sandbox, outcomes: &[&str]) {
    let begin = Instant::now();
    while sandbox.outcomes().await != outcomes {
        assert!(begin.elapsed() < PATIENCE, "{:?}", sandbox.outcomes().await);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn s5_an_answer_on_demand_is_one_that_a_page_may_read() {
    let sandbox = Sandbox::start().await;
    for (status, code) in [
        (401, "UNAUTHORIZED"),
        (402, "SUBSCRIPTION_EXPIRED"),
        (403, "FORBIDDEN"),
        (404, "NOT_FOUND"),
        (408, "VALIDATION_ERROR"),
        (422, "VALIDATION_ERROR"),
        (429, "RATE_LIMITED"),
        (500, "SERVER_ERROR"),
        (503, "SERVER_ERROR"),
    ] {
        sandbox.set_faults(&rule(json!({ "kind": "status", "status": status }))).await;
        for (method, path) in
            [(Method::POST, REGISTRATION), (Method::GET, "/projects"), (Method::GET, "/nothing")]
        {
            let request = sandbox.public(method, path).header("Origin", "https://shop.example");
            let answer = send(request.json(&sandbox.registration())).await;
            assert_eq!(answer.code(), (status, code), "{path}");
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert!(answer.header("access-control-expose-headers").contains("retry-after"));
            assert_eq!(
                (answer.header("retry-after"), answer.header("x-ratelimit-reset")),
                ("", "")
            );
        }
    }
    assert_eq!(registrations(&sandbox).await, 0);
    assert_eq!(sandbox.outcomes().await, vec!["fault:status"; 9]);
    for status in [200, 204, 302] {
        sandbox.set_faults(&rule(json!({ "kind": "status", "status": status }))).await;
        let response = register(&sandbox).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.text().await.unwrap().is_empty(), status == 204);
    }
}

#[tokio::test]
async fn s5_an_answer_on_demand_says_when_to_come_again() {
    let sandbox = Sandbox::start().await;
    let get = async |fault: Value| {
        sandbox.set_faults(&rule(fault)).await;
        let before = Timestamp::now().as_second();
        let response = register(&sandbox).await.unwrap();
        (response, before..=Timestamp::now().as_second())
    };
    let header =
        |response: &Response, name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let fault = json!({ "kind": "status", "status": 429, "retry_after": 2, "reset_in": 3 });
    let (response, now) = get(fault).await;
    assert_eq!(response.status(), 429);
    assert_eq!(header(&response, "retry-after"), "2");
    let reset: i64 = header(&response, "x-ratelimit-reset").parse().unwrap();
    assert!(now.contains(&(reset - 3)));

    for ahead in [90, -90] {
        let (response, now) =
            get(json!({ "kind": "status", "status": 503, "http-date-in": ahead })).await;
        let date = header(&response, "retry-after");
        assert!(
            date.len() == "Tue, 15 Nov 1994 08:12:31 GMT".len() && date.ends_with(" GMT"),
            "{date}"
        );
        let time = DateTimeParser::new().parse_timestamp(&date).unwrap().as_second();
        assert!(now.contains(&(time - ahead)), "{date}");
    }

    let (response, _) = get(json!({ "kind": "status", "status": 502, "html": true })).await;
    assert_eq!(response.status(), 502);
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(&response, "access-control-allow-origin"), "*");
    assert!(response.text().await.unwrap().contains("502 Bad Gateway"));
}

#[tokio::test]
async fn s5_latency_delays_and_lets_the_next_rule_apply() {
    let sandbox = Sandbox::start().await;
    sandbox.set_faults(&rule(json!({ "kind": "latency", "ms": 200 }))).await;
    let begin = Instant::now();
    assert_eq!(register(&sandbox).await.unwrap().status(), 200);
    assert!(begin.elapsed() >= Duration::from_millis(200));
    let bad = sandbox.public(Method::POST, REGISTRATION).body("{}");
    assert_eq!(send(bad).await.status, 422);

    let faults = json!([
        { "fault": { "kind": "latency", "ms": 200 } },
        { "fault": { "kind": "status", "status": 503 } },
        { "fault": { "kind": "hang" } },
    ]);
    sandbox.set_faults(&json!({ "rules": faults })).await;
    let begin = Instant::now();
    assert_eq!(register(&sandbox).await.unwrap().status(), 503);
    assert!(begin.elapsed() >= Duration::from_millis(200));
    assert_eq!(sandbox.outcomes().await, ["recorded", "refused", "fault:status"]);

    sandbox.set_faults(&rule(json!({ "kind": "latency", "ms": 600_000 }))).await;
    let request = sandbox.public(Method::POST, REGISTRATION).json(&sandbox.registration());
    let waiting = tokio::spawn(request.send());
    until_outcomes(&sandbox, &["recorded", "refused", "fault:status", "fault:latency"]).await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled(), "the client goes");
    assert_eq!(registrations(&sandbox).await, 1);
}

#[tokio::test]
async fn s5_drop_before_closes_the_connection_and_records_nothing() {
    let sandbox = Sandbox::start().await;
    sandbox.set_faults(&kind("drop_before")).await;
    for _ in 0..3 {
        assert_unanswered(register(&sandbox).await);
    }
    let get = sandbox.keyed(Method::GET, "/projects").send().await;
    assert_unanswered(get);
    let body = sandbox.registration().to_string();
    let request = format!(
        "POST /api/v1{REGISTRATION} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    assert_eq!(raw(&sandbox.origin, request.as_bytes()).await, "", "not one byte");
    assert_eq!(registrations(&sandbox).await, 0);
    assert_eq!(sandbox.outcomes().await, vec!["fault:drop_before"; 4]);
    let site = sandbox.client.get(&sandbox.site).send().await.unwrap();
    assert_eq!(site.status(), 200, "only the API has faults");
}

#[tokio::test]
async fn s5_drop_after_records_and_closes_the_connection() {
    let sandbox = Sandbox::start().await;
    sandbox.set_faults(&kind("drop_after")).await;
    let id = json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    let body = with(&sandbox.registration(), "event_id", id);
    for body in [&body, &body, &json!({})] {
        assert_unanswered(sandbox.public(Method::POST, REGISTRATION).json(body).send().await);
    }
    assert_eq!(registrations(&sandbox).await, 1);
    let outcomes = ["recorded, dropped", "duplicate, dropped", "refused, dropped"];
    assert_eq!(sandbox.outcomes().await, outcomes);
    assert_unanswered(
        sandbox.keyed(Method::POST, "/projects").json(&json!({ "name": "x" })).send().await,
    );
    send(sandbox.control(Method::DELETE, "/faults")).await;
    assert_eq!(sandbox.get("/projects").await.body["data"]["total"], 2);
}

#[tokio::test]
async fn s5_hang_never_answers_and_ends_with_the_sandbox() {
    let sandbox = Sandbox::start().await;
    sandbox.set_faults(&kind("hang")).await;
    let request = sandbox.public(Method::POST, REGISTRATION).json(&sandbox.registration());
    let hanging = tokio::spawn(request.send());
    until_outcomes(&sandbox, &["fault:hang"]).await;
    send(sandbox.control(Method::DELETE, "/faults")).await;
    assert_eq!(register(&sandbox).await.unwrap().status(), 200, "others are served");
    assert_eq!(registrations(&sandbox).await, 1);
    assert!(!hanging.is_finished());
    sandbox.running.stop().await;
    assert_unanswered(hanging.await.unwrap());
}

#[tokio::test]
async fn s5_requests_are_told_as_they_arrived() {
    let sandbox = Sandbox::start().await;
    sandbox.track("impression", &sandbox.impression()).await;
    let bad = with(&sandbox.registration(), "project_id", json!(999));
    send(sandbox.public(Method::POST, REGISTRATION).json(&bad)).await;
    send(sandbox.public(Method::POST, REGISTRATION).body("nonsense")).await;
    send(sandbox.public(Method::POST, REGISTRATION).body(" ".repeat(64 * 1024 + 1))).await;
    send(sandbox.public(Method::GET, REGISTRATION)).await;
    let ledger = sandbox.ledger().await;
    let requests = ledger["requests"].as_array().unwrap();
    let nothing = json!({
        "at": null, "path": REGISTRATION, "project_id": null, "visitor_id": null,
        "event_id": null, "email": null, "page_url": null, "outcome": "refused",
    });
    let (visitor, project) = (&sandbox.impression()["visitor_id"], &json!(sandbox.project));
    let expected = [
        json!({
            "at": null, "path": "/tracking/impression", "project_id": project,
            "visitor_id": visitor, "event_id": null, "email": null,
            "page_url": sandbox.impression()["page_url"], "outcome": "recorded",
        }),
        json!({
            "at": null, "path": REGISTRATION, "project_id": 999, "visitor_id": visitor,
            "event_id": null, "email": bad["email"], "page_url": null, "outcome": "refused",
        }),
        nothing.clone(),
        nothing,
    ];
    let timeless: Vec<_> = requests.iter().map(|it| with(it, "at", json!(null))).collect();
    assert_eq!(timeless, expected);
    let times: Vec<_> = requests.iter().map(|it| it["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted() && times.iter().all(|time| time.len() == 24), "{times:?}");
    let url = format!("{}/__sandbox/ledger?project_id={project}", sandbox.origin);
    let own = send(sandbox.client.get(url)).await;
    assert_eq!(own.body["data"]["requests"].as_array().unwrap().len(), 1);
}
