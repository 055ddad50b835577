//! What the simulation of sending holds back, and where it stops (S1).

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use linkyfy_sandbox::store::StoreError;
use serde_json::{Value, json};

use crate::common::Sandbox;

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A campaign to 30 new contacts, 20 a day, whose mails are followed after a day; its id.
async fn campaign(sandbox: &Sandbox) -> i64 {
    let person = |number: usize| json!({ "email": format!("p{number}@x.example") });
    let people: Vec<_> = (0..30).map(person).collect();
    let list = sandbox.post("/contact-lists", &json!({ "name": "L", "contacts": people })).await;
    let body = json!({
        "project_id": 1, "name": "Campaign", "daily_allocation": 20,
        "contact_list_ids": [list.body["data"]["id"]],
        "follow_ups": [{ "delay_days": 1, "mode": "ai_generated" }],
    });
    sandbox.post("/campaigns", &body).await.body["data"]["id"].as_i64().unwrap()
}

/// How many first mails the campaign has sent on each day, the first day first.
async fn days(sandbox: &Sandbox, campaign: i64) -> Vec<(String, i64)> {
    let stats = sandbox.data(&format!("/campaigns/{campaign}/stats")).await;
    let days = stats["daily_breakdown"].as_array().unwrap().iter().rev();
    days.map(|day| (day["date"].as_str().unwrap().to_owned(), day["sent"].as_i64().unwrap()))
        .collect()
}

/// The follow-ups that the campaign has sent.
async fn follow_ups(sandbox: &Sandbox, campaign: i64) -> i64 {
    let rows = sandbox.rows("recipients").await;
    let rows = rows.iter().filter(|row| row["campaign_id"] == campaign);
    rows.map(|row| row["follow_ups"].as_i64().unwrap()).sum()
}

/// Moves the clock; how many auto-replies that has sent. Of each user's three the last is due after
/// a week.
async fn auto_replies(sandbox: &Sandbox, advance_ms: i64) -> i64 {
    let moved = sandbox.set("clock", json!({ "advance_ms": advance_ms })).await;
    moved["auto_replies"].as_i64().unwrap()
}

/// How many auto-replies wait.
async fn waiting(sandbox: &Sandbox) -> usize {
    sandbox.rows("auto_replies").await.len()
}

/// Mails that the demo user has sent in this billing cycle.
async fn used(sandbox: &Sandbox) -> i64 {
    sandbox.data("/billing/plan").await["usage"]["sent"].as_i64().unwrap()
}

/// Gives the demo user a plan of so many mails in a billing cycle.
fn set_limit(sandbox: &Sandbox, limit: i64) {
    let work = |tx: &linkyfy_sandbox::store::Tx<'_>| {
        let sql = "UPDATE plans SET sending_limit = ?1 WHERE user_id = 1";
        tx.execute(sql, [limit]).map_err(StoreError::from)
    };
    assert_eq!(sandbox.store.transact_here(work).unwrap(), 1);
}

/// The time after a step or a move of the clock.
fn now(report: &Value) -> ZonedDateTime {
    let now: Timestamp = report["now"].as_str().unwrap().parse().unwrap();
    now.to_zoned_datetime(TimeZone::UTC)
}

async fn move_to(sandbox: &Sandbox, from: &ZonedDateTime, to: &ZonedDateTime) {
    sandbox.advance(to.timestamp().as_millisecond() - from.timestamp().as_millisecond()).await;
}

#[tokio::test]
async fn s1_auto_replies_wait_while_their_campaign_is_disabled() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.act("/campaigns/1/disable").await;
    let before = sandbox.rows("auto_replies").await;
    assert_eq!(auto_replies(&sandbox, 8 * DAY_MS).await, 3, "the second user's");
    assert_eq!(sandbox.rows("auto_replies").await, before[..3], "the demo user's stay as they are");
    sandbox.set("step", json!({})).await;
    assert_eq!(waiting(&sandbox).await, 3, "a step sends them no more than the clock");

    let enabled = sandbox.act("/campaigns/1/enable").await.body["data"]["updated_at"].clone();
    assert_eq!((auto_replies(&sandbox, 0).await, waiting(&sandbox).await), (3, 0));
    for thread in before[..3].iter().map(|row| &row["thread_id"]) {
        let messages = sandbox.data(&format!("/inbox/threads/{thread}")).await;
        let last = &messages.as_array().unwrap().last().unwrap();
        assert_eq!(last["direction"], "outbound");
        assert!(last["sent_at"].as_str() >= enabled.as_str(), "{last}: not before {enabled}");
    }
}

