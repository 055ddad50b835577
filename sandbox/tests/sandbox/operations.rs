//! What every operation does alike, whichever it is: keys, ids, queries and bodies (S2, S3).

use linkyfy_sandbox::server::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::cases::cases;
use crate::common::{Sandbox, send, with};
use crate::document::assert_documented;

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

#[tokio::test]
async fn s2_every_keyed_operation_asks_for_the_key() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases().into_iter().filter(|case| !case.operation.is_public()) {
        let id = case.operation.id;
        for key in [None, Some("wrong"), Some("")] {
            let mut request = sandbox.public(case.method(), &case.path());
            if let Some(key) = key {
                request = request.header("X-API-Key", key);
            }
            let answer = send(request.body("not even JSON")).await;
            assert_eq!(answer.code(), (401, "UNAUTHORIZED"), "{id} {key:?}");
        }
    }
}

#[tokio::test]
async fn s2_what_is_another_users_or_nobodys_is_404() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases() {
        let id = case.operation.id;
        let mut paths = case.paths_with(|theirs| theirs.to_string());
        for nobodys in ["0", "-1", "01", "1.0", "x", "%ff", "999999", "9007199254740993"] {
            paths.extend(case.paths_with(|_| nobodys.to_owned()));
        }
        for path in paths {
            let answer = send(case.call_at(&sandbox, &path)).await;
            assert_eq!(answer.code(), (404, "NOT_FOUND"), "{id} {path}");
        }
    }
}

#[tokio::test]
async fn s2_another_users_rows_stay_as_they_are() {
    let sandbox = Sandbox::unlimited().await;
    let before = sandbox.snapshot().await;
    for case in cases() {
        for path in case.paths_with(|theirs| theirs.to_string()) {
            send(case.call_at(&sandbox, &path)).await;
        }
    }
    assert_eq!(sandbox.snapshot().await, before);
}

#[tokio::test]
async fn s2_pages_are_of_1_to_100_items() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases().into_iter().filter(|case| case.is_paged()) {
        let get = |query: String| send(case.call_at(&sandbox, &format!("{}?{query}", case.path())));
        for name in ["page", "per_page"] {
            for value in ["0", "-1", "x", "", "1.5", "01", "99999999999999999999"] {
                let answer = get(format!("{name}={value}")).await;
                answer.assert_names(name, &format!("{} {value}", case.operation.id));
            }
        }
        get("per_page=101".to_owned()).await.assert_names("per_page", case.operation.id);
        for per_page in [1, 100] {
            let answer = get(format!("per_page={per_page}&page=1")).await;
            let data = &answer.body["data"];
            let page = if data["contacts"].is_object() { &data["contacts"] } else { data };
            assert_eq!(page["per_page"], per_page, "{}", case.operation.id);
            assert!(page["data"].as_array().unwrap().len() <= per_page);
        }
    }
}

#[tokio::test]
async fn s3_unknown_query_parameters_are_422_naming_them() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases() {
        let path = format!("{}?unknown=1", case.path());
        let answer = send(case.call_at(&sandbox, &path)).await;
        answer.assert_names("unknown", case.operation.id);
    }
}

#[tokio::test]
async fn s3_a_body_that_is_no_json_object_is_422_everywhere() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases().into_iter().filter(|case| case.body.is_some()) {
        for body in ["", "{", "[]", "null", "1", "\"x\"", "{}{}", "{\"a\":1e999}", "a=1"] {
            let answer = send(case.call(&sandbox).body(body)).await;
            answer.assert_names("body", &format!("{} {body}", case.operation.id));
        }
    }
}

#[tokio::test]
async fn s3_unknown_fields_are_422_naming_them() {
    let sandbox = Sandbox::unlimited().await;
    let before = sandbox.snapshot().await;
    for case in cases() {
        let Some(body) = &case.body else { continue };
        let body = with(body, "unknown", json!(1));
        let answer = send(case.call(&sandbox).json(&body)).await;
        answer.assert_names("unknown", case.operation.id);
    }
    assert_eq!(sandbox.snapshot().await, before, "a refused body changes nothing");
}

