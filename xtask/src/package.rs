//! The npm package as its users have it: the tarball, and projects of bundlers, frameworks and runtimes
//! that install it (`tests/package`).

use std::process::Command;

use anyhow::{Context, Result};

use crate::test;
use crate::{conformance, demo, engines, setup};

/// Where the tests are, with the tools that npm brings.
const FOLDER: &str = "tests/package";
/// What their run is called.
pub(crate) const NAME: &str = "package";

/// Builds what they need, and runs them.
///
/// # Errors
/// Something can't be built, or a test fails.
pub(crate) fn run_alone() -> Result<()> {
    crate::build()?;
    demo::build_sandbox()?;
    engines::chromium()?;
    conformance::runtimes()?;
    prepare()?;
    test::watch(NAME, "", &mut command()?)
        .context("the package doesn't work everywhere; the table above shows where")
}

/// Brings the bundlers and frameworks.
///
/// # Errors
/// They can't be had.
pub(crate) fn prepare() -> Result<()> {
    setup::npm_in(FOLDER, "Bundlers and frameworks")
}

/// The tests of the tarball and of the projects.
///
/// # Errors
/// Their folder can't be read.
pub(crate) fn command() -> Result<Command> {
    test::in_node(&[FOLDER])
}
