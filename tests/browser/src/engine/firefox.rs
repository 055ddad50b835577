//! Firefox.

use std::path::Path;

use serde_json::{Value, json};
use tokio::process::Command;

use super::program;
use crate::workspace;

pub(super) fn driver(profile: &Path) -> Command {
    // `cargo xtask test` puts it there.
    let ours = workspace(".tools/bin/geckodriver").display().to_string();
    let mut command = Command::new(program("GECKODRIVER", &[&ours, "geckodriver"]));
    // It makes the profile itself, and takes it away.
    command.arg("--profile-root").arg(profile).args(["--port=0", "--websocket-port=0"]);
    // For what only the browser itself can do: to clear it for another test.
    command.arg("--allow-system-access");
    // Beside the profile Firefox has caches and crash reports in the home folder.
    command.env("HOME", profile);
    command
}

/// The port, where this line of the driver's output tells it.
pub(super) fn port(line: &str) -> Option<u16> {
    line.split_once("Listening on 127.0.0.1:")?.1.trim().parse().ok()
}

pub(super) fn capabilities() -> Value {
    let options = json!({
        "binary": program("FIREFOX", &["firefox-esr", "firefox"]),
        "args": ["-headless"],
        // geckodriver turns off updates, telemetry and the like.
        "prefs": {
            // Every name is this machine: pages under names of their own, and whatever of Mozilla's
            // the browser would still call.
            "network.dns.forceResolve": "127.0.0.1",
            // No process is started before a page needs it: most of them no test ever does.
            "dom.ipc.processPrelaunch.enabled": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
            "dom.push.connection.enabled": false,
        },
    });
    json!({ "browserName": "firefox", "moz:firefoxOptions": options })
}
