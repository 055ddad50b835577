//! The npm package as its users have it: the tarball, and projects of bundlers, frameworks and runtimes
//! that install it (`tests/package`).

use anyhow::{Result, bail};

use crate::test::{self, Run};
use crate::{conformance, demo, engines, setup};

/// Where the tests are, with the tools that npm brings.
const FOLDER: &str = "tests/package";

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
    match test::watch(run()?) {
        None => Ok(()),
        Some(_) => bail!("the package doesn't work everywhere; the table above shows where"),
    }
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
pub(crate) fn run() -> Result<Run> {
    Ok(Run { name: "package", command: test::in_node(&[FOLDER])?, label: "" })
}
