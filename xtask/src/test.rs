//! Every check and every test. What becomes of each is kept for `cargo xtask rules`.

use std::process::Command;

use anyhow::{Result, bail};

use crate::engines::{self, ENGINES, Screen};
use crate::toolchain::{Kind, Toolchain};
use crate::{demo, lint, progress, results, root, size};

/// The suites that have all of an event's way in them, for the run without WebAssembly.
const WITHOUT_WASM: [&str; 5] = ["wire", "forms", "loading", "page_views", "visitor"];

/// Runs everything, the cheap before the dear.
///
/// # Errors
/// The first check that fails, or all runs in which a test does.
pub(crate) fn run() -> Result<()> {
    crate::build()?;
    size::print()?;
    lint::run()?;
    demo::build_sandbox()?;
    engines::install()?;

    let mut failed = Vec::new();
    let mut show = |run, what: &str, command: &mut Command| {
        let outcome = watch(run, what, command);
        if let Err(error) = outcome {
            eprintln!("  ✗ {error:#}");
            failed.push(what.to_owned());
        }
    };
    show(
        "host",
        "Tests on the host",
        cargo_test().args(["--workspace", "--exclude", "linkyfy-browser-tests"]),
    );
    let mut node = Command::new("node");
    let folders = ["www/dashboard", "tests/package"];
    node.args(["--test", "--test-reporter=spec"]).args(folders).current_dir(root("."));
    show("node", "Tests of the dashboard and the npm package", &mut node);
    show("wasm", "Tests in WebAssembly", &mut wasm()?);
    for engine in ENGINES {
        let screen = if engine == "webkit" { Some(Screen::start()?) } else { None };
        let mut tests = in_browser(engine);
        if let Some(screen) = &screen {
            tests.env("DISPLAY", &screen.name);
        }
        show(engine, &format!("Tests in {engine}"), &mut tests);
    }
    let mut without_wasm = in_browser(ENGINES[0]);
    without_wasm.env("LINKYFY_WITHOUT_WASM", "1");
    without_wasm.args(WITHOUT_WASM.iter().flat_map(|suite| ["--test", suite]));
    show("no-wasm", "The same without WebAssembly", &mut without_wasm);
    if failed.is_empty() {
        return Ok(());
    }
    bail!("these have failed: {}; `cargo xtask rules` shows which tests", failed.join(", "))
}

/// Shows a run of tests and keeps what became of each.
fn watch(run: &str, what: &str, command: &mut Command) -> Result<()> {
    let mut results = Vec::new();
    let outcome = progress::show(what, command, |line| results.extend(results::read(line)));
    results::keep(run, &results)?;
    outcome
}

/// All tests are run, whichever fail.
fn cargo_test() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast"]).current_dir(root("."));
    cargo
}

/// The whole visits in an engine.
fn in_browser(engine: &str) -> Command {
    let mut tests = cargo_test();
    tests.args(["--package", "linkyfy-browser-tests"]).env("LINKYFY_ENGINE", engine);
    tests
}

/// The tests that run inside a browser, as wasm.
fn wasm() -> Result<Command> {
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
    Ok(tests)
}
