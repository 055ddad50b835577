//! `/notifications`.

use serde_json::{Value, json};

use crate::calls::members;
use crate::common::Sandbox;

async fn list(sandbox: &Sandbox, query: &str) -> Vec<Value> {
    let page = sandbox.data(&format!("/notifications{query}")).await;
    let list = page["data"].as_array().unwrap().clone();
    assert_eq!(page["total"], list.len());
    list
}

#[tokio::test]
async fn s1_notifications_are_newest_first_and_unread_ones_can_be_had_alone() {
    let sandbox = Sandbox::unlimited().await;
    let all = list(&sandbox, "").await;
    let fields = ["created_at", "id", "message", "read_at", "title", "type"];
    assert_eq!(members(&all[0]), fields);
    let order = |it: &Value| (it["created_at"].as_str().unwrap().to_owned(), it["id"].as_i64());
    assert!(all.windows(2).all(|pair| order(&pair[0]) > order(&pair[1])));

    let foreign = &sandbox.foreign("notifications").await["id"];
    assert!(all.iter().all(|it| &it["id"] != foreign));

    let unread: Vec<_> = all.iter().filter(|it| it["read_at"].is_null()).cloned().collect();
    assert!(!unread.is_empty() && unread.len() < all.len(), "the seeds have both");
    for query in ["?unread=true", "?unread=1"] {
        assert_eq!(list(&sandbox, query).await, unread, "{query}");
    }
    for query in ["?unread=false", "?unread=0"] {
        assert_eq!(list(&sandbox, query).await, all, "{query}");
    }
    let page = sandbox.data("/notifications?per_page=1&page=2").await;
    assert_eq!((&page["data"][0], &page["from"]), (&all[1], &json!(2)));
}

#[tokio::test]
async fn s1_what_is_read_keeps_the_time_when_it_first_was() {
    let sandbox = Sandbox::unlimited().await;
    let id = list(&sandbox, "?unread=true").await[0]["id"].clone();
    let mut times = Vec::new();
    for _ in 0..2 {
        sandbox.advance(5000).await;
        let answer = sandbox.act(&format!("/notifications/{id}/read")).await;
        assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
        let all = list(&sandbox, "").await;
        times.push(all.iter().find(|it| it["id"] == id).unwrap()["read_at"].clone());
    }
    assert!(times[0].is_string());
    assert_eq!(times[0], times[1]);
    assert!(list(&sandbox, "?unread=true").await.iter().all(|it| it["id"] != id));
}

#[tokio::test]
async fn s1_all_can_be_read_at_once_and_only_the_users_own_are() {
    let sandbox = Sandbox::unlimited().await;
    let before = list(&sandbox, "").await;
    for _ in 0..2 {
        sandbox.advance(5000).await;
        let answer = sandbox.act("/notifications/read-all").await;
        assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
        assert_eq!(list(&sandbox, "?unread=true").await, [json!(null); 0]);
    }
    for (old, new) in before.iter().zip(list(&sandbox, "").await) {
        assert!(old["read_at"].is_null() || old["read_at"] == new["read_at"]);
    }
    let rows = sandbox.rows("notifications").await;
    assert!(rows.iter().any(|row| row["user_id"] != 1 && row["read_at"].is_null()));
}

#[tokio::test]
async fn s3_a_bad_query_is_422_naming_the_parameter() {
    let sandbox = Sandbox::unlimited().await;
    let values = ["yes", "True", "", "2"];
    sandbox.assert_refuses_query("/notifications", "unread", &values).await;
}