#[tokio::test]
async fn s1_auto_replies_wait_while_their_user_may_not_send() {
    for reason in ["quota_exceeded", "subscription_expired"] {
        let sandbox = Sandbox::unlimited().await;
        sandbox.set("plan", json!({ reason: true })).await;
        assert_eq!(auto_replies(&sandbox, 8 * DAY_MS).await, 3, "{reason}");
        assert_eq!(waiting(&sandbox).await, 3, "{reason}");
        sandbox.set("plan", json!({ reason: false })).await;
        assert_eq!(auto_replies(&sandbox, 0).await, 3, "{reason}");
    }
}

#[tokio::test]
async fn s1_at_the_limit_of_a_plan_nothing_more_is_sent() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.act("/campaigns/1/disable").await;
    let id = campaign(&sandbox).await;
    set_limit(&sandbox, 25);
    sandbox.set("step", json!({ "ticks": 5 })).await;
    assert_eq!(used(&sandbox).await, 25);
    let sent: i64 = days(&sandbox, id).await.iter().map(|(_, sent)| sent).sum();
    assert_eq!(sent + follow_ups(&sandbox, id).await, 25, "neither first mails nor follow-ups");
    let body = json!({ "project_id": 1, "name": "x", "contact_list_ids": [1] });
    for (path, body) in [
        ("/campaigns", body.clone()),
        ("/campaigns/1/enable", json!({})),
        ("/inbox/threads/1/reply", json!({ "body": "Hello" })),
    ] {
        assert_eq!(sandbox.post(path, &body).await.code(), (429, "QUOTA_EXCEEDED"), "{path}");
    }
    sandbox.advance(31 * DAY_MS).await;
    assert_eq!(sandbox.post("/campaigns", &body).await.status, 201, "a new cycle");
    let report = sandbox.set("step", json!({})).await;
    assert!(report["sent"].as_i64().unwrap() > 0, "{report}");
}

#[tokio::test]
async fn s1_follow_ups_stop_at_the_limit_of_a_plan() {
    let sandbox = Sandbox::unlimited().await;
    sandbox.act("/campaigns/1/disable").await;
    let id = campaign(&sandbox).await;
    sandbox.set("step", json!({ "ticks": 2 })).await;
    let before = (used(&sandbox).await, follow_ups(&sandbox, id).await);
    set_limit(&sandbox, before.0 + 3);
    sandbox.set("step", json!({ "ticks": 4 })).await;
    let after = (used(&sandbox).await, follow_ups(&sandbox, id).await);
    assert_eq!(after, (before.0 + 3, before.1 + 3));
}

#[tokio::test]
async fn s1_auto_replies_stop_at_the_limit_of_a_plan() {
    let sandbox = Sandbox::unlimited().await;
    set_limit(&sandbox, 2);
    assert_eq!(auto_replies(&sandbox, 8 * DAY_MS).await, 2 + 3);
    assert_eq!((used(&sandbox).await, waiting(&sandbox).await), (2, 1));
    assert_eq!(auto_replies(&sandbox, 31 * DAY_MS).await, 1, "a new cycle");

    let sandbox = Sandbox::unlimited().await;
    set_limit(&sandbox, 1);
    assert_eq!(auto_replies(&sandbox, 62 * DAY_MS).await, 2 + 3, "one in the first cycle and now");
    assert_eq!((used(&sandbox).await, waiting(&sandbox).await), (1, 1));
}

/// The first of the days after `date` that `works` says is one of work.
fn next_day(date: Date, works: impl Fn(Weekday) -> bool) -> Date {
    let days = (1..=7).map(|days| date.checked_add(days.days()).unwrap());
    days.into_iter().find(|day| works(day.weekday())).unwrap()
}

fn is_of_week(day: Weekday) -> bool {
    !matches!(day, Weekday::Saturday | Weekday::Sunday)
}

fn at(date: Date, hour: i8) -> ZonedDateTime {
    date.at(hour, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).unwrap()
}

#[tokio::test]
async fn s1_a_batch_that_was_left_is_not_resumed_outside_the_schedule() {
    let saturday = |date| next_day(date, |day| day == Weekday::Saturday);
    for evening_of in [|date| date, saturday] {
        let sandbox = Sandbox::unlimited().await;
        let id = campaign(&sandbox).await;
        let left = now(&sandbox.set("step", json!({ "pause_in_batch": true })).await);
        let evening = at(evening_of(left.date()), 20);
        move_to(&sandbox, &left, &evening).await;
        let report = sandbox.set("step", json!({})).await;
        let next = next_day(evening.date(), is_of_week);
        assert_eq!(now(&report), at(next, 17), "from {evening}");
        assert_eq!(report["sending"], json!([]));
        let expected = [(left.date().to_string(), 10), (next.to_string(), 20)];
        assert_eq!(days(&sandbox, id).await, expected, "the next day's batch, and a whole one");
    }
}

