//! `/templates`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::{members, no_short_text};
use crate::common::Sandbox;

/// The vendor's example.
fn cold_intro() -> Value {
    json!({
        "name": "Cold intro - SaaS", "subject": "Quick question, {{first_name}}",
        "body": "Hi {{first_name}},\n\nI noticed {{company}} is scaling fast...",
    })
}

/// A new template.
async fn made(sandbox: &Sandbox) -> Value {
    let mut answer = sandbox.post("/templates", &cold_intro()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["data"].take()
}

/// Is it in the list with that query?
async fn is_listed(sandbox: &Sandbox, query: &str, id: &Value) -> bool {
    let list = sandbox.data(&format!("/templates{query}")).await;
    list.as_array().unwrap().iter().any(|template| &template["id"] == id)
}

#[tokio::test]
async fn s1_a_template_comes_back_as_it_was_made() {
    let sandbox = Sandbox::unlimited().await;
    let template = made(&sandbox).await;
    for (field, value) in cold_intro().as_object().unwrap() {
        assert_eq!(&template[field], value);
    }
    assert_eq!(template["archived"], false);
    let all = ["archived", "body", "created_at", "id", "name", "subject", "updated_at"];
    assert_eq!(members(&template), all);
    assert_eq!(sandbox.data(&format!("/templates/{}", template["id"])).await, template);
    let list = sandbox.data("/templates").await;
    assert_eq!(list.as_array().unwrap().last(), Some(&template), "a list, not a page");
}

#[tokio::test]
async fn s1_an_archived_template_is_listed_only_on_demand() {
    let sandbox = Sandbox::unlimited().await;
    let id = &made(&sandbox).await["id"];
    for archived in [true, true, false, false] {
        let act = if archived { "archive" } else { "restore" };
        let answer = sandbox.act(&format!("/templates/{id}/{act}")).await;
        assert_eq!((answer.status, &answer.body["data"]["archived"]), (200, &json!(archived)));
        for query in ["", "?archived=false", "?archived=0"] {
            assert_eq!(is_listed(&sandbox, query, id).await, !archived, "{query}");
        }
        let foreign = &sandbox.foreign("templates").await["id"];
        for query in ["?archived=true", "?archived=1"] {
            assert!(is_listed(&sandbox, query, id).await, "{query}");
            assert!(!is_listed(&sandbox, query, foreign).await, "{query}");
        }
        assert_eq!(sandbox.data(&format!("/templates/{id}")).await["archived"], archived);
    }
}

#[tokio::test]
async fn s1_archiving_what_is_archived_changes_nothing() {
    let sandbox = Sandbox::unlimited().await;
    let id = &made(&sandbox).await["id"];
    let mut answers = Vec::new();
    for _ in 0..2 {
        sandbox.advance(5000).await;
        answers.push(sandbox.act(&format!("/templates/{id}/archive")).await.body);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn s1_an_update_changes_what_it_names_and_no_more() {
    let sandbox = Sandbox::unlimited().await;
    let template = made(&sandbox).await;
    let path = format!("/templates/{}", template["id"]);
    let mut expected = template.clone();
    for (field, value) in [("name", "ü"), ("subject", "Hello"), ("body", "Hello\n{{company}}")] {
        sandbox.advance(1000).await;
        let answer = sandbox.put(&path, &json!({ field: value })).await;
        expected[field] = json!(value);
        expected["updated_at"] = answer.body["data"]["updated_at"].clone();
        assert_eq!((answer.status, &answer.body["data"]), (200, &expected));
        assert_ne!(expected["updated_at"], template["updated_at"]);
        assert_eq!(sandbox.data(&path).await, expected);
    }
    assert_eq!(sandbox.put(&path, &json!({})).await.status, 200, "nothing to change is no error");
}

#[tokio::test]
async fn s1_a_deleted_template_is_gone() {
    let sandbox = Sandbox::unlimited().await;
    let path = format!("/templates/{}", made(&sandbox).await["id"]);
    let answer = sandbox.delete(&path).await;
    assert_eq!((answer.status, &answer.body["data"]), (200, &Value::Null));
    assert_eq!(sandbox.get(&path).await.code(), (404, "NOT_FOUND"));
    assert_eq!(sandbox.delete(&path).await.code(), (404, "NOT_FOUND"));
    assert_eq!(sandbox.act(&format!("{path}/restore")).await.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s3_every_bad_template_is_422_naming_the_field() {
    let sandbox = Sandbox::unlimited().await;
    let path = format!("/templates/{}", made(&sandbox).await["id"]);
    let bad = [
        ("name", no_short_text()),
        ("subject", no_short_text()),
        ("body", vec![json!(""), json!("x".repeat(50_001)), json!({}), json!(null)]),
    ];
    let (post, needed) = (Method::POST, ["name", "subject", "body"]);
    sandbox.assert_refuses(post, "/templates", &cold_intro(), &needed, &bad).await;
    sandbox.assert_refuses(Method::PUT, &path, &cold_intro(), &[], &bad).await;
    let values = ["yes", "TRUE", "", "2"];
    sandbox.assert_refuses_query("/templates", "archived", &values).await;

    let long = json!({
        "name": "ü".repeat(255), "subject": "ü".repeat(255), "body": "ü".repeat(50_000),
    });
    assert_eq!(sandbox.post("/templates", &long).await.status, 201);
}
