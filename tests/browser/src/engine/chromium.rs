//! Chromium and what is made of it.

use std::path::Path;

use serde_json::{Value, json};
use tokio::process::Command;

use super::program;

/// How Chromium is started, by the tests in WebAssembly as well. Everything in it that a test doesn't ask
/// for is off: what it would load would share the machine and the network with the tests. As root, which
/// containers run tests as, there is no sandbox.
const SETTINGS: &str = include_str!("../../../../webdriver.json");
/// Names that are this machine's.
const HOSTS: &str = "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.uk 127.0.0.1";

pub(super) fn driver() -> Command {
    let mut command = Command::new(program("CHROMEDRIVER", &["chromedriver"]));
    command.arg("--port=0");
    command
}

/// The port, where this line of the driver's output tells it.
pub(super) fn port(line: &str) -> Option<u16> {
    let (_, port) = line.split_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

pub(super) fn capabilities(profile: &Path) -> Value {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let settings: Value = serde_json::from_str(SETTINGS).unwrap_or_default();
    let mut options = settings["goog:chromeOptions"].clone();
    options["binary"] = json!(program("CHROMIUM", &names));
    let own = [HOSTS.to_owned(), format!("--user-data-dir={}", profile.display())];
    if let Some(args) = options["args"].as_array_mut() {
        args.extend(own.map(Value::from));
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}
