//! What differs from browser to browser: its programs, and how they are told what tests need.

use std::path::{Path, PathBuf};

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use tokio::process::Command;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium and what is made of it, through chromedriver.
    Chromium,
}

/// Everything in the browser that a test doesn't ask for is off: what it would load would share
/// the machine and the network with the tests.
const CHROMIUM_ARGUMENTS: [&str; 9] = [
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

impl Engine {
    /// The WebDriver, on a port that it chooses itself.
    pub(crate) fn driver(self) -> Command {
        match self {
            Self::Chromium => {
                let mut command = Command::new(program("CHROMEDRIVER", &["chromedriver"]));
                command.arg("--port=0");
                command
            }
        }
    }

    /// The port, where this line of the driver's output tells it.
    pub(crate) fn port(self, line: &str) -> Option<u16> {
        match self {
            Self::Chromium => {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            }
        }
    }

    /// A session's settings: this engine's browser with a profile in an empty folder.
    pub(crate) fn capabilities(self, profile: &Path) -> Capabilities {
        let timeouts = json!({ "pageLoad": 60_000, "script": 30_000 });
        let settings = match self {
            Self::Chromium => {
                let names = ["chromium", "chromium-browser", "google-chrome"];
                let mut arguments = CHROMIUM_ARGUMENTS.map(str::to_owned).to_vec();
                arguments.push(format!("--user-data-dir={}", profile.display()));
                let options = json!({ "binary": program("CHROMIUM", &names), "args": arguments });
                json!({
                    "browserName": "chrome",
                    "timeouts": timeouts,
                    "goog:chromeOptions": options,
                    "goog:loggingPrefs": { "browser": "ALL" },
                })
            }
        };
        match settings {
            Value::Object(capabilities) => capabilities,
            _ => Capabilities::new(),
        }
    }
}

/// A program: what the environment variable names, or else the first of the names on the PATH.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(path) = std::env::var_os(variable) {
        return path.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let mut candidates =
        names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = candidates.find(|candidate| candidate.is_file());
    found.unwrap_or_else(|| panic!("none of {names:?} is on the PATH; {variable} can name one"))
}
