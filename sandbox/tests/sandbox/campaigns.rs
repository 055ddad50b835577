//! Campaigns, and the simulation of what they send (S1).

use linkyfy_sandbox::server::Settings;
use reqwest::Method;
use serde_json::{Value, json};

use crate::common::{Answer, Sandbox, send};

/// A campaign to `count` new contacts, with other fields as given; its path.
async fn campaign(sandbox: &Sandbox, count: usize, fields: Value) -> String {
    let person = |number: usize| json!({ "email": format!("p{number}@x.example") });
    let people: Vec<_> = (0..count).map(person).collect();
    let list = sandbox.post("/contact-lists", &json!({ "name": "L", "contacts": people })).await;
    let mut body = json!({
        "project_id": 1, "name": "Campaign", "daily_allocation": 20,
        "contact_list_ids": [list.body["data"]["id"]],
    });
    for (name, value) in fields.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = sandbox.post("/campaigns", &body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    format!("/campaigns/{}", made.body["data"]["id"])
}

async fn stats(sandbox: &Sandbox, path: &str) -> Value {
    sandbox.get(&format!("{path}/stats")).await.body["data"].take()
}

async fn put(sandbox: &Sandbox, path: &str, body: Value) -> Answer {
    send(sandbox.keyed(Method::PUT, path).json(&body)).await
}

fn number(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("{name}: {value}"))
}

#[tokio::test]
async fn s1_a_campaign_comes_back_as_it_was_made() {
    let sandbox = Sandbox::start().await;
    let given = json!({
        "daily_allocation": 50, "email_mode": "template", "ai_prompt": "Write.",
        "follow_ups": [{ "delay_days": 3, "mode": "ai_generated" }], "auto_reply_enabled": true,
        "calendly_link": "https://calendly.com/john", "registration_link": "https://acme.com/",
    });
    let path = campaign(&sandbox, 2, given.clone()).await;
    let shown = sandbox.get(&path).await.body["data"].take();
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    assert_eq!((&shown["status"], number(&shown, "total_recipients")), (&json!("enabled"), 2));

    let changed = put(&sandbox, &path, json!({ "name": "New", "follow_ups": [] })).await;
    assert_eq!(changed.status, 200);
    let mut expected = shown.clone();
    expected["name"] = json!("New");
    expected["follow_ups"] = json!([]);
    let mut after = sandbox.get(&path).await.body["data"].take();
    after["updated_at"] = shown["updated_at"].clone();
    assert_eq!(after, expected, "the fields given and no others");
}

#[tokio::test]
async fn s1_campaigns_are_filtered_by_project_and_status() {
    let sandbox = Sandbox::start().await;
    let project = sandbox.post("/projects", &json!({ "name": "P" })).await;
    let project = project.body["data"]["id"].clone();
    let path = campaign(&sandbox, 1, json!({ "project_id": project })).await;
    let disabled = sandbox.post(&format!("{path}/disable"), &json!({})).await;
    assert_eq!(disabled.body["data"]["status"], "disabled");
    for (query, total) in [
        ("".to_owned(), 2),
        ("project_id=1".to_owned(), 1),
        (format!("project_id={project}"), 1),
        (format!("project_id={project}&status=enabled"), 0),
        ("status=disabled".to_owned(), 1),
        ("status=nonsense".to_owned(), 0),
        ("project_id=2".to_owned(), 0),
    ] {
        let list = sandbox.get(&format!("/campaigns?{query}")).await;
        assert_eq!(list.body["data"]["total"], total, "{query}");
    }
    for query in ["project_id=x", "project_id=0", "project_id=9007199254740993"] {
        sandbox.get(&format!("/campaigns?{query}")).await.assert_names("project_id", query);
    }
}

