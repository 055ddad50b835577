//! `/inbox/threads`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::{members, no_short_text};
use crate::common::Sandbox;

/// An hour in milliseconds.
const HOUR_MS: i64 = 60 * 60 * 1000;

/// The threads with that query, on one page.
async fn threads(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let page = sandbox.data(&format!("/inbox/threads{query}")).await;
    let threads = page["data"].as_array().unwrap().clone();
    assert_eq!(page["total"], threads.len(), "{query}");
    threads
}

async fn thread(sandbox: &Sandbox, id: &Value) -> Value {
    let all = threads(sandbox, "").await;
    all.into_iter().find(|thread| &thread["id"] == id).unwrap()
}

/// The thread that has so many auto-replies to come.
async fn with_auto_replies(sandbox: &Sandbox, number: usize) -> Value {
    let waiting = sandbox.rows("auto_replies").await;
    let count = |id: &Value| waiting.iter().filter(|row| &row["thread_id"] == id).count();
    let all = threads(sandbox, "").await;
    all.into_iter().map(|it| it["id"].clone()).find(|id| count(id) == number).unwrap()
}

/// The auto-replies of a thread that are to come, the next first.
async fn waiting(sandbox: &Sandbox, thread: &Value) -> Vec<Value> {
    let mut rows = sandbox.rows("auto_replies").await;
    rows.retain(|row| &row["thread_id"] == thread);
    rows.sort_by_key(|row| row["scheduled_at"].as_i64());
    rows
}

#[tokio::test]
async fn s1_threads_are_listed_by_their_latest_message() {
    let sandbox = Sandbox::unlimited().await;
    let all = threads(&sandbox, "").await;
    assert!(all.len() > 2);
    let fields = [
        "auto_reply",
        "campaign_id",
        "contact_email",
        "id",
        "last_message_at",
        "project_id",
        "subject",
        "tag",
    ];
    assert_eq!(members(&all[0]), fields);
    let oldest = &all.last().unwrap()["id"];
    sandbox.advance(HOUR_MS).await;
    let path = format!("/inbox/threads/{oldest}/reply");
    assert_eq!(sandbox.post(&path, &json!({ "body": "Hello" })).await.status, 201);
    assert_eq!(&threads(&sandbox, "").await[0]["id"], oldest);
    let second = sandbox.data("/inbox/threads?per_page=1&page=2").await;
    assert_eq!((&second["data"][0]["id"], &second["from"]), (&all[0]["id"], &json!(2)));
}

#[tokio::test]
async fn s1_threads_are_filtered_by_project_campaign_and_tag() {
    let sandbox = Sandbox::unlimited().await;
    let all = threads(&sandbox, "").await;
    let (id, campaign) = (&all[0]["id"], &all[0]["campaign_id"]);
    let tagged = sandbox.put(&format!("/inbox/threads/{id}/tag"), &json!({ "tag": "a b&c" })).await;
    assert_eq!(tagged.status, 200);
    let project = sandbox.project;
    for (query, expected) in [
        (format!("?project_id={project}"), all.len()),
        (format!("?campaign_id={campaign}"), all.len()),
        (format!("?campaign_id={campaign}&project_id={project}&tag=a%20b%26c"), 1),
        ("?tag=a+b%26c".to_owned(), 1),
        ("?tag=A+b%26c".to_owned(), 0),
        ("?tag=a".to_owned(), 0),
        ("?campaign_id=9007199254740991".to_owned(), 0),
        (format!("?project_id=9007199254740991&campaign_id={campaign}"), 0),
    ] {
        assert_eq!(threads(&sandbox, &query).await.len(), expected, "{query}");
    }
    let foreign = sandbox.foreign("threads").await;
    assert!(all.iter().all(|thread| thread["id"] != foreign["id"]));
    for name in ["project_id", "campaign_id"] {
        let query = format!("?{name}={}", foreign[name]);
        assert_eq!(threads(&sandbox, &query).await.len(), 0, "{query}");
    }
    for name in ["project_id", "campaign_id"] {
        let values = ["0", "x", "", "9007199254740992"];
        sandbox.assert_refuses_query("/inbox/threads", name, &values).await;
    }
    let long = "x".repeat(256);
    sandbox.assert_refuses_query("/inbox/threads", "tag", &["", &long]).await;
}

#[tokio::test]
async fn s1_a_reply_is_sent_from_where_the_contact_wrote_to() {
    let sandbox = Sandbox::unlimited().await;
    let id = &with_auto_replies(&sandbox, 2).await;
    let path = format!("/inbox/threads/{id}");
    let before = sandbox.data(&path).await;
    let contact = thread(&sandbox, id).await["contact_email"].clone();
    let last = before.as_array().unwrap().last().unwrap();
    assert_eq!((&last["direction"], &last["from"]), (&json!("inbound"), &contact));

    sandbox.advance(1000).await;
    let mut expected = before.as_array().unwrap().clone();
    for body in ["Thanks for your interest! Let me schedule a call...", "And a second one."] {
        let answer = sandbox.post(&format!("{path}/reply"), &json!({ "body": body })).await;
        assert_eq!(answer.status, 201);
        let message = &answer.body["data"];
        let fields = ["body", "direction", "from", "id", "sent_at", "subject", "to"];
        assert_eq!(members(message), fields);
        assert_eq!((&message["direction"], &message["body"]), (&json!("outbound"), &json!(body)));
        assert_eq!((&message["from"], &message["to"]), (&last["to"], &contact));
        assert_eq!(message["subject"], last["subject"], "Re: once");
        assert_eq!(thread(&sandbox, id).await["last_message_at"], message["sent_at"]);
        expected.push(message.clone());
    }
    assert_eq!(sandbox.data(&path).await, json!(expected), "oldest first");
    assert_eq!(waiting(&sandbox, id).await.len(), 2, "what is scheduled stays");
}

