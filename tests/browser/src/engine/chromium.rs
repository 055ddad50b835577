//! Chromium and what is made of it.

use std::path::Path;

use serde_json::{Value, json};
use tokio::process::Command;

use super::program;

/// Everything in the browser that a test doesn't ask for is off: what it would load would share
/// the machine and the network with the tests.
const ARGUMENTS: [&str; 9] = [
    "--headless",
    "--no-sandbox", // as root, which containers run tests as, there is none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.uk 127.0.0.1",
];

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
    let mut arguments = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    let options = json!({ "binary": program("CHROMIUM", &names), "args": arguments });
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    })
}