#[tokio::test]
async fn s1_a_days_batch_is_what_campaign_and_project_allow() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.post("/campaigns/1/disable", &json!({})).await;
    let limits = json!({ "daily_allocation": 15, "weekly_limit": 40 });
    assert_eq!(put(&sandbox, "/projects/1", limits).await.status, 200);
    let one = campaign(&sandbox, 30, json!({ "daily_allocation": 10 })).await;
    let two = campaign(&sandbox, 30, json!({ "daily_allocation": 10 })).await;
    // 3 were sent by the demo campaign within the week; after two days 33, so 7 are left of 40.
    let mut sent = Vec::new();
    for _ in 0..3 {
        sandbox.set("step", json!({})).await;
        sent.push((
            number(&stats(&sandbox, &one).await, "sent"),
            number(&stats(&sandbox, &two).await, "sent"),
        ));
    }
    assert_eq!(sent[0], (10, 5));
    assert_eq!(sent[1], (20, 10));
    assert!(sent[2].0 + sent[2].1 <= 40, "{sent:?}");
}

#[tokio::test]
async fn s1_statistics_are_of_what_became_of_each_recipient() {
    let sandbox = Sandbox::unlimited().await;
    let path = campaign(&sandbox, 60, json!({})).await;
    let empty = stats(&sandbox, &path).await;
    assert_eq!((number(&empty, "sent"), &empty["open_rate"]), (0, &json!(0.0)));
    assert_eq!(empty["daily_breakdown"], json!([]));
    sandbox.set("step", json!({ "ticks": 3 })).await;

    let page = sandbox.get(&format!("{path}/recipients?per_page=100")).await;
    let rows = page.body["data"]["data"].as_array().unwrap();
    let count = |wanted: &dyn Fn(&Value) -> bool| {
        i64::try_from(rows.iter().filter(|row| wanted(row)).count()).unwrap()
    };
    let shown = stats(&sandbox, &path).await;
    let status = |name: &'static str| count(&|row| row["status"] == name);
    let has = |name: &'static str| count(&|row| row[name].is_string());
    assert_eq!(number(&shown, "sent"), 60);
    assert_eq!(has("sent_at"), 60);
    assert_eq!(number(&shown, "bounced"), status("bounced"));
    assert_eq!(number(&shown, "spam"), status("spam"));
    assert_eq!(number(&shown, "replied"), has("replied_at"));
    assert_eq!(number(&shown, "opened"), has("opened_at"));
    let delivered = 60 - status("bounced");
    assert_eq!(number(&shown, "delivered"), delivered);
    for (rate, part, whole) in [
        ("open_rate", "opened", delivered),
        ("reply_rate", "replied", delivered),
        ("bounce_rate", "bounced", 60),
    ] {
        let exact = number(&shown, part) as f64 * 100.0 / whole as f64;
        assert!((shown[rate].as_f64().unwrap() - exact).abs() <= 0.05 + 1e-9, "{rate}: {shown}");
    }
    assert!(number(&shown, "replied") > 0 && number(&shown, "opened") > number(&shown, "replied"));
    let days = shown["daily_breakdown"].as_array().unwrap();
    let dates: Vec<_> = days.iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(dates.len(), 3);
    assert!(dates.is_sorted_by(|a, b| a > b), "newest first: {dates:?}");
    for (name, total) in [("sent", "sent"), ("opened", "opened"), ("replied", "replied")] {
        let sum: i64 = days.iter().map(|day| number(day, name)).sum();
        assert_eq!(sum, number(&shown, total), "{name}");
    }
}

