//! What goes wrong on demand, and every request that arrived with what became of it.

use serde_json::{Value, json};

use super::{Sandbox, data};
use crate::wait::wait_for;

/// A request to one of the tracking paths, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When it came: a date as JavaScript reads it, to the millisecond.
    pub at: String,
    /// Its path below the API's base URL.
    pub path: String,
    /// The address that registered, or the URL that was looked at.
    pub subject: String,
    /// The event's id, where the site sends it.
    pub event_id: Option<String>,
    /// `recorded`, `duplicate`, `refused`, `fault:` and its kind; and `, dropped` where there was
    /// no answer.
    pub outcome: String,
}

impl Sandbox {
    /// Has these faults happen, and no others, from now on.
    pub async fn fail(&self, rules: Value) {
        self.fail_by_chance(0, rules).await;
    }

    /// The same, with the seed of the dice that decide whom faults hit.
    pub async fn fail_by_chance(&self, seed: u64, rules: Value) {
        let url = format!("{}/__sandbox/faults", self.origin);
        data(self.client.post(url).json(&json!({ "seed": seed, "rules": rules }))).await;
    }

    /// Nothing goes wrong from now on.
    pub async fn mend(&self) {
        data(self.client.delete(format!("{}/__sandbox/faults", self.origin))).await;
    }

    /// The requests of a project so far.
    pub async fn arrivals(&self, project: i64) -> Vec<Arrival> {
        let ledger = self.rows(project).await;
        let requests = ledger["requests"].as_array().cloned().unwrap_or_default();
        let text = |request: &Value, name: &str| request[name].as_str().map(str::to_owned);
        let arrival = |request: &Value| Arrival {
            at: text(request, "at").expect("a time"),
            path: text(request, "path").expect("a path").replace("/api/v1", ""),
            subject: text(request, "email").or(text(request, "page_url")).unwrap_or_default(),
            event_id: text(request, "event_id"),
            outcome: text(request, "outcome").expect("an outcome"),
        };
        requests.iter().map(arrival).collect()
    }

    /// The requests of a project about an address or a page, once there are this many of which
    /// nothing more will become.
    pub async fn arrivals_of(&self, project: i64, subject: &str, count: usize) -> Vec<Arrival> {
        wait_for(&format!("{count} requests about {subject}"), async || {
            let mut arrivals = self.arrivals(project).await;
            arrivals.retain(|arrival| arrival.subject == subject);
            match arrivals.iter().filter(|arrival| arrival.outcome != "pending").count() >= count {
                true => Ok(arrivals),
                false => Err(format!("{arrivals:#?}")),
            }
        })
        .await
    }
}
