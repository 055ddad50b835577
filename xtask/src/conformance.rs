//! The conformance suite of the API client: each operation of `openapi.yaml` in each runtime, and a burst
//! of calls against the real rate limit (`tests/api`).

use std::process::Command;

use anyhow::{Context, Result};

use crate::engines::{self, Screen};
use crate::test;
use crate::{demo, progress, root, setup};

/// Where the suite is, with the runtimes that npm brings.
const FOLDER: &str = "tests/api";
/// What its run is called.
pub(crate) const NAME: &str = "api";
/// The program that opens a page in a browser.
const PAGE_OPENER: &str = "open-page";

/// Builds what it needs, and runs all of it: the burst takes its three minutes.
///
/// # Errors
/// A cell of the table isn't ok, or a call of the burst is turned away.
pub(crate) fn run_whole() -> Result<()> {
    crate::build()?;
    demo::build_sandbox()?;
    engines::install()?;
    runtimes()?;
    let mut page = Command::new("cargo");
    page.args(["build", "--bin", PAGE_OPENER]);
    progress::run("Compiling what opens a page", page.current_dir(root(".")))?;
    let screen = Screen::start()?;
    let mut command = command(Burst::Real);
    test::watch(NAME, "", command.env("DISPLAY", &screen.name))
        .context("the client doesn't conform everywhere; the table above shows where")
}

/// Brings the runtimes that npm has.
///
/// # Errors
/// They can't be had.
pub(crate) fn runtimes() -> Result<()> {
    setup::npm_in(FOLDER, "The runtimes Deno, Bun and workerd")
}

/// How the burst spends its time.
#[derive(Clone, Copy)]
pub(crate) enum Burst {
    /// As long as the limit has it wait.
    Real,
    /// Client and sandbox jump over the time in which nothing happens.
    Jumping,
}

/// The suite in every runtime, and the burst beside it.
pub(crate) fn command(burst: Burst) -> Command {
    let mut command = Command::new("node");
    command.arg(root(FOLDER).join("main.mjs")).current_dir(root("."));
    command.arg(match burst {
        Burst::Real => "--burst",
        Burst::Jumping => "--burst=jump",
    });
    command
}