#[tokio::test]
async fn s1_a_reply_makes_a_thread_a_notification_and_an_auto_reply() {
    let sandbox = Sandbox::unlimited().await;
    let link = "https://calendly.com/john/30min";
    let fields = json!({ "auto_reply_enabled": true, "calendly_link": link });
    let path = campaign(&sandbox, 60, fields).await;
    let id = path.rsplit('/').next().unwrap();
    sandbox.set("step", json!({ "ticks": 3 })).await;
    let replied = number(&stats(&sandbox, &path).await, "replied");
    let threads = sandbox.get(&format!("/inbox/threads?campaign_id={id}&per_page=100")).await;
    assert_eq!(threads.body["data"]["total"], replied);
    for thread in threads.body["data"]["data"].as_array().unwrap() {
        let messages = sandbox.get(&format!("/inbox/threads/{}", thread["id"])).await;
        let messages = messages.body["data"].as_array().unwrap();
        assert_eq!(messages[0]["direction"], "outbound");
        assert_eq!(messages[1]["direction"], "inbound");
        assert_eq!(messages[1]["from"], thread["contact_email"]);
        // Those of the days before were sent with the next day's batch.
        let body = match messages.get(2) {
            Some(sent) => &sent["body"],
            None => &thread["auto_reply"]["body"],
        };
        assert!(body.as_str().unwrap().contains(link), "{thread}");
    }
    let notes = sandbox.get("/notifications?unread=true&per_page=100").await;
    let notes = notes.body["data"]["data"].as_array().unwrap().clone();
    let of_campaign = |note: &&Value| note["message"].as_str().unwrap().ends_with("of Campaign.");
    let count = i64::try_from(notes.iter().filter(of_campaign).count()).unwrap();
    assert_eq!(count, replied);

    let waiting = |tables: &Value| tables["auto_replies"].as_array().unwrap().len();
    let before = waiting(&sandbox.snapshot().await);
    let moved = sandbox.set("clock", json!({ "advance_ms": 10 * 24 * 60 * 60 * 1000_i64 })).await;
    assert_eq!(number(&moved, "auto_replies"), i64::try_from(before).unwrap());
    assert!(before > 0 && waiting(&sandbox.snapshot().await) == 0);
}

#[tokio::test]
async fn s1_a_campaign_in_the_middle_of_its_batch_cannot_be_changed() {
    let sandbox = Sandbox::unlimited().await;
    let path = campaign(&sandbox, 40, json!({})).await;
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let step = sandbox.set("step", json!({ "pause_in_batch": true })).await;
    assert!(step["sending"].as_array().unwrap().contains(&json!(id)), "{step}");
    assert_eq!(number(&stats(&sandbox, &path).await, "sent"), 10);
    assert_eq!(sandbox.get(&path).await.body["data"]["status"], "sending");
    let list = sandbox.get("/campaigns?status=sending").await;
    assert!(number(&list.body["data"], "total") > 0);
    put(&sandbox, &path, json!({ "name": "x" })).await.assert_names("status", "sending");

    let rest = sandbox.set("step", json!({})).await;
    assert_eq!(rest["sending"], json!([]));
    let after = stats(&sandbox, &path).await;
    assert_eq!((number(&after, "sent"), &after["status"]), (20, &json!("enabled")));
    assert_eq!(after["daily_breakdown"].as_array().unwrap().len(), 1, "the same day's batch");
    assert_eq!(put(&sandbox, &path, json!({ "name": "x" })).await.status, 200);

    sandbox.set("step", json!({ "pause_in_batch": true })).await;
    let stopped = sandbox.post(&format!("{path}/disable"), &json!({})).await;
    assert_eq!(stopped.body["data"]["status"], "disabled");
    assert_eq!(put(&sandbox, &path, json!({ "name": "y" })).await.status, 200);
    sandbox.set("step", json!({ "ticks": 2 })).await;
    assert_eq!(number(&stats(&sandbox, &path).await, "sent"), 30, "nothing more is sent");
    let again = sandbox.post(&format!("{path}/enable"), &json!({})).await;
    assert_eq!(again.body["data"]["status"], "enabled");
    sandbox.set("step", json!({})).await;
    assert_eq!(number(&stats(&sandbox, &path).await, "sent"), 40);
}

#[tokio::test]
async fn s1_who_was_written_to_stays_a_recipient() {
    let sandbox = Sandbox::unlimited().await;
    let path = campaign(&sandbox, 30, json!({})).await;
    sandbox.set("step", json!({})).await;
    let blocked = sandbox.post("/projects/1/blocklist", &json!({ "entries": ["x.example"] })).await;
    assert_eq!(blocked.status, 200);
    let after = stats(&sandbox, &path).await;
    assert_eq!((number(&after, "total_recipients"), number(&after, "sent")), (20, 20));
}

