//! WebKit as Debian and its like have it: WebKitGTK, in the browser that comes with it for trials.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tokio::process::Command;

use super::program;
use crate::workspace;

/// Where distributions have the browser, below the folders of libraries.
const BROWSERS: [&str; 3] =
    ["webkit2gtk-4.1/MiniBrowser", "webkit2gtk-4.0/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];

pub(super) fn driver(profile: &Path) -> Command {
    let mut command = Command::new(program("WEBKIT_DRIVER", &["WebKitWebDriver"]));
    // Under `C.UTF-8`, as in a container, WebKitGTK calls the visitor's language "C", which `Intl` refuses,
    // and with it uPlot.
    command.env("LC_ALL", "C");
    command.arg("--port=0");
    // The browser has its data where its environment says.
    for variable in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(variable, profile);
    }
    // Nothing of a desktop is needed, nor asked for.
    command.env("NO_AT_BRIDGE", "1").env("GSETTINGS_BACKEND", "memory").env("GDK_BACKEND", "x11");
    command.env("DBUS_SESSION_BUS_ADDRESS", "disabled:");
    // A third of a test's time, where there is no graphics card: each browser that starts would make
    // shaders for one, and look for all codecs there are.
    command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    command.env("GST_REGISTRY", workspace("target/gstreamer.bin"));
    command
}

/// The port that a driver listens on. It tells nobody, so the system is asked.
pub(super) fn port(process: u32) -> Option<u16> {
    let folder = PathBuf::from(format!("/proc/{process}"));
    let files = fs::read_dir(folder.join("fd")).ok()?.flatten();
    let sockets: Vec<String> = files
        .filter_map(|file| fs::read_link(file.path()).ok())
        .filter_map(|link| {
            let link = link.to_string_lossy().into_owned();
            Some(link.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    let table = fs::read_to_string(folder.join("net/tcp")).ok()?;
    table.lines().find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let (address, state, socket) = (*fields.get(1)?, *fields.get(3)?, *fields.get(9)?);
        let listens = state == "0A" && sockets.iter().any(|own| own == socket);
        let port = address.split_once(':').filter(|_| listens)?.1;
        u16::from_str_radix(port, 16).ok()
    })
}

pub(super) fn capabilities() -> Value {
    let names: Vec<String> = ["/usr/lib", "/usr/lib64", "/usr/libexec"]
        .into_iter()
        .map(PathBuf::from)
        // Debian has a folder for each architecture.
        .chain(fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|file| file.path()))
        .flat_map(|folder| BROWSERS.map(|name| folder.join(name).display().to_string()))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let binary = program("MINIBROWSER", &names);
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] },
    })
}
