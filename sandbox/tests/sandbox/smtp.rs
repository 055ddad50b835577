//! `/projects/{project_id}/smtp`.

use linkyfy_sandbox::envelope::ApiError;
use reqwest::Method;
use serde_json::{Value, json};

use crate::calls::{members, no_short_text};
use crate::common::{Sandbox, send, with};

const MASK: &str = "********";

/// The vendor's example.
fn config() -> Value {
    json!({
        "smtp_host": "smtp.yourdomain.com", "smtp_port": 465, "smtp_encryption": "ssl",
        "smtp_username": "sender@yourdomain.com", "smtp_password": "your-password",
        "imap_host": "imap.yourdomain.com", "imap_port": 993, "imap_encryption": "ssl",
        "from_name": "John Smith", "from_email": "sender@yourdomain.com",
        "is_reply_mailbox": false,
    })
}

/// The same as an answer has it.
fn masked(config: &Value) -> Value {
    with(config, "smtp_password", json!(MASK))
}

/// A project without configurations and campaigns; its configurations' path.
async fn empty_project(sandbox: &Sandbox) -> (Value, String) {
    let mut made = sandbox.post("/projects", &json!({ "name": "New" })).await;
    let id = made.body["data"]["id"].take();
    let path = format!("/projects/{id}/smtp");
    (id, path)
}

/// A new configuration.
async fn made(sandbox: &Sandbox, path: &str, config: &Value) -> Value {
    let mut answer = sandbox.post(path, config).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body["data"].take()
}

/// Of each configuration of the project whether it is the reply mailbox.
async fn reply_mailboxes(sandbox: &Sandbox, path: &str) -> Vec<bool> {
    let list = sandbox.data(path).await;
    let list = list.as_array().unwrap().iter();
    list.map(|config| config["is_reply_mailbox"].as_bool().unwrap()).collect()
}

async fn campaign(sandbox: &Sandbox, project: &Value) -> Value {
    let body = json!({ "project_id": project, "name": "Q2" });
    let mut made = sandbox.post("/campaigns", &body).await;
    assert_eq!((made.status, &made.body["data"]["status"]), (201, &json!("enabled")));
    made.body["data"]["id"].take()
}

#[tokio::test]
async fn s1_a_configuration_comes_back_as_it_was_made_with_its_password_masked() {
    let sandbox = Sandbox::unlimited().await;
    let (project, path) = empty_project(&sandbox).await;
    assert_eq!(sandbox.data(&path).await, json!([]));
    let one = made(&sandbox, &path, &config()).await;
    let mut expected = masked(&config());
    expected["id"] = one["id"].clone();
    expected["project_id"] = project;
    assert_eq!(one, expected);

    let least = ["smtp_host", "smtp_port", "smtp_username", "smtp_password", "from_email"];
    let least: Value =
        least.map(|field| (field.to_owned(), config()[field].clone())).into_iter().collect();
    let other = made(&sandbox, &path, &least).await;
    assert_eq!(members(&other), members(&one));
    assert_eq!((&other["imap_host"], &other["is_reply_mailbox"]), (&Value::Null, &json!(false)));
    assert_eq!(sandbox.data(&path).await, json!([one, other]));
}

#[tokio::test]
async fn s1_a_password_stands_in_no_answer_and_no_snapshot() {
    let sandbox = Sandbox::unlimited().await;
    let (_, path) = empty_project(&sandbox).await;
    let secret = "5e7a-unique-secret";
    let created = sandbox.post(&path, &with(&config(), "smtp_password", json!(secret))).await;
    let one = format!("{path}/{}", created.body["data"]["id"]);
    let secrets = json!({ "smtp_password": secret });
    let answers = [
        created,
        sandbox.put(&one, &secrets).await,
        sandbox.get(&path).await,
        sandbox.put(&one, &with(&secrets, "smtp_port", json!(secret))).await,
        sandbox.put(&one, &json!({ secret: secret })).await,
        send(sandbox.control(Method::GET, "/snapshot")).await,
        send(sandbox.control(Method::GET, "/ledger")).await,
        sandbox.delete(&one).await,
    ];
    for (number, answer) in answers.iter().enumerate() {
        // A field of that name is repeated as it was sent.
        assert!(number == 4 || !answer.body.to_string().contains(secret), "{number}");
    }
}

