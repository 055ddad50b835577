//! Every tracking request that arrived, and what became of it: tests can tell what a tracker sent,
//! when and how often, also where a fault kept it from being recorded (S5).

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::envelope::{Answer, iso_milliseconds};
use crate::fields::{MAX_EVENT_BYTES, read_body, to_integer};
use crate::server::Shared;

/// So many arrivals are kept; then the oldest go.
pub const MAX_ARRIVALS: usize = 10_000;
/// So much of a text is kept, in characters: nothing of it has been checked.
const MAX_TEXT_CHARS: usize = 2048;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is under way.
    Pending,
    /// Its event was written.
    Recorded,
    /// Its event had been written before (D8).
    Duplicate,
    /// It was no event that could be written.
    Refused,
    /// A fault of that kind decided on it.
    Fault(&'static str),
}

/// A request in [`Arrivals`]. The request itself has it among its extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival(u64);

#[derive(Debug)]
struct Entry {
    arrival: Arrival,
    at_ms: i64,
    path: String,
    project_id: Option<i64>,
    visitor_id: Option<String>,
    event_id: Option<String>,
    email: Option<String>,
    page_url: Option<String>,
    outcome: Outcome,
    /// The connection was closed in place of the answer.
    dropped: bool,
}

impl Entry {
    fn to_json(&self) -> Value {
        let outcome = match self.outcome {
            Outcome::Pending => "pending".to_owned(),
            Outcome::Recorded => "recorded".to_owned(),
            Outcome::Duplicate => "duplicate".to_owned(),
            Outcome::Refused => "refused".to_owned(),
            Outcome::Fault(kind) => format!("fault:{kind}"),
        };
        json!({
            "at": iso_milliseconds(self.at_ms), "path": self.path, "project_id": self.project_id,
            "visitor_id": self.visitor_id, "event_id": self.event_id, "email": self.email,
            "page_url": self.page_url,
            "outcome": if self.dropped { outcome + ", dropped" } else { outcome },
        })
    }
}

/// All arrivals since the start or since they were last forgotten. In memory.
#[derive(Debug, Default)]
pub struct Arrivals {
    clock: Clock,
    log: Mutex<Log>,
}

#[derive(Debug, Default)]
struct Log {
    next: u64,
    entries: VecDeque<Entry>,
}

