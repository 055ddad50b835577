//! Every check and every test. What becomes of each is kept for `cargo xtask rules`.

use std::process::Command;
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Result, bail};

use crate::engines::{self, ENGINES, Screen};
use crate::results::{self, Outcome};
use crate::toolchain::{Kind, Toolchain};
use crate::{demo, lint, progress, root, size};

/// The suites that have all of an event's way in them, for the run without WebAssembly.
const WITHOUT_WASM: [&str; 5] = ["wire", "forms", "loading", "page_views", "visitor"];

/// How many browser runs are made at once: much of the time each waits for its browser.
const SIDE_BY_SIDE: usize = 2;

/// How often the tests in WebAssembly are started, where their page doesn't load.
const WASM_TRIES: usize = 4;

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

    let mut host = cargo_test();
    host.args(["--workspace", "--exclude", "linkyfy-browser-tests"]);
    let mut node = Command::new("node");
    let folders = ["www/dashboard", "tests/package"];
    node.args(["--test", "--test-reporter=spec"]).args(folders).current_dir(root("."));
    let mut failed = Vec::new();
    for (name, command) in [("host", host), ("node", node), ("wasm", wasm()?)] {
        failed.extend(watch(Run { name, command, label: "" }));
    }
    let mut compile = in_browser(ENGINES[0]);
    progress::run("Compiling the browser tests", compile.arg("--no-run"))?;
    let screen = Screen::start()?;
    let mut browsers: Vec<_> = ENGINES.iter().map(|&engine| (engine, in_browser(engine))).collect();
    let mut without_wasm = in_browser(ENGINES[0]);
    without_wasm.env("LINKYFY_WITHOUT_WASM", "1");
    without_wasm.args(WITHOUT_WASM.iter().flat_map(|suite| ["--test", suite]));
    browsers.push(("no-wasm", without_wasm));
    failed.extend(side_by_side(browsers.into_iter().map(|(name, mut command)| {
        command.env("DISPLAY", &screen.name);
        Run { name, command, label: name }
    })));
    if failed.is_empty() {
        return Ok(());
    }
    bail!("these have failed: {}; `cargo xtask rules` shows which tests", failed.join(", "))
}

/// A run of tests.
struct Run {
    /// One of [`results::RUNS`].
    name: &'static str,
    command: Command,
    /// What its lines begin with, where those of others come between.
    label: &'static str,
}

/// Has runs made, a few at a time; gives those that have failed.
fn side_by_side(runs: impl Iterator<Item = Run> + Send) -> Vec<String> {
    let queue = Mutex::new(runs);
    let next = || queue.lock().ok()?.next();
    let work = || std::iter::from_fn(next).filter_map(watch).collect::<Vec<_>>();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..SIDE_BY_SIDE).map(|_| scope.spawn(work)).collect();
        let failed = |worker: ScopedJoinHandle<'_, Vec<String>>| {
            worker.join().unwrap_or_else(|_| vec!["a run that broke off".to_owned()])
        };
        workers.into_iter().flat_map(failed).collect()
    })
}

/// Makes a run, shows it, and keeps what became of each test. Gives the run's name where it failed.
fn watch(mut run: Run) -> Option<String> {
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
        .args(["--no-default-features", "--lib", "--test", "in_browser"]);
    Ok(tests)
}
