//! What the simulation of sending holds back, and where it stops (S1).

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
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

/// The time after a step or a move of the clock.
fn now(report: &Value) -> ZonedDateTime {
    let now: Timestamp = report["now"].as_str().unwrap().parse().unwrap();
    now.to_zoned_datetime(TimeZone::UTC)
}

async fn move_to(sandbox: &Sandbox, from: &ZonedDateTime, to: &ZonedDateTime) {
    sandbox.advance(to.timestamp().as_millisecond() - from.timestamp().as_millisecond()).await;
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
