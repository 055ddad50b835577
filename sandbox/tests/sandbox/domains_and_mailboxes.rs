//! `/domains` and `/mailboxes`, which a sandbox begins with.

use serde_json::{Value, json};

use crate::calls::members;
use crate::common::Sandbox;

/// Is `list` sorted so, and has it something to sort?
fn is_sorted(list: &Value, field: &str, newest_first: bool) -> bool {
    let values: Vec<_> = list.as_array().unwrap().iter().map(|row| row[field].clone()).collect();
    let in_order = |pair: &[Value]| match (&pair[0], &pair[1]) {
        (Value::String(one), Value::String(next)) if newest_first => one > next,
        (Value::Number(one), Value::Number(next)) if !newest_first => one.as_i64() < next.as_i64(),
        _ => false,
    };
    values.len() > 1 && values.windows(2).all(in_order)
}

#[tokio::test]
async fn s1_a_domain_has_its_dns_records_its_reputation_and_its_mailboxes() {
    let sandbox = Sandbox::unlimited().await;
    let list = sandbox.data("/domains").await;
    assert!(is_sorted(&list, "id", false));
    let of_project = format!("/projects/{}/domains", sandbox.project);
    assert_eq!(sandbox.data(&of_project).await, list);
    for domain in list.as_array().unwrap() {
        let fields = ["dns_status", "domain", "id", "project_id", "reputation_score"];
        assert_eq!(members(domain), fields);
        assert_eq!(domain["project_id"], sandbox.project);
        let full = sandbox.data(&format!("/domains/{}", domain["id"])).await;
        for field in fields {
            assert_eq!(full[field], domain[field]);
        }
        let records = full["dns_records"].as_array().unwrap();
        assert!(!records.is_empty());
        for record in records {
            assert_eq!(members(record), ["host", "status", "type", "value"]);
        }
        assert_eq!(members(&full["reputation_history"][0]), ["date", "score"]);
        assert!(is_sorted(&full["reputation_history"], "date", true), "newest first");
        let mailboxes = sandbox.data("/mailboxes").await;
        let theirs = mailboxes.as_array().unwrap().iter();
        let theirs: Vec<_> = theirs.filter(|it| it["domain_id"] == domain["id"]).collect();
        assert!(!theirs.is_empty());
        assert_eq!(json!(theirs), full["mailboxes"]);
    }
}

#[tokio::test]
async fn s1_a_mailbox_has_its_warm_up_its_history_and_its_reputation() {
    let sandbox = Sandbox::unlimited().await;
    let list = sandbox.data("/mailboxes").await;
    assert!(is_sorted(&list, "id", false));
    let of_project = format!("/projects/{}/mailboxes", sandbox.project);
    assert_eq!(sandbox.data(&of_project).await, list);
    for mailbox in list.as_array().unwrap() {
        let fields = ["daily_limit", "domain_id", "email", "id", "project_id", "warmup_status"];
        assert_eq!(members(mailbox), fields);
        let full = sandbox.data(&format!("/mailboxes/{}", mailbox["id"])).await;
        for field in fields {
            assert_eq!(full[field], mailbox[field]);
        }
        assert_eq!(members(&full["warmup_schedule"][0]), ["day", "limit"]);
        assert!(is_sorted(&full["warmup_schedule"], "day", false));
        assert_eq!(members(&full["sending_history"][0]), ["date", "sent"]);
        assert!(is_sorted(&full["sending_history"], "date", true), "newest first");
        let domain = sandbox.data(&format!("/domains/{}", mailbox["domain_id"])).await;
        let reputation = json!({
            "score": domain["reputation_score"], "history": domain["reputation_history"],
        });
        assert_eq!(full["reputation"], reputation, "a mailbox's is its domain's");
    }
}

#[tokio::test]
async fn s1_a_project_without_domains_has_none() {
    let sandbox = Sandbox::unlimited().await;
    let made = sandbox.post("/projects", &json!({ "name": "New" })).await;
    for what in ["domains", "mailboxes"] {
        let path = format!("/projects/{}/{what}", made.body["data"]["id"]);
        assert_eq!(sandbox.data(&path).await, json!([]));
    }
}

#[tokio::test]
async fn s2_lists_show_the_users_own_alone() {
    let sandbox = Sandbox::unlimited().await;
    for what in ["domains", "mailboxes"] {
        let foreign = &sandbox.foreign(what).await["id"];
        let list = sandbox.data(&format!("/{what}")).await;
        assert!(list.as_array().unwrap().iter().all(|it| &it["id"] != foreign), "{what}");
    }
}