#[tokio::test]
async fn s1_the_mask_sent_back_leaves_the_password() {
    let sandbox = Sandbox::unlimited().await;
    let (_, path) = empty_project(&sandbox).await;
    let one = made(&sandbox, &path, &config()).await;
    let update = format!("{path}/{}", one["id"]);
    let mut body = one.clone();
    for field in ["id", "project_id"] {
        body.as_object_mut().unwrap().remove(field);
    }
    body["smtp_port"] = json!(587);
    let answer = sandbox.put(&update, &body).await;
    assert_eq!(answer.body["data"], with(&one, "smtp_port", json!(587)));
    let password = || {
        let sql = "SELECT smtp_password FROM smtp_configs WHERE id = ?1";
        let id = one["id"].as_i64();
        let kept = sandbox.store.transact_here(|tx| tx.find(sql, [id], |row| row.get(0)));
        kept.unwrap_or_else(|error: ApiError| panic!("{error:?}"))
    };
    let kept: String = password();
    assert_eq!(kept, "your-password");
    for password_sent in ["another", MASK, MASK] {
        let body = json!({ "smtp_password": password_sent });
        assert_eq!(sandbox.put(&update, &body).await.status, 200);
        assert_eq!(password(), "another");
    }
    sandbox.post(&path, &masked(&config())).await.assert_names("smtp_password", "nothing to leave");
}

#[tokio::test]
async fn s1_an_update_changes_what_it_names_and_no_more() {
    let sandbox = Sandbox::unlimited().await;
    let (_, path) = empty_project(&sandbox).await;
    let mut expected = made(&sandbox, &path, &config()).await;
    let update = format!("{path}/{}", expected["id"]);
    for (field, value) in [
        ("smtp_host", json!("mail.acme.example")),
        ("smtp_port", json!(1)),
        ("imap_port", json!(65_535)),
        ("smtp_encryption", json!("tls")),
        ("imap_encryption", json!("none")),
        ("from_name", json!("Ü")),
        ("from_email", json!("a@b.example")),
        ("is_reply_mailbox", json!(true)),
        ("is_reply_mailbox", json!(false)),
    ] {
        let answer = sandbox.put(&update, &json!({ field: value })).await;
        expected[field] = value;
        assert_eq!((answer.status, &answer.body["data"]), (200, &expected), "{field}");
        assert_eq!(sandbox.data(&path).await, json!([expected]), "{field}");
    }
    assert_eq!(sandbox.put(&update, &json!({})).await.body["data"], expected);
}

#[tokio::test]
async fn s1_a_project_has_one_reply_mailbox_at_most() {
    let sandbox = Sandbox::unlimited().await;
    let (_, path) = empty_project(&sandbox).await;
    let reply = with(&config(), "is_reply_mailbox", json!(true));
    let first = made(&sandbox, &path, &reply).await;
    made(&sandbox, &path, &config()).await;
    assert_eq!(reply_mailboxes(&sandbox, &path).await, [true, false]);
    made(&sandbox, &path, &reply).await;
    assert_eq!(reply_mailboxes(&sandbox, &path).await, [false, false, true]);
    let (_, other) = empty_project(&sandbox).await;
    made(&sandbox, &other, &reply).await;
    let update = format!("{path}/{}", first["id"]);
    let answer = sandbox.put(&update, &json!({ "is_reply_mailbox": true })).await;
    assert_eq!(answer.body["data"]["is_reply_mailbox"], true);
    assert_eq!(reply_mailboxes(&sandbox, &path).await, [true, false, false]);
    assert_eq!(reply_mailboxes(&sandbox, &other).await, [true], "another project has its own");
}

