//! Commands that only chromedriver knows: the network goes, a tab's process dies.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::json;

/// A command of chromedriver's own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chromedriver {
    /// The browser has no network.
    Offline,
    /// It has one again.
    Online,
    /// The tab that is asked has one again.
    TabOnline,
    /// The process of the tab dies.
    Crash,
}

impl WebDriverCompatibleCommand for Chromedriver {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as FromStr>::Err> {
        let path = match self {
            Self::Offline | Self::Online => "chromium/network_conditions",
            Self::TabOnline | Self::Crash => "goog/cdp/execute",
        };
        base_url.join(&format!("session/{}/{path}", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match self {
            Self::Offline => {
                let offline = json!({ "offline": true, "latency": 0, "throughput": 0 });
                (Method::POST, Some(json!({ "network_conditions": offline }).to_string()))
            }
            Self::Online => (Method::DELETE, None),
            Self::TabOnline => {
                let online = json!({
                    "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
                });
                let command =
                    json!({ "cmd": "Network.emulateNetworkConditions", "params": online });
                (Method::POST, Some(command.to_string()))
            }
            Self::Crash => {
                (Method::POST, Some(json!({ "cmd": "Page.crash", "params": {} }).to_string()))
            }
        }
    }
}
