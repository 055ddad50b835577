//! Browsers that run: started, cleared for the next test, ended.
//!
//! To start one takes longer than most tests do. So a test leaves its browser to the next one, with
//! nothing in it of what was there: no tab, cookie, storage or cache. All end with the program.

use std::process::Stdio;
use std::sync::{LazyLock, Mutex, PoisonError, mpsc};

use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::process::{ChildStdin, Command};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::chromedriver::Chromedriver;
use super::geckodriver::{self, Geckodriver};
use crate::engine::Engine;
use crate::names::Names;
use crate::process::TRIES;
use crate::wait::{DEADLINE, PATIENCE};

/// Ends a browser once the program that uses it lets go of it, or is gone itself.
const WARDEN: &str = include_str!("warden.sh");

/// Those that no test has.
static IDLE: Mutex<Vec<Running>> = Mutex::new(Vec::new());

/// Where browsers are driven from: they outlast a test, and the runtime that it has.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let mut runtime = Builder::new_multi_thread();
    runtime.worker_threads(1).enable_all().build().expect("a runtime")
});

/// A browser in which nobody has been anywhere yet. It is ended when dropped.
pub(super) struct Running {
    engine: Engine,
    client: Client,
    _names: Option<Names>,
    /// Is closed when dropped, which the warden waits for.
    _warden: ChildStdin,
}

impl Running {
    /// One that an earlier test has left, or else a new one.
    pub(super) async fn take(engine: Engine) -> Self {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(running) = idle {
            return running;
        }
        let start = move || RUNTIME.block_on(Self::start(engine));
        RUNTIME.spawn_blocking(start).await.expect("a browser")
    }

    /// What drives it.
    pub(super) fn client(&self) -> Client {
        self.client.clone()
    }

    /// Leaves it to another test, where its engine can be cleared; else it is ended. What a page of
    /// this test would still send reaches no server of a later one: it waits until the page is gone.
    pub(super) fn leave(self) {
        let (cleared, is_cleared) = mpsc::channel::<()>();
        RUNTIME.spawn(async move {
            let _cleared = cleared;
            if let Ok(Ok(true)) = timeout(PATIENCE, self.clear()).await {
                IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
            }
        });
        // Nothing comes; the sender is dropped when all is done.
        let _ = is_cleared.recv();
    }

    /// Starts a driver, and with it a browser.
    async fn start(engine: Engine) -> Self {
        let profile = TempDir::with_prefix("linkyfy-browser-").expect("a temporary folder");
        let names = engine.names().await;
        let settings = engine.capabilities(profile.path());
        let mut failures = Vec::new();
        let (driver, port, client) = loop {
            let (driver, port) = engine.start_driver(profile.path(), names.as_ref()).await;
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(settings.clone());
            let url = format!("http://127.0.0.1:{port}");
            // A browser that doesn't find its way to its driver is started again.
            match timeout(DEADLINE, builder.connect(&url)).await {
                Ok(Ok(client)) => break (driver, port, client),
                failure => failures.push(failure.map(|outcome| outcome.err())),
            }
            assert!(failures.len() < TRIES, "no browser session: {failures:#?}");
        };
        let session = client.session_id().await.ok().flatten().expect("the id of the session");
        let mut warden = Command::new("bash");
        warden.args(["-c", WARDEN, "warden", &port.to_string(), &session]);
        warden.arg(driver.leave().to_string()).arg(profile.keep());
        warden.stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0);
        let mut warden = warden.spawn().expect("bash");
        let stdin = warden.stdin.take().expect("it was asked for");
        Self { engine, client, _names: names, _warden: stdin }
    }

    /// Removes all that pages have left. Whether the engine's driver can.
    async fn clear(&self) -> Result<bool, CmdError> {
        let client = &self.client;
        if self.engine == Engine::WebKit {
            return Ok(false);
        }
        // With its last tab, a browser ends.
        let tabs = client.windows().await?;
        let tab = client.new_window(true).await?.handle;
        for old in tabs {
            client.switch_to_window(old).await?;
            client.close_window().await?;
        }
        client.switch_to_window(tab).await?;
        if self.engine == Engine::Firefox {
            client.issue_cmd(Geckodriver::Context("chrome")).await?;
            let failures = client.execute_async(geckodriver::CLEAR, vec![]).await?;
            client.issue_cmd(Geckodriver::Context("content")).await?;
            return Ok(failures == json!(0));
        }
        for (command, parameters) in [
            ("Network.clearBrowserCookies", json!({})),
            ("Network.clearBrowserCache", json!({})),
            ("Storage.clearDataForOrigin", json!({ "origin": "*", "storageTypes": "all" })),
        ] {
            client.issue_cmd(Chromedriver::DevTools(command, parameters)).await?;
        }
        client.issue_cmd(Chromedriver::Console).await?;
        Ok(true)
    }
}
