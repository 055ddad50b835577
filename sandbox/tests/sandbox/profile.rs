//! `/profile`, and the change of a key.

use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::{members, no_short_text};
use crate::common::{Answer, OTHER_KEY, Sandbox, send};

async fn with_key(sandbox: &Sandbox, key: &str, method: Method, path: &str) -> Answer {
    send(sandbox.public(method, path).header("X-API-Key", key)).await
}

#[tokio::test]
async fn s1_a_profile_has_its_schedule_and_its_preferences() {
    let sandbox = Sandbox::unlimited().await;
    let profile = sandbox.data("/profile").await;
    let fields = [
        "email",
        "forwarding_email",
        "id",
        "language",
        "name",
        "preferences",
        "timezone",
        "work_schedule",
    ];
    assert_eq!(members(&profile), fields);
    assert_eq!(members(&profile["work_schedule"]), ["days", "end", "start"]);
    assert!(profile["preferences"].is_object());
}

#[tokio::test]
async fn s1_an_update_changes_what_it_names_and_no_more() {
    let sandbox = Sandbox::unlimited().await;
    let mut expected = sandbox.data("/profile").await;
    for (field, value) in [
        ("name", json!("Ü. Ser")),
        ("email", json!("me@acme.example")),
        ("forwarding_email", json!("all@acme.example")),
        ("forwarding_email", json!(null)),
        ("timezone", json!("America/Argentina/Buenos_Aires")),
        ("language", json!("pt-BR")),
        ("preferences", json!({ "theme": "dark", "digest": { "weekly": [1, null] } })),
        ("preferences", json!({ "theme": "light" })),
        ("preferences", json!({})),
    ] {
        let answer = sandbox.put("/profile", &json!({ field: value })).await;
        expected[field] = value;
        assert_eq!((answer.status, &answer.body["data"]), (200, &expected), "{field}");
        assert_eq!(sandbox.data("/profile").await, expected, "{field}");
    }
    assert_eq!(sandbox.put("/profile", &json!({})).await.body["data"], expected);
    let other = with_key(&sandbox, OTHER_KEY, Method::GET, "/profile").await;
    assert_eq!(other.body["data"]["name"], "other", "somebody else's stays");
}

#[tokio::test]
async fn s1_a_schedule_is_updated_in_parts_too() {
    let sandbox = Sandbox::unlimited().await;
    let mut expected = sandbox.data("/profile").await["work_schedule"].clone();
    for (field, value) in [
        ("days", json!(["sunday", "monday"])),
        ("days", json!([])),
        ("end", json!("23:59")),
        ("start", json!("00:00")),
    ] {
        let body = json!({ "work_schedule": { field: value } });
        let answer = sandbox.put("/profile", &body).await;
        expected[field] = value;
        assert_eq!((answer.status, &answer.body["data"]["work_schedule"]), (200, &expected));
    }
    let whole = json!({ "days": ["friday"], "start": "08:00", "end": "08:01" });
    let answer = sandbox.put("/profile", &json!({ "work_schedule": whole })).await;
    assert_eq!(answer.body["data"]["work_schedule"], whole);
    // 08:00 to 08:01 is what there is.
    for (field, bad) in [("start", "08:01"), ("start", "09:00"), ("end", "08:00")] {
        let body = json!({ "name": "New", "work_schedule": { field: bad } });
        let answer = sandbox.put("/profile", &body).await;
        answer.assert_names(&format!("work_schedule.{field}"), bad);
    }
    let profile = sandbox.data("/profile").await;
    assert_eq!(profile["work_schedule"], whole, "nothing of a refused body is written");
    assert_ne!(profile["name"], "New");
}

