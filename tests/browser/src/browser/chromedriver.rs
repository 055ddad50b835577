//! Commands that only chromedriver knows: the network goes, a tab's process dies, the processor is
//! slower, what came on the console, the browser fills in a form,
//! garbage is collected.

use std::str::FromStr;

use axum::http::Method;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::Url;
use serde_json::{Value, json};

/// How much slower the processor is.
const RATE: u32 = 4;

/// A command of chromedriver's own.
#[derive(Debug)]
pub(crate) enum Chromedriver {
    /// The browser has no network.
    Offline,
    /// It has one again.
    Online,
    /// To tell what came on the console.
    Console,
    /// A command of the DevTools protocol for the tab, and what it takes.
    DevTools(&'static str, Value),
}

impl Chromedriver {
    /// The tab that is asked has a network again.
    pub(crate) fn tab_online() -> Self {
        let online = json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        Self::DevTools("Network.emulateNetworkConditions", online)
    }

    /// All that nobody keeps any more is let go.
    pub(crate) fn collect() -> Self {
        Self::DevTools("HeapProfiler.collectGarbage", json!({}))
    }

    /// The process of the tab dies.
    pub(crate) fn crash() -> Self {
        Self::DevTools("Page.crash", json!({}))
    }

    /// The page runs as on a processor four times slower.
    pub(crate) fn throttle() -> Self {
        Self::DevTools("Emulation.setCPUThrottlingRate", json!({ "rate": RATE }))
    }
}

impl WebDriverCompatibleCommand for Chromedriver {
    fn endpoint(
        &self,
        base_url: &Url,
        session_id: Option<&str>,
    ) -> Result<Url, <Url as FromStr>::Err> {
        let path = match self {
            Self::Offline | Self::Online => "chromium/network_conditions",
            Self::Console => "se/log",
            Self::DevTools(..) => "goog/cdp/execute",
        };
        base_url.join(&format!("session/{}/{path}", session_id.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::Offline => {
                let offline = json!({ "offline": true, "latency": 0, "throughput": 0 });
                json!({ "network_conditions": offline })
            }
            Self::Online => return (Method::DELETE, None),
            Self::Console => json!({ "type": "browser" }),
            Self::DevTools(command, parameters) => json!({ "cmd": command, "params": parameters }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