#[tokio::test]
async fn s1_a_working_day_is_one_of_the_schedule() {
    let sandbox = Sandbox::unlimited().await;
    let schedule = json!({ "work_schedule": { "days": ["sunday"], "start": "08:00", "end": "09:00" },
                           "timezone": "Asia/Tokyo" });
    assert_eq!(put(&sandbox, "/profile", schedule).await.status, 200);
    let path = campaign(&sandbox, 30, json!({ "daily_allocation": 3 })).await;
    let report = sandbox.set("step", json!({ "ticks": 2 })).await;
    assert!(report["now"].as_str().unwrap().ends_with("T00:00:00.000Z"), "nine in Tokyo: {report}");
    let page = sandbox.get(&format!("{path}/recipients?per_page=100")).await;
    let mut days = Vec::new();
    for row in page.body["data"]["data"].as_array().unwrap() {
        let Some(sent) = row["sent_at"].as_str() else { continue };
        // Before nine in the morning of Tokyo's Sunday it is Saturday in UTC.
        assert!(sent[11..].starts_with("23:"), "{sent}");
        days.push(sent[..10].to_owned());
    }
    days.dedup();
    assert_eq!(days.len(), 2, "a week apart: {days:?}");
    let none = json!({ "work_schedule": { "days": [] } });
    assert_eq!(put(&sandbox, "/profile", none).await.status, 200);
    assert_eq!(number(&sandbox.set("step", json!({})).await, "sent"), 0);
}

#[tokio::test]
async fn s1_follow_ups_go_to_those_who_have_not_answered() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.post("/campaigns/1/disable", &json!({})).await;
    let follow_ups = json!([{ "delay_days": 1, "mode": "ai_generated" }]);
    let path = campaign(&sandbox, 20, json!({ "follow_ups": follow_ups })).await;
    let id: i64 = path.rsplit('/').next().unwrap().parse().unwrap();
    let follow_ups = async || {
        let tables = sandbox.snapshot().await;
        let rows = tables["recipients"].as_array().unwrap().clone();
        let of_campaign = rows.iter().filter(|row| row["campaign_id"] == id);
        of_campaign.map(|row| number(row, "follow_ups")).sum::<i64>()
    };
    sandbox.set("step", json!({})).await;
    let before = stats(&sandbox, &path).await;
    assert_eq!((number(&before, "sent"), follow_ups().await), (20, 0));
    let due = 20 - ["bounced", "spam", "replied"].map(|it| number(&before, it)).iter().sum::<i64>();
    let report = sandbox.set("step", json!({ "ticks": 5 })).await;
    assert!(number(&report, "follow_ups") >= due);
    assert_eq!((number(&stats(&sandbox, &path).await, "sent"), follow_ups().await), (20, due));
}

#[tokio::test]
async fn s1_who_may_not_send_sends_nothing() {
    let sandbox = Sandbox::start_with(Settings { rate_limit: 0, ..Settings::default() }).await;
    let path = campaign(&sandbox, 5, json!({})).await;
    sandbox.set("plan", json!({ "quota_exceeded": true })).await;
    sandbox.set("step", json!({})).await;
    assert_eq!(number(&stats(&sandbox, &path).await, "sent"), 0);
    sandbox.set("plan", json!({ "quota_exceeded": false })).await;
    sandbox.set("step", json!({})).await;
    assert_eq!(number(&stats(&sandbox, &path).await, "sent"), 5);
}

#[tokio::test]
async fn s5_the_same_steps_have_the_same_outcome() {
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let sandbox = Sandbox::unlimited().await;
        let path = campaign(&sandbox, 50, json!({})).await;
        let mut report = sandbox.set("step", json!({ "ticks": 3 })).await;
        report["now"].take();
        let page = sandbox.get(&format!("{path}/recipients?per_page=100")).await;
        let rows = page.body["data"]["data"].as_array().unwrap().clone();
        let states: Vec<_> = rows.iter().map(|row| row["status"].clone()).collect();
        outcomes.push((report, states));
    }
    assert_eq!(outcomes[0], outcomes[1]);
    for bad in [json!({ "ticks": 0 }), json!({ "ticks": 101 }), json!({ "ticks": "1" })] {
        let sandbox = Sandbox::unlimited().await;
        let answer = send(sandbox.control(Method::POST, "/step").json(&bad)).await;
        answer.assert_names("ticks", &bad.to_string());
    }
}
