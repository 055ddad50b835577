//! Every check and every test. What becomes of each is kept for `cargo xtask rules`.

use std::fs;
use std::process::Command;
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Result, bail};

use crate::conformance::{self, Burst};
use crate::engines::{self, Screen};
use crate::results::{self, Outcome};
use crate::toolchain::{IN_BROWSER, Toolchain};
use crate::{clippy, lint, package, progress, root, schemathesis, size};

/// An engine as `LINKYFY_ENGINE` names it (`tests/browser/src/engine.rs`).
const CHROMIUM: &str = "chromium";
/// The run in which the tracker has no WebAssembly.
const WITHOUT_WASM: &str = "no-wasm";

/// Tests in which a page refuses WebAssembly or doesn't, which that run can't have.
const REFUSALS: [&str; 2] = ["l5_however_webassembly_is_refused", "l6_"];
/// All runs, those of a lane one after the other, the cheap before the dear. That of the client mostly
/// waits, and WebKit leaves room beside it; Chromium and Firefox side by side take longer than one
/// after the other.
const LANES: [&[&str]; 2] = [
    &["wasm", conformance::NAME, CHROMIUM, "firefox"],
    &["host", "node", schemathesis::NAME, package::NAME, "webkit", WITHOUT_WASM],
];
/// Where tests of `node` are.
const IN_NODE: [&str; 7] = [
    "www/dashboard",
    "www/docs",
    "www/snippet",
    "tests/client",
    "tests/release",
    "bench/tests/own.test.mjs",
    "bench/tests/secure.test.mjs",
];

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

/// Builds everything, checks it, and makes all runs.
///
/// # Errors
/// The first check that fails, or all runs in which a test does.
pub(crate) fn run() -> Result<()> {
    thread::scope(|scope| {
        let brought = scope.spawn(bring);
        let built = build();
        let broken_off = |_| bail!("what brings the engines has broken off");
        built.and(brought.join().unwrap_or_else(broken_off))
    })?;
    size::print()?;
    let screen = Screen::start()?;
    let failed = side_by_side(&screen);
    if failed.is_empty() {
        return Ok(());
    }
    bail!("these have failed: {}; `cargo xtask rules` shows which tests", failed.join(", "))
}

/// Builds everything, and checks it: that compiles the tests and the programs that they start.
fn build() -> Result<()> {
    crate::build()?;
    lint::run()
}

/// Brings what the tests run in. That mostly waits, so it goes beside the build; what the build itself
/// needs of Debian is asked for meanwhile.
fn bring() -> Result<()> {
    conformance::runtimes()?;
    package::prepare()?;
    engines::install()?;
    schemathesis::install()
}

/// Has the runs of each lane made one after the other; gives those that have failed.
fn side_by_side(screen: &Screen) -> Vec<String> {
    thread::scope(|scope| {
        let lanes = LANES.map(|lane| {
            let make = |&name: &&'static str| match make(name, screen) {
                Ok(()) => None,
                Err(error) => {
                    eprintln!("  ✗ {error:#}");
                    Some(name.to_owned())
                }
            };
            scope.spawn(move || lane.iter().filter_map(make).collect::<Vec<_>>())
        });
        let failed = |lane: ScopedJoinHandle<'_, Vec<String>>| {
            lane.join().unwrap_or_else(|_| vec!["a run that broke off".to_owned()])
        };
        lanes.into_iter().flat_map(failed).collect()
    })
}

/// Makes the run of this name.
fn make(name: &'static str, screen: &Screen) -> Result<()> {
    let mut command = match name {
        schemathesis::NAME => return schemathesis::call(name),
        conformance::NAME => conformance::command(Burst::Jumping),
        package::NAME => package::command()?,
        "host" => cargo_test(),
        "node" => in_node(&IN_NODE)?,
        "wasm" => wasm()?,
        WITHOUT_WASM => {
            let mut command = in_browser(CHROMIUM);
            command.env("LINKYFY_WITHOUT_WASM", "1").arg("--");
            command.args(REFUSALS.iter().flat_map(|test| ["--skip", test]));
            command
        }
        engine => in_browser(engine),
    };
    command.env("DISPLAY", &screen.name);
    watch(name, name, &mut command)
}

/// Makes one of [`results::RUNS`], shows it, and keeps what became of each test. Its lines begin with
/// the label, where those of others come between.
///
/// # Errors
/// A test fails, or the run itself does.
pub(crate) fn watch(name: &str, label: &str, command: &mut Command) -> Result<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        let mut results = Vec::new();
        let read = |line: &str| results.extend(results::read(line));
        let outcome = progress::show(&format!("Tests: {name}"), label, command, read);
        // The server of wasm-bindgen's runner now and then leaves one of several connections
        // unanswered, so that its page never loads: no test has failed then, as none has run.
        let unanswered = name == "wasm" && !results.iter().any(|one| one.0 == Outcome::Failed);
        let outcome = outcome.and(results::keep(name, &results));
        if outcome.is_ok() || !unanswered || tries == WASM_TRIES {
            return outcome;
        }
    }
}

/// All tests are run, whichever fail.
fn cargo_test() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--no-fail-fast"]).current_dir(root("."));
    clippy::compiles(&mut cargo, clippy::DRIVER);
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
    let mut tests = Toolchain::find()?.checked("test")?;
    tests
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", root("target/debug/wasm-test-runner"))
        .env("CHROMEDRIVER", "chromedriver")
        .args(IN_BROWSER);
    Ok(tests)
}
