//! Every check and every test.

use std::process::Command;

use anyhow::Result;

use crate::toolchain::{Kind, Toolchain};
use crate::{demo, lint, progress, root, setup, size};

/// Runs everything, the cheap before the dear.
///
/// # Errors
/// The first check or test that fails.
pub(crate) fn run() -> Result<()> {
    crate::build()?;
    size::print()?;
    lint::run()?;
    demo::build_sandbox()?;
    setup::debian(&["chromium", "chromium-driver"])?;

    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo.args(arguments).current_dir(root("."));
        cargo
    };
    progress::show(
        "Tests on the host",
        &mut cargo(&["test", "--workspace", "--exclude", "linkyfy-browser-tests"]),
    )?;
    progress::show(
        "Tests of the dashboard",
        Command::new("node").args(["--test", "www/dashboard"]).current_dir(root(".")),
    )?;
    wasm()?;
    let tests = ["test", "--package", "linkyfy-browser-tests"];
    progress::show("Tests in browsers", &mut cargo(&tests))?;
    let mut without_wasm = cargo(&tests);
    without_wasm.env("LINKYFY_WITHOUT_WASM", "1");
    for file in ["wire", "forms", "loading", "page_views", "visitor"] {
        without_wasm.args(["--test", file]);
    }
    progress::show("The same without WebAssembly", &mut without_wasm)
}

/// The tests that run inside a browser, as wasm.
fn wasm() -> Result<()> {
    let mut runner = Command::new("cargo");
    runner
        .args(["build", "--package", "linkyfy-browser-tests", "--bin", "wasm-test-runner"])
        .current_dir(root("."));
    progress::run("Compiling the runner of wasm tests", &mut runner)?;
    let mut tests = Toolchain::find()?.cargo("test", Kind::Test);
    tests
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", root("target/debug/wasm-test-runner"))
        .env("CHROMEDRIVER", "chromedriver")
        .args(["--lib", "--test", "in_browser"]);
    progress::show("Tests in WebAssembly", &mut tests)
}
