//! Brings what a fresh machine lacks: Debian's packages and npm's.

use std::fs;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::{progress, root};

/// Oldest Node.js that the tools run on.
const NODE: u32 = 20;
/// Debian's packages are installed by one at a time.
static APT: Mutex<()> = Mutex::new(());

/// Installs packages of Debian or Ubuntu that are not there yet.
///
/// # Errors
/// They can't be installed from here; the message has the command to type.
pub(crate) fn debian(packages: &[&str]) -> Result<()> {
    let _alone = APT.lock().unwrap_or_else(PoisonError::into_inner);
    let missing: Vec<&str> = packages.iter().copied().filter(|name| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand = format!("apt-get update && apt-get install --no-install-recommends -y {list}");
    let Some(mut prefix) = administrator() else {
        bail!(
            "these packages are missing, and installing them needs root: {list}\nRun: sudo sh -c '{by_hand}'"
        );
    };
    prefix.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let apt = |arguments: &[&str]| {
        let mut command = Command::new(prefix[0]);
        command.args(&prefix[1..]).args(arguments);
        command
    };
    progress::run("Package lists", &mut apt(&["update"]))
        .and_then(|()| {
            let mut install = apt(&["install", "--no-install-recommends", "-y"]);
            progress::run(&format!("Installing {list}"), install.args(&missing))
        })
        .with_context(|| format!("by hand: {by_hand}"))
}

/// Whether a package can be had from the machine's package lists.
pub(crate) fn debian_has(package: &str) -> bool {
    // `policy` answers for unknown names too, with nothing.
    progress::ask("apt-cache", &["policy", package]).is_some_and(|text| {
        text.lines().any(|line| line.trim().starts_with("Candidate: ") && !line.ends_with("(none)"))
    })
}

/// Makes the package lists known on a machine where they never were.
pub(crate) fn debian_lists() {
    let _alone = APT.lock().unwrap_or_else(PoisonError::into_inner);
    let none = fs::read_dir("/var/lib/apt/lists").is_ok_and(|lists| {
        !lists.flatten().any(|list| {
            list.file_name().to_string_lossy().ends_with("_Packages")
                || list.file_name().to_string_lossy().ends_with("_Packages.lz4")
        })
    });
    if none && let Some(prefix) = administrator() {
        let mut command = Command::new("env");
        let _ = progress::run("Package lists", command.args(prefix).args(["apt-get", "update"]));
    }
}

fn is_installed(package: &str) -> bool {
    progress::ask("dpkg-query", &["--show", "--showformat=${db:Status-Status}", package])
        .is_some_and(|status| status == "installed")
}

/// The words before a command that make it run as root: none where we are root, `sudo` where it
/// asks for no password. Nothing where we can't.
fn administrator() -> Option<Vec<&'static str>> {
    if progress::ask("id", &["-u"])? == "0" {
        return Some(Vec::new());
    }
    progress::ask("sudo", &["-n", "true"]).map(|_| vec!["sudo", "-n"])
}

/// Installs the JavaScript tools of `package-lock.json`.
///
/// # Errors
/// Node.js is missing or too old, or the packages can't be had.
pub(crate) fn npm() -> Result<()> {
    let version = progress::ask("node", &["--version"]).unwrap_or_default();
    let major =
        version.trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        bail!(
            "Node.js {NODE} or later is needed (found: {version:?}); see https://nodejs.org/en/download"
        );
    }
    npm_in(".", "JavaScript tools")
}

/// Installs what a folder's `package-lock.json` names.
///
/// # Errors
/// The packages can't be had.
pub(crate) fn npm_in(folder: &str, what: &str) -> Result<()> {
    let folder = root(folder);
    // npm writes this file last.
    let modified = |path| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(&folder);
    progress::run(what, &mut npm)
}

/// A JavaScript tool of ours.
pub(crate) fn tool(name: &str) -> Command {
    let mut command = Command::new(root("node_modules/.bin").join(name));
    command.current_dir(root("."));
    command
}
