//! What differs from browser to browser: its programs, and how they are told what tests need.

mod abilities;
mod chromium;
mod firefox;
mod webkit;

use std::env;
use std::fmt::{self, Display, Formatter};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::names::Names;
use crate::process::Process;

pub use abilities::Ability;

/// The environment variable that says in which engine tests run.
const VARIABLE: &str = "LINKYFY_ENGINE";

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium and what is made of it, through chromedriver.
    Chromium,
    /// Firefox, through geckodriver.
    Firefox,
    /// WebKitGTK in its MiniBrowser, through WebKitWebDriver; it needs a display (`DISPLAY`).
    WebKit,
}

/// As `LINKYFY_ENGINE` has it.
impl Display for Engine {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

impl Engine {
    /// The engine of this run: what `LINKYFY_ENGINE` names, or else Chromium.
    pub fn of_this_run() -> Self {
        let Ok(name) = env::var(VARIABLE) else { return Self::Chromium };
        let all = [Self::Chromium, Self::Firefox, Self::WebKit];
        let named = all.into_iter().find(|engine| engine.to_string() == name);
        named.unwrap_or_else(|| panic!("{VARIABLE}={name}; it takes one of {all:?}, in lower case"))
    }

    /// Starts the WebDriver on a port that it chooses itself; gives the port.
    pub(crate) async fn start_driver(
        self,
        profile: &Path,
        names: Option<&Names>,
    ) -> (Process, u16) {
        let mut driver = match self {
            Self::Chromium => chromium::driver(),
            Self::Firefox => firefox::driver(profile),
            Self::WebKit => webkit::driver(profile),
        };
        driver.envs(names.into_iter().flat_map(Names::environment));
        // What browsers say there is of machines without a desktop.
        driver.stderr(Stdio::null());
        match self {
            Self::Chromium => Process::start(driver, chromium::port).await,
            Self::Firefox => Process::start(driver, firefox::port).await,
            Self::WebKit => Process::start_silent(driver, webkit::port).await,
        }
    }

    /// What finds the names of [`Site::origin_at`](crate::Site::origin_at) on this machine, where
    /// the engine can't do it itself.
    pub(crate) async fn names(self) -> Option<Names> {
        match self {
            Self::Chromium | Self::Firefox => None,
            Self::WebKit => Some(Names::start().await),
        }
    }

    /// A session's settings: this engine's browser with a profile in an empty folder.
    pub(crate) fn capabilities(self, profile: &Path) -> Capabilities {
        let mut settings = match self {
            Self::Chromium => chromium::capabilities(profile),
            Self::Firefox => firefox::capabilities(),
            Self::WebKit => webkit::capabilities(),
        };
        settings["timeouts"] = json!({ "pageLoad": 60_000, "script": 30_000 });
        match settings {
            Value::Object(capabilities) => capabilities,
            _ => Capabilities::new(),
        }
    }
}

/// A program: what the environment variable names, or else the first of these that there is, by
/// its path or by its name on the PATH.
fn program(variable: &str, names: &[&str]) -> PathBuf {
    if let Some(path) = env::var_os(variable) {
        return path.into();
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    // A folder joined with a whole path is that path.
    let mut candidates =
        names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = candidates.find(|candidate| candidate.is_file());
    found.unwrap_or_else(|| panic!("none of {names:?} is on the PATH; {variable} can name one"))
}
