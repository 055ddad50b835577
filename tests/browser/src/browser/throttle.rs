//! A browser on a slower machine.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::json;

use super::Browser;
use crate::wait::in_time;

/// How much slower the processor is then.
const RATE: u32 = 4;

impl Browser {
    /// Has the page run as on a processor four times slower; where the engine can
    /// ([`Ability::Throttle`](crate::engine::Ability::Throttle)).
    pub async fn throttle(&self) {
        in_time("a slower processor", self.client.issue_cmd(Throttle)).await;
    }
}

/// A command of chromedriver's own.
#[derive(Debug)]
struct Throttle;

impl WebDriverCompatibleCommand for Throttle {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as FromStr>::Err> {
        base_url.join(&format!("session/{}/goog/cdp/execute", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let params = json!({ "rate": RATE });
        let command = json!({ "cmd": "Emulation.setCPUThrottlingRate", "params": params });
        (Method::POST, Some(command.to_string()))
    }
}