#[tokio::test]
async fn s1_an_update_without_a_field_changes_nothing() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.advance(DAY_MS).await;
    let before = sandbox.snapshot().await;
    let paths = ["/projects/1", "/templates/1", "/campaigns/1"];
    for path in paths {
        let (shown, answer) = (sandbox.data(path).await, sandbox.put(path, &json!({})).await);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert_eq!(answer.body["data"]["updated_at"], shown["updated_at"], "{path}");
    }
    assert_eq!(sandbox.snapshot().await, before);
    let lists = ("/campaigns/1", json!({ "contact_list_ids": [1] }));
    for (path, body) in
        paths.map(|path| (path, json!({ "name": "New" }))).into_iter().chain([lists])
    {
        sandbox.advance(DAY_MS).await;
        let (shown, answer) = (sandbox.data(path).await, sandbox.put(path, &body).await);
        assert_ne!(answer.body["data"]["updated_at"], shown["updated_at"], "{path} {body}");
    }
}

#[tokio::test]
async fn s2_every_answer_to_a_key_tells_its_limit_and_any_page_may_read_it() {
    let sandbox = Sandbox::start_with(Settings { rate_limit: 1000, ..Settings::default() }).await;
    for case in cases() {
        let answer = send(case.call(&sandbox).header("Origin", "https://shop.example")).await;
        let id = case.operation.id;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{id}");
        let exposed = answer.header("access-control-expose-headers");
        for name in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "date"] {
            assert!(exposed.split(',').any(|it| it == name), "{id}: {exposed}");
        }
        if case.operation.is_public() {
            continue;
        }
        assert_eq!(answer.header("x-ratelimit-limit"), "1000", "{id}");
        let left: i64 = answer.header("x-ratelimit-remaining").parse().unwrap();
        assert!((0..1000).contains(&left), "{id}");
        if id == "profile.regenerateApiKey" {
            return;
        }
    }
}

#[tokio::test]
async fn s1_other_addresses_are_served_on_demand_alone() {
    let paths = |sandbox: &Sandbox, id: &str, address: &str| {
        let case = cases().into_iter().find(|case| case.operation.id == id).unwrap();
        let (method, path) = address.split_once(' ').unwrap();
        let path = crate::cases::IDS.iter().fold(path.to_owned(), |path, (name, mine, _)| {
            path.replace(&format!("{{{name}}}"), &mine.to_string())
        });
        let method: Method = method.parse().unwrap();
        let request = sandbox.public(method, &path).header("X-API-Key", &sandbox.key);
        let request = match &case.body {
            Some(body) => request.json(body),
            None => request,
        };
        (request, case.status)
    };
    let plain = Sandbox::unlimited().await;
    for (id, address) in linkyfy_sandbox::routes::ALIASES {
        let (request, _) = paths(&plain, id, address);
        assert_eq!(send(request).await.code(), (404, "NOT_FOUND"), "{address}");

        let settings = Settings { rate_limit: 0, aliases: true };
        let sandbox = Sandbox::start_with(settings).await;
        let (request, status) = paths(&sandbox, id, address);
        let answer = send(request).await;
        assert_eq!(answer.status, status, "{id} at {address}: {}", answer.body);
    }
}

#[tokio::test]
async fn s5_an_expired_subscription_is_402_for_every_key_and_nothing_else() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.set("plan", json!({ "subscription_expired": true })).await;
    for case in cases() {
        let answer = send(case.call(&sandbox)).await;
        if case.operation.is_public() {
            assert_eq!(answer.status, 200, "{}", case.operation.id);
        } else {
            assert_eq!(answer.code(), (402, "SUBSCRIPTION_EXPIRED"), "{}", case.operation.id);
        }
    }
    sandbox.set("plan", json!({ "subscription_expired": false })).await;
    assert_eq!(sandbox.get("/profile").await.status, 200);
}

