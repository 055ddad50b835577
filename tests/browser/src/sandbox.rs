//! `linkyfy-sandbox` as the API: what was recorded, as it tells it.

pub mod arrivals;

use std::ffi::OsStr;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::process::Process;
use crate::wait::wait_for;
use crate::{program, workspace};

/// The project that the sandbox has from its start.
pub const DEMO: i64 = 1;

const API_KEY: &str = "lk_browser_tests_0123456789abcdef";

/// A page view, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impression {
    /// The project that it was recorded for.
    pub project_id: i64,
    /// Who came.
    pub visitor_id: String,
    /// What was looked at.
    pub page_url: String,
    /// Where the visitor came from.
    pub referrer: String,
}

/// A registration, as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The project that it was recorded for.
    pub project_id: i64,
    /// Who registered.
    pub visitor_id: String,
    /// With which address.
    pub email: String,
}

/// All that was recorded of a project, in the order that it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Its page views.
    pub impressions: Vec<Impression>,
    /// Its registrations.
    pub registrations: Vec<Registration>,
}

impl Ledger {
    /// The pages that were looked at.
    pub fn pages(&self) -> Vec<&str> {
        let pages = self.impressions.iter();
        pages.map(|seen| seen.page_url.as_str()).collect()
    }

    /// The addresses that registered.
    pub fn emails(&self) -> Vec<&str> {
        let registrations = self.registrations.iter();
        registrations.map(|made| made.email.as_str()).collect()
    }

    /// The one visitor of all that was recorded.
    ///
    /// # Panics
    /// Where there is none, or more than one.
    pub fn visitor(&self) -> &str {
        match self.visitors()[..] {
            [visitor] => visitor,
            _ => panic!("not one visitor: {self:#?}"),
        }
    }

    /// The visitors of all that was recorded, without repetition.
    pub fn visitors(&self) -> Vec<&str> {
        let impressions = self.impressions.iter().map(|seen| &seen.visitor_id);
        let registrations = self.registrations.iter().map(|made| &made.visitor_id);
        let mut visitors: Vec<_> = impressions.chain(registrations).map(String::as_str).collect();
        visitors.sort_unstable();
        visitors.dedup();
        visitors
    }
}

/// A project's numbers, as the API tells them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stats {
    /// Page views.
    pub impressions: u64,
    /// Registrations.
    pub registrations: u64,
    /// Registrations for 100 impressions.
    pub conversion_rate: f64,
}

/// A sandbox that keeps everything in memory.
pub struct Sandbox {
    _process: Process,
    client: Client,
    origin: String,
    /// Address of the dashboard, with the key to it.
    pub dashboard: String,
    /// Address of the demo site.
    pub demo_site: String,
    /// Another project than [`DEMO`].
    pub other_project: i64,
}

impl Sandbox {
    /// Starts the sandbox that was built beside this test.
    pub async fn start() -> Self {
        let mut command = Command::new(program("linkyfy-sandbox"));
        command
            .args(["--port", "0", "--memory", "--api-key", API_KEY])
            .args([OsStr::new("--tracker"), workspace("pkg/dist").as_os_str()])
            .args([OsStr::new("--www"), workspace("www/dist").as_os_str()]);
        let mut lines = Vec::new();
        let (process, ()) = Process::start(command, |line| {
            lines.push(line.to_owned());
            line.starts_with("Snippet: ").then_some(())
        })
        .await;
        let after = |label: &str| {
            let line = lines.iter().find_map(|line| line.strip_prefix(label));
            line.unwrap_or_else(|| panic!("no {label:?} in {lines:#?}")).to_owned()
        };
        let mut sandbox = Self {
            _process: process,
            client: Client::new(),
            origin: after("listening on "),
            dashboard: after("Dashboard: "),
            demo_site: after("Demo site: "),
            other_project: 0,
        };
        let projects = sandbox.client.post(sandbox.base_url() + "/projects");
        let other = data(projects.json(&json!({ "name": "Another" }))).await;
        sandbox.other_project = other["id"].as_i64().expect("an id");
        sandbox
    }

    /// Where API and tracker are, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The API's base URL.
    pub fn base_url(&self) -> String {
        format!("{}/api/v1", self.origin)
    }

    /// All that is known of a project, as the sandbox tells it: `impressions`, `registrations` and
    /// `requests`.
    pub async fn rows(&self, project: i64) -> Value {
        let url = format!("{}/__sandbox/ledger?project_id={project}", self.origin);
        data(self.client.get(url)).await
    }

    /// What was recorded of a project so far.
    pub async fn ledger(&self, project: i64) -> Ledger {
        let ledger = self.rows(project).await;
        let rows = |name: &str| ledger[name].as_array().cloned().unwrap_or_default();
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let impression = |row: &Value| Impression {
            project_id: row["project_id"].as_i64().unwrap_or_default(),
            visitor_id: text(row, "visitor_id"),
            page_url: text(row, "page_url"),
            referrer: text(row, "referrer"),
        };
        let registration = |row: &Value| Registration {
            project_id: row["project_id"].as_i64().unwrap_or_default(),
            visitor_id: text(row, "visitor_id"),
            email: text(row, "email"),
        };
        Ledger {
            impressions: rows("impressions").iter().map(impression).collect(),
            registrations: rows("registrations").iter().map(registration).collect(),
        }
    }

    /// What was recorded of a project, once there is at least this much of it.
    pub async fn wait_for(&self, project: i64, impressions: usize, registrations: usize) -> Ledger {
        let what = format!("{impressions} impressions, {registrations} registrations of {project}");
        wait_for(&what, async || {
            let ledger = self.ledger(project).await;
            let complete = ledger.impressions.len() >= impressions
                && ledger.registrations.len() >= registrations;
            match complete {
                true => Ok(ledger),
                false => Err(format!("{ledger:#?}")),
            }
        })
        .await
    }

    /// A project's numbers.
    pub async fn stats(&self, project: i64) -> Stats {
        let stats = self.about(project, "tracking-stats").await;
        let count = |name: &str| stats[name].as_u64().expect("a count");
        Stats {
            impressions: count("total_impressions"),
            registrations: count("total_registrations"),
            conversion_rate: stats["conversion_rate"].as_f64().expect("a rate"),
        }
    }

    /// The HTML that the API gives to put on a page.
    pub async fn snippet(&self, project: i64) -> String {
        let snippet = self.about(project, "tracking-snippet").await;
        snippet["snippet"].as_str().expect("a text").to_owned()
    }

    async fn about(&self, project: i64, what: &str) -> Value {
        let url = format!("{}/projects/{project}/{what}", self.base_url());
        data(self.client.get(url)).await
    }
}

/// What a call gives, out of its envelope.
async fn data(call: RequestBuilder) -> Value {
    let answer = call.header("x-api-key", API_KEY).send().await;
    let answer = answer.expect("an answer of the sandbox");
    let (url, status) = (answer.url().clone(), answer.status());
    let envelope: Value = answer.json().await.expect("an envelope");
    assert_eq!(envelope["success"], true, "{status} of {url}: {envelope}");
    envelope["data"].clone()
}
