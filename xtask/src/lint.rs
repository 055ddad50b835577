//! Derived files, the API's document, formatting, clippy's findings and the house rules.

use std::process::Command;

use anyhow::Result;

use crate::toolchain::{IN_BROWSER, Toolchain};
use crate::{attested, changelog, clippy, codegen, house, openapi, progress, root, setup};

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
    for (what, arguments) in [
        ("our crates", &["build", "--workspace", "--all-targets"][..]),
        // They run where an engine is named, and are no target but by name.
        ("the browser tests", &["test", "--no-run", "--test", "visits"]),
    ] {
        let mut host = cargo(arguments);
        clippy::compiles(&mut host, clippy::DRIVER);
        progress::run(&compiling(what), &mut host)?;
    }
    let toolchain = Toolchain::find()?;
    for (what, command, targets) in [
        ("the tracker", "build", &["--lib"][..]),
        ("the client", "build", &["--lib", "--no-default-features", "--features", "client"]),
        ("tests in WebAssembly", "test", &[&["--no-run"][..], &IN_BROWSER].concat()),
    ] {
        let mut wasm = toolchain.checked(command)?;
        progress::run(&compiling(what), wasm.args(targets))?;
    }
    Ok(())
}

fn compiling(what: &str) -> String {
    format!("Compiling {what} with clippy")
}
