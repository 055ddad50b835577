//! Serves everything on this machine: API, demo site, dashboard.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{progress, root};

/// Options of `demo`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The file that keeps the recorded events
    #[arg(long, value_name = "FILE", default_value = "target/demo.sqlite")]
    db: PathBuf,
}

/// Builds everything and runs the sandbox until it is ended.
///
/// # Errors
/// Something can't be built, or the sandbox ends with an error.
pub(crate) fn run(args: &Args) -> Result<()> {
    crate::build()?;
    build_sandbox()?;
    println!(
        "\nThe sandbox runs until you press Ctrl+C. Open the dashboard and the demo site side by side.\n"
    );
    let mut sandbox = Command::new(root("target/debug/linkyfy-sandbox"));
    sandbox.arg("--db").arg(root(&args.db));
    sandbox.arg("--tracker").arg(root("pkg/dist")).arg("--www").arg(root("www/dist"));
    let status =
        sandbox.stdin(Stdio::null()).status().context("the sandbox could not be started")?;
    if !status.success() {
        bail!("the sandbox ended with {status}");
    }
    Ok(())
}

/// Builds the sandbox's binary.
///
/// # Errors
/// It doesn't compile.
pub(crate) fn build_sandbox() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--bin", "linkyfy-sandbox"]).current_dir(root("."));
    progress::run("Compiling the sandbox", &mut cargo)
}
