//! The browsers that tests run in, brought where a machine lacks them, and the screen that one of
//! them needs.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::{progress, root, setup};

/// Installs the engines with their drivers.
///
/// # Errors
/// Something can't be had from here; the message has the command to type.
pub(crate) fn install() -> Result<()> {
    setup::debian_lists();
    // Debian has the release with extended support, Ubuntu the current one.
    let firefox = if setup::debian_has("firefox-esr") { "firefox-esr" } else { "firefox" };
    let webkit = ["libwebkit2gtk-4.1-0", "webkit2gtk-driver", "xvfb"];
    setup::debian(&["chromium", "chromium-driver", firefox, webkit[0], webkit[1], webkit[2]])?;
    geckodriver()
}

/// Installs Chromium with its driver.
///
/// # Errors
/// It can't be had from here; the message has the command to type.
pub(crate) fn chromium() -> Result<()> {
    setup::debian_lists();
    setup::debian(&["chromium", "chromium-driver"])
}

/// A program of the browser tests that needs no engine but Chromium, which is brought.
///
/// # Errors
/// Chromium can't be had from here; the message has the command to type.
pub(crate) fn program_in_chromium(name: &str) -> Result<Command> {
    chromium()?;
    let mut program = Command::new("cargo");
    program.args(["run", "--quiet", "--bin", name, "--"]).current_dir(root("."));
    Ok(program)
}

/// Firefox's driver, which Debian doesn't have.
fn geckodriver() -> Result<()> {
    if root(".tools/bin/geckodriver").is_file()
        || progress::ask("geckodriver", &["--version"]).is_some()
    {
        return Ok(());
    }
    let mut cargo = Command::new("cargo");
    // It only passes commands on: not worth optimising.
    cargo.args(["install", "geckodriver", "--locked", "--debug", "--root"]).arg(root(".tools"));
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").current_dir(root("."));
    progress::run("Compiling Firefox's driver, once", &mut cargo)
}

/// A screen that nobody sees, for browsers that don't run without one. It goes when dropped.
pub(crate) struct Screen {
    server: Child,
    /// What `DISPLAY` has to say.
    pub(crate) name: String,
}

impl Screen {
    /// Starts an X server on a number that it chooses itself.
    ///
    /// # Errors
    /// It doesn't start.
    pub(crate) fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
            // Without this it starts anew when its last client goes, and takes those with it that
            // are just coming.
            .arg("-noreset")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb could not be started")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        let screen = Self { server, name: format!(":{}", number.trim()) };
        anyhow::ensure!(!number.trim().is_empty(), "Xvfb ended before it was ready");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
