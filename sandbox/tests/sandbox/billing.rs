//! `/billing`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::members;
use crate::common::Sandbox;

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn sent(sandbox: &Sandbox) -> i64 {
    sandbox.data("/billing/plan").await["usage"]["sent"].as_i64().unwrap()
}

#[tokio::test]
async fn s1_a_plan_has_its_use_and_a_cycle_of_a_month() {
    let sandbox = Sandbox::unlimited().await;
    let plan = sandbox.data("/billing/plan").await;
    assert_eq!(members(&plan), ["billing_cycle", "plan_type", "usage"]);
    assert_eq!(plan["plan_type"], "full_service");
    assert_eq!(members(&plan["usage"]), ["limit", "sent"]);
    let (start, end) = (&plan["billing_cycle"]["start"], &plan["billing_cycle"]["end"]);
    assert!(start.as_str() < end.as_str());

    sandbox.advance(31 * DAY_MS).await;
    let next = sandbox.data("/billing/plan").await;
    assert_eq!(&next["billing_cycle"]["start"], end, "one cycle follows the other");
    assert!(next["billing_cycle"]["end"].as_str() > end.as_str());
}

#[tokio::test]
async fn s1_what_is_sent_counts_in_its_cycle() {
    let sandbox = Sandbox::unlimited().await;
    let before = sent(&sandbox).await;
    let threads = sandbox.data("/inbox/threads").await;
    let path = format!("/inbox/threads/{}/reply", threads["data"][0]["id"]);
    assert_eq!(sandbox.post(&path, &json!({ "body": "Hello" })).await.status, 201);
    assert_eq!(sent(&sandbox).await, before + 1);
    sandbox.advance(62 * DAY_MS).await;
    assert_eq!(sent(&sandbox).await, 0, "a new cycle begins with nothing");
}

#[tokio::test]
async fn s1_a_plan_can_be_changed_to_one_of_two() {
    let sandbox = Sandbox::unlimited().await;
    let before = sandbox.data("/billing/plan").await;
    for plan_type in ["own_smtp", "own_smtp", "full_service"] {
        let answer = sandbox.put("/billing/plan", &json!({ "plan_type": plan_type })).await;
        let mut expected = before.clone();
        expected["plan_type"] = json!(plan_type);
        assert_eq!((answer.status, &answer.body["data"]), (200, &expected));
        assert_eq!(sandbox.data("/billing/plan").await, expected);
    }
    let others = sandbox.rows("plans").await;
    assert!(others.iter().all(|plan| plan["plan_type"] == "full_service"));
}

#[tokio::test]
async fn s1_payments_are_newest_first_with_their_invoices() {
    let sandbox = Sandbox::unlimited().await;
    let page = sandbox.data("/billing/payments").await;
    let payments = page["data"].as_array().unwrap();
    assert!(payments.len() > 1);
    let fields = ["amount", "currency", "id", "invoice", "paid_at", "status"];
    for payment in payments {
        assert_eq!(members(payment), fields);
        assert_eq!(members(&payment["invoice"]), ["number", "url"]);
        assert_eq!(payment["amount"], 99.0, "units of the currency, not hundredths");
    }
    assert!(
        payments.windows(2).all(|pair| pair[0]["paid_at"].as_str() > pair[1]["paid_at"].as_str())
    );
    let second = sandbox.data("/billing/payments?per_page=1&page=2").await;
    assert_eq!((&second["data"][0], &second["total"]), (&payments[1], &page["total"]));
    let foreign = &sandbox.foreign("payments").await["id"];
    assert!(payments.iter().all(|payment| &payment["id"] != foreign));
}

#[tokio::test]
async fn s3_every_bad_plan_is_422_naming_the_field() {
    let sandbox = Sandbox::unlimited().await;
    let (path, body) = ("/billing/plan", json!({ "plan_type": "own_smtp" }));
    let bad = ["", "OWN_SMTP", "free"].map(Value::from).into_iter();
    let bad = bad.chain([json!(null), json!(1), json!(["own_smtp"]), json!("x".repeat(10_000))]);
    let bad = [("plan_type", bad.collect())];
    sandbox.assert_refuses(Method::PUT, path, &body, &["plan_type"], &bad).await;
    assert_eq!(sandbox.data(path).await["plan_type"], "full_service");
}
