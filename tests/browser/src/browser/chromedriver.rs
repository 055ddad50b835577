//! Commands that only chromedriver knows: the network goes, a tab's process dies, the processor is
//! slower, what came on the console.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::json;

/// How much slower the processor is.
const RATE: u32 = 4;

/// A command of chromedriver's own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Chromedriver {
    /// The browser has no network.
    Offline,
    /// It has one again.
    Online,
    /// The tab that is asked has one again.
    TabOnline,
    /// The process of the tab dies.
    Crash,
    /// The page runs as on a processor four times slower.
    Throttle,
    /// To tell what came on the console.
    Console,
}

impl WebDriverCompatibleCommand for Chromedriver {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as FromStr>::Err> {
        let path = match self {
            Self::Offline | Self::Online => "chromium/network_conditions",
            Self::TabOnline | Self::Crash | Self::Throttle => "goog/cdp/execute",
            Self::Console => "se/log",
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
            Self::Throttle => {
                let params = json!({ "rate": RATE });
                let command = json!({ "cmd": "Emulation.setCPUThrottlingRate", "params": params });
                (Method::POST, Some(command.to_string()))
            }
            Self::Console => (Method::POST, Some(json!({ "type": "browser" }).to_string())),
        }
    }
}