#[tokio::test]
async fn s5_a_quota_exceeded_is_429_where_mail_would_be_sent() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.set("plan", json!({ "quota_exceeded": true })).await;
    for case in cases() {
        let id = case.operation.id;
        let sends = ["campaigns.create", "campaigns.enable", "inbox.reply"].contains(&id);
        if id == "profile.regenerateApiKey" || id.ends_with("delete") {
            continue;
        }
        let answer = send(case.call(&sandbox)).await;
        if sends {
            assert_eq!(answer.code(), (429, "QUOTA_EXCEEDED"), "{id}");
            assert_eq!(answer.header("retry-after"), "", "waiting doesn't help");
            assert_documented(id, 429, &answer.body);
        } else {
            assert_eq!(answer.status, case.status, "{id}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn s5_the_clock_moves_times_and_the_limits_minute() {
    let sandbox = Sandbox::start_with(Settings { rate_limit: 1, ..Settings::default() }).await;
    let before = sandbox.post("/templates", &template()).await;
    assert_eq!(before.status, 201);
    assert_eq!(sandbox.get("/projects").await.status, 429);
    let day_ms = 24 * 60 * 60 * 1000;
    sandbox.set("clock", json!({ "advance_ms": day_ms })).await;
    let after = sandbox.post("/templates", &template()).await;
    assert_eq!(after.status, 201, "another minute");
    let day = |answer: &crate::common::Answer| {
        answer.body["data"]["created_at"].as_str().unwrap()[..10].to_owned()
    };
    assert!(day(&after) > day(&before));
    assert_ne!(&after.header("date")[..16], &before.header("date")[..16]);
    let reset: i64 = after.header("x-ratelimit-reset").parse().unwrap();
    let reset_before: i64 = before.header("x-ratelimit-reset").parse().unwrap();
    assert!(reset - reset_before >= 24 * 60 * 60);
}

#[tokio::test]
async fn s5_a_reset_leaves_what_the_first_start_made_and_the_key() {
    let sandbox = Sandbox::unlimited().await;
    for case in cases() {
        if case.operation.id != "profile.regenerateApiKey" {
            send(case.call(&sandbox)).await;
        }
    }
    sandbox.set("clock", json!({ "advance_ms": 1_000_000_000 })).await;
    sandbox.set("step", json!({ "ticks": 3 })).await;
    sandbox.set("reset", json!({})).await;
    let fresh = Sandbox::unlimited().await;
    let (mut after, mut first) = (sandbox.snapshot().await, fresh.snapshot().await);
    for tables in [&mut after, &mut first] {
        // Keys and times are each start's own; a test adds a third user.
        strip(tables);
        for table in ["users", "profiles", "plans"] {
            tables[table].as_array_mut().unwrap().truncate(2);
        }
    }
    for (table, rows) in first.as_object().unwrap() {
        assert_eq!(&after[table], rows, "{table}");
    }
    assert_eq!(sandbox.get("/projects").await.status, 200, "the same key");
}

#[tokio::test]
async fn s5_a_reset_seeds_at_the_time_that_the_clock_is_set_back_to() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.advance(90 * DAY_MS).await;
    sandbox.set("reset", json!({})).await;
    let now = jiff::Timestamp::now().as_millisecond();
    for (table, rows) in sandbox.snapshot().await.as_object().unwrap() {
        for row in rows.as_array().unwrap() {
            assert!(row["created_at"].as_i64().unwrap_or(0) <= now, "{table}: {row}");
        }
    }
    assert_eq!(sandbox.data("/billing/plan").await["usage"]["sent"], 0);
    let moved = sandbox.set("clock", json!({ "advance_ms": 8 * DAY_MS })).await;
    assert_eq!(moved["auto_replies"], 6, "three of each user's");
}

/// Takes out what is of a time or random.
fn strip(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(members) => {
            members.retain(|name, _| {
                !(name.ends_with("_at") || ["api_key", "date", "cycle_start"].contains(&&name[..]))
            });
            members.values_mut().for_each(strip);
        }
        _ => {}
    }
}

fn template() -> Value {
    json!({ "name": "a", "subject": "b", "body": "c" })
}
