//! The public tracking calls, what they leave behind, and what is computed from it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Sandbox, send, with, without};

#[tokio::test]
async fn w2_w3_events_are_public_and_arrive_as_they_were_sent() {
    let sandbox = Sandbox::start().await;
    sandbox.track("impression", &sandbox.impression()).await;
    sandbox.track("registration", &sandbox.registration()).await;
    let bare = without(&with(&sandbox.impression(), "visitor_id", json!("é\u{0}🙂")), "referrer");
    sandbox.track("impression", &bare).await;

    let ledger = sandbox.ledger().await;
    let impressions = ledger["impressions"].as_array().unwrap();
    let registrations = ledger["registrations"].as_array().unwrap();
    assert_eq!((impressions.len(), registrations.len()), (2, 1));
    for (row, sent) in [
        (&impressions[0], sandbox.impression()),
        (&impressions[1], with(&bare, "referrer", json!(""))),
        (&registrations[0], sandbox.registration()),
    ] {
        for (field, value) in sent.as_object().unwrap() {
            assert_eq!(&row[field], value);
        }
        let time = row["received_at"].as_str().unwrap();
        assert_eq!(time.len(), "2026-04-09T10:30:00.000Z".len(), "{time}");
        assert_eq!(row.as_object().unwrap().len(), sent.as_object().unwrap().len() + 2);
    }
    let order = [&impressions[0], &registrations[0], &impressions[1]].map(|row| row["id"].as_i64());
    assert!(order.is_sorted(), "{order:?}");
}

#[tokio::test]
async fn s2_json_counts_whatever_its_content_type() {
    let sandbox = Sandbox::start().await;
    let body = sandbox.impression().to_string();
    for content_type in ["application/json", "text/plain", "text/plain;charset=UTF-8", "x", ""] {
        let request = sandbox.public(Method::POST, "/tracking/impression").body(body.clone());
        assert_eq!(send(request.header("Content-Type", content_type)).await.status, 200);
    }
    let request = sandbox.public(Method::POST, "/tracking/impression").body(body);
    assert_eq!(send(request).await.status, 200, "none at all");
}

#[tokio::test]
async fn s3_what_is_valid_to_its_limit_is_accepted() {
    let sandbox = Sandbox::start().await;
    let url = |length: usize| format!("https://a.example/{}", "a".repeat(length - 18));
    for (field, value) in [
        ("visitor_id", json!("ü".repeat(255))),
        ("page_url", json!(url(2048))),
        ("page_url", json!("http://127.0.0.1:8080/?q=a%20b#c")),
        ("page_url", json!("https://bücher.example/ü")),
        ("referrer", json!("")),
        ("referrer", json!(url(2048))),
        ("referrer", json!("android-app://com.google.android.gm/")),
    ] {
        sandbox.track("impression", &with(&sandbox.impression(), field, value)).await;
    }
    for email in ["a@b", "o'neil+x@mail.example", &format!("{}@b.de", "a".repeat(249))] {
        sandbox.track("registration", &with(&sandbox.registration(), "email", json!(email))).await;
    }
    assert_eq!(sandbox.ledger().await["registrations"].as_array().unwrap().len(), 3);
}

/// What neither kind of event takes.
fn bad_in_both(body: &Value) -> Vec<(&'static str, Value)> {
    let mut cases = vec![
        ("project_id", without(body, "project_id")),
        ("visitor_id", without(body, "visitor_id")),
        ("event_id", with(body, "event_id", json!(null))),
        ("event_id", with(body, "event_id", json!(""))),
        ("event_id", with(body, "event_id", json!("6ba7b8109dad11d180b400c04fd430c8"))),
        ("event", with(body, "event", json!("x"))),
        ("__proto__", with(body, "__proto__", json!({}))),
        // The first fault in the order of the documentation is the one that is named.
        ("project_id", json!({})),
        ("project_id", json!({ "event": 1 })),
    ];
    let ids = [json!(0), json!(-1), json!(999), json!("1"), json!(1.5), json!(true)];
    let ids =
        ids.into_iter().chain([json!(1_u64 << 53), json!(u64::MAX), json!(1e300), json!(null)]);
    cases.extend(
        ids.chain([json!([1]), json!({})]).map(|id| ("project_id", with(body, "project_id", id))),
    );
    let visitors = [json!(""), json!("x".repeat(256)), json!(1), json!(null), json!(["x"])];
    cases.extend(visitors.map(|visitor| ("visitor_id", with(body, "visitor_id", visitor))));
    cases
}

async fn assert_all_refused(sandbox: &Sandbox, kind: &str, cases: Vec<(&str, Value)>) {
    for (field, body) in cases {
        let request = sandbox.public(Method::POST, &format!("/tracking/{kind}"));
        send(request.json(&body)).await.assert_names(field, &body.to_string());
    }
    let ledger = sandbox.ledger().await;
    let rows = (&ledger["impressions"], &ledger["registrations"]);
    assert_eq!(rows, (&json!([]), &json!([])), "a refused event leaves no row");
    let mut requests = ledger["requests"].as_array().unwrap().iter();
    assert!(requests.all(|request| request["outcome"] == "refused"));
}

