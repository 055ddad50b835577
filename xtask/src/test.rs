//! Every check and every test. What becomes of each is kept for `cargo xtask rules`.

use std::fs;
use std::process::Command;
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Result, bail};

use crate::conformance::{self, Burst};
use crate::engines::{self, Screen};
use crate::results::{self, Outcome};
use crate::toolchain::{Kind, Toolchain};
use crate::{demo, lint, package, progress, root, schemathesis, size};

/// An engine as `LINKYFY_ENGINE` names it (`tests/browser/src/engine.rs`).
const CHROMIUM: &str = "chromium";
/// The run in which the tracker has no WebAssembly.
const WITHOUT_WASM: &str = "no-wasm";

/// Tests in which a page refuses WebAssembly or doesn't, which that run can't have.
const REFUSALS: [&str; 2] = ["l5_however_webassembly_is_refused", "l6_"];
/// Long runs, those of a lane one after the other, as measured the shortest. That of the client mostly
/// waits, and WebKit leaves room beside it; Chromium and Firefox side by side take longer than one
/// after the other.
const LANES: [&[&str]; 2] = [&[conformance::NAME, CHROMIUM, "firefox"], &["webkit", WITHOUT_WASM]];

/// How often the tests in WebAssembly are started, where their page doesn't load.
const WASM_TRIES: usize = 4;

/// Tests that can be asked for alone.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Suite {
    /// The API client: every operation in every runtime, and a burst at the real rate limit
    Api,
    /// The npm package: its tarball, and real projects that install it
    Package,
}

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

    let host = cargo_test();
    let node = in_node(&[
        "www/dashboard",
        "www/docs",
        "www/snippet",
        "tests/client",
        "tests/release",
        "bench/tests/own.test.mjs",
        "bench/tests/secure.test.mjs",
    ])?;
    let mut failed = Vec::new();
    for (name, command) in [("host", host), ("node", node), ("wasm", wasm()?)] {
        failed.extend(watch(Run { name, command, label: "" }));
    }
    if let Err(error) = schemathesis::run() {
        eprintln!("  ✗ {error:#}");
        failed.push("schemathesis".to_owned());
    }
    let mut compile = in_browser(CHROMIUM);
    progress::run("Compiling the browser tests", compile.arg("--no-run"))?;
    conformance::prepare()?;
    package::prepare()?;
    failed.extend(watch(package::run()?));
    let screen = Screen::start()?;
    let lanes = LANES.map(|lane| {
        lane.iter().map(|&name| {
            if name == conformance::NAME {
                return Run { label: name, ..conformance::run(&screen, Burst::Jumping) };
            }
            let has_wasm = name != WITHOUT_WASM;
            let mut command = in_browser(if has_wasm { name } else { CHROMIUM });
            if !has_wasm {
                command.env("LINKYFY_WITHOUT_WASM", "1").arg("--");
                command.args(REFUSALS.iter().flat_map(|test| ["--skip", test]));
            }
            command.env("DISPLAY", &screen.name);
            Run { name, command, label: name }
        })
    });
    failed.extend(side_by_side(lanes));
    if failed.is_empty() {
        return Ok(());
    }
    bail!("these have failed: {}; `cargo xtask rules` shows which tests", failed.join(", "))
}

/// A run of tests.
pub(crate) struct Run {
    /// One of [`results::RUNS`].
    pub(crate) name: &'static str,
    pub(crate) command: Command,
    /// What its lines begin with, where those of others come between.
    pub(crate) label: &'static str,
}

/// Has the runs of each lane made one after the other; gives those that have failed.
fn side_by_side(lanes: [impl Iterator<Item = Run> + Send; LANES.len()]) -> Vec<String> {
    thread::scope(|scope| {
        let lanes = lanes.map(|lane| scope.spawn(|| lane.filter_map(watch).collect::<Vec<_>>()));
        let failed = |lane: ScopedJoinHandle<'_, Vec<String>>| {
            lane.join().unwrap_or_else(|_| vec!["a run that broke off".to_owned()])
        };
        lanes.into_iter().flat_map(failed).collect()
    })
}

/// Makes a run, shows it, and keeps what became of each test. Gives the run's name where it failed.
pub(crate) fn watch(mut run: Run) -> Option<String> {
    let Run { name, command, label } = &mut run;
    let mut tries = 0;
    loop {
        tries += 1;
        let mut results = Vec::new();
        let what = format!("Tests: {name}");
        let outcome =
            progress::show(&what, label, command, |line| results.extend(results::read(line)));
        // The server of wasm-bindgen's runner now and then leaves one of several connections
        // unanswered, so that its page never loads: no test has failed then, as none has run.
        let unanswered = *name == "wasm" && !results.iter().any(|one| one.0 == Outcome::Failed);
        let kept = results::keep(name, &results);
        match outcome.and(kept) {
            Ok(()) => return None,
            Err(_) if unanswered && tries < WASM_TRIES => {}
            Err(error) => {
                eprintln!("  ✗ {error:#}");
                return Some((*name).to_owned());
            }
        }
    }
}

/// All tests are run, whichever fail.
fn cargo_test() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast"]).current_dir(root("."));
    cargo
}

/// The tests of these files and folders in Node.js.
///
/// # Errors
/// A folder can't be read.
pub(crate) fn in_node(places: &[&str]) -> Result<Command> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).current_dir(root("."));
    // By their names: whether a folder may be named depends on Node's version.
    for place in places {
        if root(place).is_file() {
            node.arg(root(place));
            continue;
        }
        for entry in fs::read_dir(root(place))? {
            let file = entry?.path();
            let name = file.to_string_lossy();
            if name.ends_with(".test.mjs") || name.ends_with(".test.js") {
                node.arg(file);
            }
        }
    }
    Ok(node)
}

/// The whole visits in an engine.
fn in_browser(engine: &str) -> Command {
    let mut tests = cargo_test();
    tests.args(["--test", "visits"]);
    tests.env("LINKYFY_ENGINE", engine);
    tests
}

/// The tests that run inside a browser, as wasm.
fn wasm() -> Result<Command> {
    let mut runner = Command::new("cargo");
    runner.args(["build", "--bin", "wasm-test-runner"]).current_dir(root("."));
    progress::run("Compiling the runner of wasm tests", &mut runner)?;
    let mut tests = Toolchain::find()?.cargo("test", Kind::Test);
    tests
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", root("target/debug/wasm-test-runner"))
        .env("CHROMEDRIVER", "chromedriver")
        .args(["--no-default-features", "--lib", "--test", "in_browser"]);
    Ok(tests)
}
