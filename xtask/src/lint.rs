//! Derived files, the API's document, formatting, clippy's findings and the house rules.

use std::process::Command;

use anyhow::Result;

use crate::toolchain::Toolchain;
use crate::{attested, changelog, codegen, house, openapi, progress, root, setup};

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
    progress::step("The changelog", changelog::section)?;
    progress::step("The API and the vendor's text", attested::check)?;
    setup::npm()?;
    let mut redocly = setup::tool("redocly");
    redocly.envs([("REDOCLY_TELEMETRY", "off"), ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")]);
    progress::run("The API's document", redocly.args(["lint", openapi::FILE]))?;
    progress::run("Formatting", &mut cargo(&["fmt", "--all", "--check"]))?;
    progress::run(
        "Clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-Dwarnings"]),
    )?;
    let mut wasm = Toolchain::find()?.clippy()?;
    wasm.args(["--all-features", "--lib", "--tests", "--quiet", "--", "-Dwarnings"]);
    progress::run("Clippy, of what only a browser runs", &mut wasm)
}