#[tokio::test]
async fn s3_every_bad_impression_is_422_naming_the_field() {
    let sandbox = Sandbox::start().await;
    let good = sandbox.impression();
    let mut cases = bad_in_both(&good);
    cases.push(("page_url", without(&good, "page_url")));
    cases.push(("email", with(&good, "email", json!("a@b.de"))));
    let long = format!("https://a.example/{}", "a".repeat(2048));
    for url in [json!("/pricing"), json!("acme.com"), json!("https:acme.com"), json!("https://")] {
        cases.push(("page_url", with(&good, "page_url", url.clone())));
    }
    for url in
        [json!(""), json!("ftp://acme.com/"), json!("javascript:alert(1)"), json!("file:///a")]
    {
        cases.push(("page_url", with(&good, "page_url", url)));
    }
    for field in ["page_url", "referrer"] {
        let not_urls = [json!("google"), json!("/a"), json!("https://a.example/a b"), json!(long)];
        let not_strings = [json!(1), json!(null), json!({}), json!(false)];
        cases.extend(
            not_urls.into_iter().chain(not_strings).map(|url| (field, with(&good, field, url))),
        );
    }
    assert_all_refused(&sandbox, "impression", cases).await;
}

#[tokio::test]
async fn s3_every_bad_registration_is_422_naming_the_field() {
    let sandbox = Sandbox::start().await;
    let good = sandbox.registration();
    let mut cases = bad_in_both(&good);
    cases.push(("email", without(&good, "email")));
    cases.push(("page_url", with(&good, "page_url", json!("https://acme.com/"))));
    let long = format!("{}@b.de", "a".repeat(250));
    for email in
        ["", "a", "@b.de", "a@", "a b@c.de", "a@b..de", "a@-b.de", "ü@b.de", "a@ü.de", &long]
    {
        cases.push(("email", with(&good, "email", json!(email))));
    }
    for email in [json!(1), json!(null), json!(["a@b.de"])] {
        cases.push(("email", with(&good, "email", email)));
    }
    assert_all_refused(&sandbox, "registration", cases).await;
}

#[tokio::test]
async fn d8_an_event_that_comes_again_is_answered_and_not_recorded_again() {
    let sandbox = Sandbox::start().await;
    let made = sandbox.post("/projects", &json!({ "name": "another" })).await;
    let id = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    let named = |body: &Value| with(body, "event_id", json!(id));
    let (impression, registration) = (named(&sandbox.impression()), named(&sandbox.registration()));
    let other = with(&impression, "project_id", made.body["data"]["id"].clone());
    let upper = with(&registration, "event_id", json!(id.to_uppercase()));
    let another = with(&impression, "event_id", json!("00000000-0000-4000-8000-000000000000"));
    for (kind, body, outcome) in [
        ("impression", &impression, "recorded"),
        ("impression", &impression, "duplicate"),
        ("registration", &upper, "recorded"),
        ("registration", &registration, "duplicate"),
        ("registration", &with(&registration, "email", json!("b@c.de")), "duplicate"),
        ("impression", &other, "recorded"),
        ("impression", &another, "recorded"),
        ("impression", &sandbox.impression(), "recorded"),
        ("impression", &sandbox.impression(), "recorded"),
    ] {
        sandbox.track(kind, body).await;
        let requests = sandbox.ledger().await["requests"].take();
        let last = requests.as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["outcome"], &last["event_id"]), (&json!(outcome), &body["event_id"]));
    }
    let ledger = sandbox.ledger().await;
    let ids = |kind: &str| {
        let rows = ledger[kind].as_array().unwrap().iter();
        rows.map(|row| row["event_id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        ids("impressions"),
        [json!(id), json!(id), another["event_id"].clone(), json!(null), json!(null)]
    );
    assert_eq!(ids("registrations"), [json!(id)]);
}

#[tokio::test]
async fn d8_of_many_at_once_one_is_recorded() {
    let sandbox = Sandbox::start().await;
    let id = json!("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    let body = with(&sandbox.registration(), "event_id", id);
    futures_util::future::join_all((0..20).map(|_| sandbox.track("registration", &body))).await;
    let ledger = sandbox.ledger().await;
    assert_eq!(ledger["registrations"].as_array().unwrap().len(), 1);
    let requests = ledger["requests"].as_array().unwrap();
    let recorded = requests.iter().filter(|request| request["outcome"] == "recorded");
    assert_eq!((requests.len(), recorded.count()), (20, 1));
}

#[tokio::test]
async fn s4_stats_are_computed_from_the_events() {
    let sandbox = Sandbox::start().await;
    let path = format!("/projects/{}/tracking-stats", sandbox.project);
    let empty = json!({
        "total_impressions": 0, "total_registrations": 0, "conversion_rate": 0.0, "daily": [],
    });
    assert_eq!(sandbox.get(&path).await.body["data"], empty);

    let made = sandbox.post("/projects", &json!({ "name": "another" })).await;
    let other = with(&sandbox.impression(), "project_id", made.body["data"]["id"].clone());
    sandbox.track("impression", &other).await;
    for _ in 0..3 {
        sandbox.track("impression", &sandbox.impression()).await;
    }
    sandbox.track("registration", &sandbox.registration()).await;
    let stats = sandbox.get(&path).await.body["data"].take();
    let totals = ["total_impressions", "total_registrations", "conversion_rate"];
    assert_eq!(json!(totals.map(|total| stats[total].clone())), json!([3, 1, 33.3]));
    // Midnight may have passed in between.
    let days = stats["daily"].as_array().unwrap();
    let sum = |name: &str| days.iter().map(|day| day[name].as_i64().unwrap()).sum::<i64>();
    assert_eq!((sum("impressions"), sum("registrations")), (3, 1));
}