#[tokio::test]
async fn s1_messages_are_in_the_order_of_their_times() {
    let sandbox = Sandbox::unlimited().await;
    for thread in threads(&sandbox, "").await {
        let messages = sandbox.data(&format!("/inbox/threads/{}", thread["id"])).await;
        let messages = messages.as_array().unwrap();
        assert!(messages.len() > 1);
        assert!(
            messages.windows(2).all(|it| it[0]["sent_at"].as_str() < it[1]["sent_at"].as_str())
        );
    }
}

#[tokio::test]
async fn s1_no_reply_is_sent_over_the_quota() {
    let sandbox = Sandbox::unlimited().await;
    let path = format!("/inbox/threads/{}", threads(&sandbox, "").await[0]["id"]);
    let before = sandbox.data(&path).await;
    sandbox.set("plan", json!({ "quota_exceeded": true })).await;
    let answer = sandbox.post(&format!("{path}/reply"), &json!({ "body": "Hello" })).await;
    assert_eq!(answer.code(), (429, "QUOTA_EXCEEDED"));
    assert_eq!(sandbox.data(&path).await, before);
}

#[tokio::test]
async fn s1_a_tag_takes_the_place_of_the_one_before() {
    let sandbox = Sandbox::unlimited().await;
    let mut expected = threads(&sandbox, "").await[0].clone();
    let path = format!("/inbox/threads/{}/tag", expected["id"]);
    for tag in ["hot-lead", "hot-lead", "ü later"] {
        let answer = sandbox.put(&path, &json!({ "tag": tag })).await;
        expected["tag"] = json!(tag);
        assert_eq!((answer.status, &answer.body["data"]), (200, &expected));
        assert_eq!(thread(&sandbox, &expected["id"]).await, expected);
    }
}

#[tokio::test]
async fn s1_only_the_next_auto_reply_is_cancelled() {
    let sandbox = Sandbox::unlimited().await;
    let id = &with_auto_replies(&sandbox, 2).await;
    let path = format!("/inbox/threads/{id}/auto-reply");
    let both = waiting(&sandbox, id).await;
    for left in [1, 0] {
        let next = thread(&sandbox, id).await["auto_reply"].clone();
        assert_eq!(members(&next), ["body", "scheduled_at"]);
        let answer = sandbox.delete(&path).await;
        assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
        assert_eq!(waiting(&sandbox, id).await, both[2 - left..], "the later ones stay");
    }
    assert_eq!(thread(&sandbox, id).await["auto_reply"], Value::Null);
    assert_eq!(sandbox.delete(&path).await.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s1_only_the_next_auto_reply_gets_another_text() {
    let sandbox = Sandbox::unlimited().await;
    let id = &with_auto_replies(&sandbox, 2).await;
    let path = format!("/inbox/threads/{id}/auto-reply");
    let mut expected = waiting(&sandbox, id).await;
    expected[0]["body"] = json!("Updated auto-reply content here...");
    let body = json!({ "body": expected[0]["body"] });
    for _ in 0..2 {
        let answer = sandbox.put(&path, &body).await;
        assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
        assert_eq!(waiting(&sandbox, id).await, expected);
        assert_eq!(thread(&sandbox, id).await["auto_reply"]["body"], expected[0]["body"]);
    }
    let none = with_auto_replies(&sandbox, 0).await;
    let answer = sandbox.put(&format!("/inbox/threads/{none}/auto-reply"), &body).await;
    assert_eq!(answer.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s3_every_bad_body_is_422_naming_the_field() {
    let sandbox = Sandbox::unlimited().await;
    let path = format!("/inbox/threads/{}", with_auto_replies(&sandbox, 2).await);
    let text = vec![json!(""), json!(" \n"), json!("x".repeat(50_001)), json!(1), json!(null)];
    let (body, bad) = (json!({ "body": "x" }), [("body", text)]);
    for (method, rest) in [(Method::POST, "reply"), (Method::PUT, "auto-reply")] {
        let path = format!("{path}/{rest}");
        sandbox.assert_refuses(method, &path, &body, &["body"], &bad).await;
    }
    let (body, bad) = (json!({ "tag": "x" }), [("tag", no_short_text())]);
    sandbox.assert_refuses(Method::PUT, &format!("{path}/tag"), &body, &["tag"], &bad).await;
}