#[tokio::test]
async fn s1_the_last_configuration_stays_while_campaigns_are_active() {
    let sandbox = Sandbox::unlimited().await;
    let (project, path) = empty_project(&sandbox).await;
    let [one, other] = [
        made(&sandbox, &path, &config()).await["id"].clone(),
        made(&sandbox, &path, &config()).await["id"].clone(),
    ];
    let campaign = campaign(&sandbox, &project).await;
    let gone = sandbox.delete(&format!("{path}/{one}")).await;
    assert_eq!((gone.status, &gone.body["data"]), (200, &Value::Null));
    let last = format!("{path}/{other}");
    sandbox.delete(&last).await.assert_names("smtp_id", "the last");
    assert_eq!(reply_mailboxes(&sandbox, &path).await.len(), 1);
    assert_eq!(sandbox.act(&format!("/campaigns/{campaign}/disable")).await.status, 200);
    assert_eq!(sandbox.delete(&last).await.status, 200);
    assert_eq!(sandbox.delete(&last).await.code(), (404, "NOT_FOUND"));
    assert_eq!(sandbox.data(&path).await, json!([]));
}

#[tokio::test]
async fn s1_the_reply_mailbox_stays_while_campaigns_are_active() {
    let sandbox = Sandbox::unlimited().await;
    let (project, path) = empty_project(&sandbox).await;
    let reply = with(&config(), "is_reply_mailbox", json!(true));
    let one = format!("{path}/{}", made(&sandbox, &path, &reply).await["id"]);
    let other = made(&sandbox, &path, &config()).await["id"].clone();
    campaign(&sandbox, &project).await;
    let answer = sandbox.delete(&one).await;
    answer.assert_names("smtp_id", "the reply mailbox");
    // Where another takes its place it can go.
    let update = format!("{path}/{other}");
    assert_eq!(sandbox.put(&update, &json!({ "is_reply_mailbox": true })).await.status, 200);
    assert_eq!(sandbox.delete(&one).await.status, 200);
}

#[tokio::test]
async fn s2_a_configuration_of_another_project_is_404() {
    let sandbox = Sandbox::unlimited().await;
    let (_, other) = empty_project(&sandbox).await;
    let mine = &sandbox.data(&format!("/projects/{}/smtp", sandbox.project)).await[1]["id"];
    let path = format!("{other}/{mine}");
    assert_eq!(sandbox.put(&path, &json!({})).await.code(), (404, "NOT_FOUND"));
    assert_eq!(sandbox.delete(&path).await.code(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn s3_every_bad_configuration_is_422_naming_the_field() {
    let sandbox = Sandbox::unlimited().await;
    let (_, path) = empty_project(&sandbox).await;
    let update = format!("{path}/{}", made(&sandbox, &path, &config()).await["id"]);
    let ports = || {
        let numbers = [0, -1, 65_536, 1_i64 << 53].map(Value::from).into_iter();
        numbers.chain([json!("465"), json!(1.5), json!(null), json!(true)]).collect()
    };
    let bad: [(&str, Vec<Value>); 11] = [
        ("smtp_host", no_short_text()),
        ("smtp_port", ports()),
        ("smtp_encryption", no_short_text()),
        ("smtp_username", no_short_text()),
        ("smtp_password", vec![json!(""), json!("x".repeat(256)), json!(1), json!(null)]),
        ("imap_host", no_short_text()),
        ("imap_port", ports()),
        ("imap_encryption", no_short_text()),
        ("from_name", vec![json!("x".repeat(256)), json!(1), json!(null)]),
        ("from_email", vec![json!(""), json!("sender"), json!(1), json!(null)]),
        ("is_reply_mailbox", vec![json!("true"), json!(1), json!(null)]),
    ];
    let needed = ["smtp_host", "smtp_port", "smtp_username", "smtp_password", "from_email"];
    sandbox.assert_refuses(Method::POST, &path, &config(), &needed, &bad).await;
    sandbox.assert_refuses(Method::PUT, &update, &config(), &[], &bad).await;
    assert_eq!(sandbox.data(&path).await.as_array().unwrap().len(), 1);
}