#[tokio::test]
async fn s3_every_bad_profile_is_422_naming_the_field() {
    let sandbox = Sandbox::unlimited().await;
    let before = sandbox.data("/profile").await;
    let mails =
        || vec![json!(""), json!("a"), json!(1), json!(format!("{}@b.de", "a".repeat(250)))];
    let many: Value = (0..101).map(|number| (number.to_string(), json!(0))).collect();
    let bad = [
        ("name", no_short_text()),
        ("email", [mails(), vec![json!(null)]].concat()),
        ("forwarding_email", mails()),
        ("timezone", ["", "Mars/Base", "europe/berlin", "+02:00", " UTC"].map(Value::from).into()),
        ("timezone", vec![json!(null), json!(2), json!("x".repeat(10_000))]),
        ("language", ["", "e", "english", "EN", "en_US", "en-", "en--US"].map(Value::from).into()),
        (
            "language",
            vec![json!(null), json!(["en"]), json!(format!("en{}", "-abcdefgh".repeat(4)))],
        ),
        ("preferences", vec![json!(null), json!([]), json!("x"), many]),
        ("preferences", vec![json!({ "x": "y".repeat(50_000) })]),
        ("work_schedule", vec![json!(null), json!([]), json!("9-5")]),
    ];
    sandbox.assert_refuses(Method::PUT, "/profile", &json!({}), &[], &bad).await;
    let times = ["", "9:00", "24:00", "12:60", "12:00:00", "+1:00", "ab:cd", "12"];
    let times = || times.map(Value::from).into_iter().chain([json!(null), json!(900)]).collect();
    let days = vec![
        json!("monday"),
        json!(["Monday"]),
        json!(["monday", "monday"]),
        json!(["mon"]),
        json!([1]),
        json!(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", 1]),
        json!(null),
    ];
    let bad: [(&str, Vec<Value>); 4] =
        [("start", times()), ("end", times()), ("days", days), ("extra", vec![json!(1)])];
    for (field, values) in bad {
        for value in values {
            let body = json!({ "work_schedule": { field: value } });
            let answer = sandbox.put("/profile", &body).await;
            answer.assert_names(&format!("work_schedule.{field}"), &body.to_string());
        }
    }
    assert_eq!(sandbox.data("/profile").await, before);
}

#[tokio::test]
async fn s1_every_zone_and_link_of_the_iana_database_is_taken() {
    let sandbox = Sandbox::unlimited().await;
    for zone in ["UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta", "Etc/GMT+5"] {
        let answer = sandbox.put("/profile", &json!({ "timezone": zone })).await;
        assert_eq!(answer.body["data"]["timezone"], zone);
    }
}

#[tokio::test]
async fn s1_a_new_key_opens_and_the_old_one_is_dead_at_once() {
    let sandbox = Sandbox::start().await;
    let used = sandbox.get("/profile").await;
    assert_eq!(used.header("x-ratelimit-remaining"), "59");
    let answer = sandbox.act("/profile/regenerate-api-key").await;
    assert_eq!(answer.status, 200);
    assert_eq!(members(&answer.body["data"]), ["api_key"]);
    let key = answer.body["data"]["api_key"].as_str().unwrap();
    assert_ne!(key, sandbox.key);

    for (method, path) in [
        (Method::GET, "/profile"),
        (Method::POST, "/profile/regenerate-api-key"),
        (Method::GET, "/projects"),
    ] {
        let old = sandbox.call(method, path, None).await;
        assert_eq!(old.code(), (401, "UNAUTHORIZED"), "{path}");
        assert_eq!(old.header("x-ratelimit-limit"), "", "a dead key has no window");
    }
    let new = with_key(&sandbox, key, Method::GET, "/profile").await;
    assert_eq!((new.status, new.header("x-ratelimit-remaining")), (200, "59"));
    assert_eq!(new.body["data"], used.body["data"], "the same user");
    let other = with_key(&sandbox, OTHER_KEY, Method::GET, "/profile").await;
    assert_eq!(other.status, 200, "somebody else's key stays");
}

#[tokio::test]
async fn s1_of_many_calls_at_once_one_gets_the_new_key() {
    let sandbox = Sandbox::unlimited().await;
    let calls = (0..8).map(|_| sandbox.act("/profile/regenerate-api-key"));
    let answers = futures_util::future::join_all(calls).await;
    let (got, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|it| it.status == 200);
    assert_eq!(got.len(), 1);
    assert!(refused.iter().all(|answer| answer.code() == (401, "UNAUTHORIZED")));
    let key = got[0].body["data"]["api_key"].as_str().unwrap();
    assert_eq!(with_key(&sandbox, key, Method::GET, "/profile").await.status, 200);
}
