//! Derived files, formatting, clippy's findings and the house rules.

use std::process::Command;

use anyhow::Result;

use crate::{codegen, house, progress, root};

/// Runs every check.
///
/// # Errors
/// The first check that fails.
pub(crate) fn run() -> Result<()> {
    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(arguments).current_dir(root("."));
        cargo
    };
    progress::step("House rules", house::check)?;
    progress::step("Derived files", codegen::check)?;
    progress::run("Formatting", &mut cargo(&["fmt", "--all", "--check"]))?;
    progress::run(
        "Clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-Dwarnings"]),
    )
}