impl Arrivals {
    /// None yet; they will have the times of `clock`.
    pub fn new(clock: Clock) -> Self {
        Self { clock, ..Self::default() }
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a request. `body` may be anything; what it doesn't have as it should is null.
    pub fn enter(&self, path: &str, body: &[u8]) -> Arrival {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| {
            let text = body.get(name)?.as_str()?;
            Some(text.chars().take(MAX_TEXT_CHARS).collect())
        };
        let mut log = self.log();
        let arrival = Arrival(log.next);
        log.next += 1;
        if log.entries.len() == MAX_ARRIVALS {
            log.entries.pop_front();
        }
        log.entries.push_back(Entry {
            arrival,
            // The clock is read under the lock, so that times have the order of entries.
            at_ms: self.clock.now_ms(),
            path: path.to_owned(),
            project_id: body.get("project_id").and_then(to_integer),
            visitor_id: text("visitor_id"),
            event_id: text("event_id"),
            email: text("email"),
            page_url: text("page_url"),
            outcome: Outcome::Pending,
            dropped: false,
        });
        arrival
    }

    /// Does nothing for an arrival that is forgotten.
    fn change(&self, arrival: Arrival, change: impl FnOnce(&mut Entry)) {
        let mut log = self.log();
        if let Some(entry) = log.entries.iter_mut().rev().find(|entry| entry.arrival == arrival) {
            change(entry);
        }
    }

    /// Says what became of it.
    pub fn set(&self, arrival: Arrival, outcome: Outcome) {
        self.change(arrival, |entry| entry.outcome = outcome);
    }

    /// Says that there is no answer, whatever became of it.
    pub fn set_dropped(&self, arrival: Arrival) {
        self.change(arrival, |entry| entry.dropped = true);
    }

    /// Ends it: what nothing became of was refused.
    fn end(&self, arrival: Arrival) {
        self.change(arrival, |entry| {
            if entry.outcome == Outcome::Pending {
                entry.outcome = Outcome::Refused;
            }
        });
    }

    /// All of one project, or all, in order of arrival.
    pub fn to_json(&self, project: Option<i64>) -> Vec<Value> {
        let log = self.log();
        let entries = log.entries.iter();
        let wanted = entries.filter(|entry| project.is_none() || entry.project_id == project);
        wanted.map(Entry::to_json).collect()
    }

    /// Forgets all of one project, or all.
    pub fn forget(&self, project: Option<i64>) {
        self.log().entries.retain(|entry| project.is_some() && entry.project_id != project);
    }
}

/// Middleware: enters each tracking request once it is here in full; its handler finds its
/// [`Arrival`] among its extensions.
pub async fn enter(State(app): State<Shared>, request: Request, next: Next) -> Answer {
    let path = request.uri().path().to_owned();
    if request.method() != Method::POST || !app.tracking_paths.contains(&path.as_str()) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let body = read_body(body, MAX_EVENT_BYTES).await;
    let arrival = app.arrivals.enter(&path, body.as_deref().unwrap_or_default());
    parts.extensions.insert(arrival);
    let answer = match body {
        Ok(body) => Ok(next.run(Request::from_parts(parts, Body::from(body))).await),
        Err(error) => Err(error.into()),
    };
    app.arrivals.end(arrival);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s5_arrivals_are_in_order_and_the_oldest_go() {
        let arrivals = Arrivals::default();
        let first = arrivals.enter("/a", b"{\"project_id\":7,\"email\":\"a@b\",\"event_id\":1}");
        for _ in 0..MAX_ARRIVALS - 1 {
            arrivals.enter("/b", b"no JSON");
        }
        let entries = arrivals.to_json(None);
        assert_eq!(entries.len(), MAX_ARRIVALS);
        let expected = json!({
            "at": entries[0]["at"], "path": "/a", "project_id": 7, "visitor_id": null,
            "event_id": null, "email": "a@b", "page_url": null, "outcome": "pending",
        });
        assert_eq!(entries[0], expected);
        assert_eq!(arrivals.to_json(Some(7)), [expected]);
        let last = arrivals.enter("/c", b"{}");
        assert_eq!(arrivals.to_json(None).len(), MAX_ARRIVALS);
        arrivals.set(first, Outcome::Recorded);
        arrivals.end(last);
        let entries = arrivals.to_json(None);
        assert_eq!(
            (&entries[0]["outcome"], &entries[0]["path"]),
            (&json!("pending"), &json!("/b"))
        );
        assert_eq!(entries[MAX_ARRIVALS - 1]["outcome"], "refused");
        arrivals.forget(None);
        assert!(arrivals.to_json(None).is_empty());
        arrivals.set(last, Outcome::Recorded);
        assert!(arrivals.to_json(None).is_empty(), "a late end brings nothing back");
    }

    #[test]
    fn s5_an_outcome_says_whether_there_was_an_answer() {
        for (outcome, dropped, shown) in [
            (Outcome::Pending, false, "refused"),
            (Outcome::Pending, true, "refused, dropped"),
            (Outcome::Recorded, true, "recorded, dropped"),
            (Outcome::Duplicate, true, "duplicate, dropped"),
            (Outcome::Fault("hang"), false, "fault:hang"),
        ] {
            let arrivals = Arrivals::default();
            let arrival = arrivals.enter("/", b"");
            arrivals.set(arrival, outcome);
            if dropped {
                arrivals.set_dropped(arrival);
            }
            arrivals.end(arrival);
            assert_eq!(arrivals.to_json(None)[0]["outcome"], shown);
        }
    }

    #[test]
    fn s5_the_arrivals_of_one_project_can_be_forgotten() {
        let arrivals = Arrivals::default();
        let bodies = ["{\"project_id\":1}", "{\"project_id\":1.0}", "{\"project_id\":2}", "{}"];
        for body in bodies {
            arrivals.enter("/", body.as_bytes());
        }
        assert_eq!(arrivals.to_json(Some(1)).len(), 2, "however the number is written");
        arrivals.forget(Some(1));
        let left: Vec<_> =
            arrivals.to_json(None).iter().map(|entry| entry["project_id"].clone()).collect();
        assert_eq!(left, [json!(2), json!(null)]);
    }
}