#[tokio::test]
async fn s1_a_batch_that_was_left_is_not_resumed_on_a_day_off() {
    let sandbox = Sandbox::unlimited().await;
    let id = campaign(&sandbox).await;
    let left = now(&sandbox.set("step", json!({ "pause_in_batch": true })).await);
    let schedule = |days: &[&str]| json!({ "work_schedule": { "days": days } });
    assert_eq!(sandbox.put("/profile", &schedule(&["saturday"])).await.status, 200);
    let report = sandbox.set("step", json!({})).await;
    let saturday = next_day(left.date(), |day| day == Weekday::Saturday);
    assert_eq!(now(&report), at(saturday, 17));
    let expected = [(left.date().to_string(), 10), (saturday.to_string(), 20)];
    assert_eq!(days(&sandbox, id).await, expected);
}

#[tokio::test]
async fn s1_a_batch_that_was_left_is_not_resumed_on_another_working_day() {
    let sandbox = Sandbox::unlimited().await;
    let week = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let schedule = json!({ "work_schedule": { "days": week } });
    assert_eq!(sandbox.put("/profile", &schedule).await.status, 200);
    let id = campaign(&sandbox).await;
    let left = now(&sandbox.set("step", json!({ "pause_in_batch": true })).await);
    sandbox.advance(DAY_MS).await;
    // Half of the next day is over, so the batch is that of the day after it.
    let report = sandbox.set("step", json!({ "pause_in_batch": true })).await;
    let next = left.checked_add(2.days()).unwrap();
    assert_eq!(now(&report), next);
    let expected = [(left.date().to_string(), 10), (next.date().to_string(), 10)];
    assert_eq!(days(&sandbox, id).await, expected);
    assert!(report["sending"].as_array().unwrap().contains(&json!(id)), "{report}");
}

#[tokio::test]
async fn s1_who_may_send_no_more_is_in_no_batch_after_the_next_step() {
    for pause in [false, true] {
        let sandbox = Sandbox::unlimited().await;
        let id = campaign(&sandbox).await;
        let left = now(&sandbox.set("step", json!({ "pause_in_batch": true })).await);
        sandbox.set("plan", json!({ "quota_exceeded": true })).await;
        let report = sandbox.set("step", json!({ "pause_in_batch": pause })).await;
        assert_eq!(now(&report).date(), left.date(), "the rest of that day");
        assert!(!report["sending"].as_array().unwrap().contains(&json!(id)), "{report}");
        assert_eq!(sandbox.data(&format!("/campaigns/{id}")).await["status"], "enabled");
        let report = sandbox.set("step", json!({ "ticks": 2 })).await;
        assert!(now(&report).date() > left.date(), "another day: {report}");
        assert_eq!(report["sending"], json!([]));
    }
}

#[tokio::test]
async fn s1_blocked_contacts_get_no_follow_ups_and_no_auto_replies() {
    let sandbox = Sandbox::unlimited().await;
    let id = campaign(&sandbox).await;
    sandbox.set("step", json!({})).await;
    let path = "/projects/1/blocklist";
    // The contacts of the demo user's auto-replies, one by address and one by domain, and the
    // campaign's.
    let entries = ["Contact@TechCorp.demo.example", "datainc.demo.example", "X.example"];
    let body = json!({ "entries": entries });
    assert_eq!(sandbox.post(path, &body).await.status, 200);
    let recipients = sandbox.data(&format!("/campaigns/{id}")).await["total_recipients"].clone();
    let thread = |row: &Value| row["thread_id"].as_i64().unwrap() <= 3;
    let held = sandbox.rows("auto_replies").await.into_iter().filter(thread).count();
    sandbox.set("step", json!({ "ticks": 6 })).await;
    assert_eq!(follow_ups(&sandbox, id).await, 0);
    let still = sandbox.rows("auto_replies").await.into_iter().filter(thread).count();
    assert_eq!(still, held, "they wait");
    assert_eq!((recipients, days(&sandbox, id).await.len()), (json!(20), 1), "still listed");

    let removed = sandbox.call(reqwest::Method::DELETE, path, Some(&body)).await;
    assert_eq!(removed.status, 200);
    sandbox.set("step", json!({ "ticks": 2 })).await;
    assert!(follow_ups(&sandbox, id).await > 0);
    assert!(sandbox.rows("auto_replies").await.into_iter().filter(thread).count() < held);
}
