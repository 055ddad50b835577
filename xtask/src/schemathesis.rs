//! Has schemathesis call the sandbox with what the API's document allows and with what it doesn't.
//! It fails where an answer is a 5xx, or one that the document doesn't know.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{demo, openapi, progress, root, setup};

/// What its run is called.
pub(crate) const NAME: &str = "schemathesis";
/// Where it is installed.
const FOLDER: &str = ".tools/schemathesis";
/// What is installed there.
const REQUIREMENTS: &str = "tests/api/requirements.txt";
/// Key of the sandbox's demo user.
const KEY: &str = "schemathesis";
/// What decides all that is sent.
const SEED: &str = "1";
/// Bodies and queries that each operation is called with, beside those that the document implies.
const EXAMPLES: &str = "8";
/// The operation after which the key is another one.
const LAST: &str = "profile.regenerateApiKey";
/// No faults of the sandbox. It answers a wrong method as it answers a wrong path, with 404 (W5), and
/// it may refuse what a schema allows: whether a project, a list or a time zone exists, and whether
/// an address is on a list already, no schema can say.
const LEFT_OUT: &str = "unsupported_method,positive_data_acceptance";

/// Installs schemathesis, builds the sandbox and has it called.
///
/// # Errors
/// Something can't be installed or built, or an answer isn't what the document says.
pub(crate) fn run() -> Result<()> {
    install()?;
    demo::build_sandbox()?;
    call("")
}

/// Has the sandbox called. What is printed begins with the label.
///
/// # Errors
/// An answer isn't what the document says.
pub(crate) fn call(label: &str) -> Result<()> {
    let sandbox = Sandbox::start()?;
    let each = ["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES];
    let all_but_last = ["--exclude-operation-id", LAST];
    let config = root("tests/api/schemathesis.toml");
    let config = ["--config-file".into(), config.into_os_string()];
    let mut command = sandbox.called_by(&config);
    progress::show("Each operation", label, command.args(each).args(all_but_last), |_| ())?;
    let mut command = sandbox.called_by(&[]);
    let several = ["--phases", "stateful", "--max-examples", EXAMPLES];
    progress::show("One after the other", label, command.args(several).args(all_but_last), |_| ())?;
    let mut command = sandbox.called_by(&[]);
    let key = ["--phases", "fuzzing", "--max-examples", "2", "--include-operation-id", LAST];
    progress::show("A new key", label, command.args(key), |_| ())
}

/// Brings schemathesis where it isn't there yet.
///
/// # Errors
/// It can't be had.
pub(crate) fn install() -> Result<()> {
    let wanted = fs::read(root(REQUIREMENTS))?;
    // Written last.
    let installed = root(FOLDER).join("requirements.txt");
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    setup::debian(&["python3-venv"])?;
    let mut python = Command::new("python3");
    python.args(["-m", "venv", "--clear"]).arg(root(FOLDER));
    progress::run("A place for schemathesis", &mut python)?;
    let mut pip = Command::new(root(FOLDER).join("bin/pip"));
    pip.args(["install", "--quiet", "--no-deps", "--requirement"]).arg(root(REQUIREMENTS));
    progress::run("Installing schemathesis", &mut pip)?;
    Ok(fs::write(installed, wanted)?)
}

/// A sandbox in memory, without a limit. It ends with its value.
struct Sandbox {
    child: Child,
    origin: String,
}

impl Sandbox {
    fn start() -> Result<Self> {
        let mut command = Command::new(root("target/debug/linkyfy-sandbox"));
        command.args(["--memory", "--rate-limit", "0", "--api-key", KEY]);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut child = child.context("the sandbox could not be started")?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let Some(origin) = line.trim().strip_prefix("listening on ") else {
            bail!("the sandbox isn't ready: {line:?}");
        };
        Ok(Self { child, origin: origin.to_owned() })
    }

    fn called_by(&self, options: &[std::ffi::OsString]) -> Command {
        let mut command = Command::new(root(FOLDER).join("bin/schemathesis"));
        command.args(options).arg("run").arg(root(openapi::FILE));
        command.args(["--url", &format!("{}/api/v1", self.origin)]);
        command.args(["--header", &format!("X-API-Key: {KEY}"), "--seed", SEED]);
        command.args(["--checks", "all", "--exclude-checks", LEFT_OUT, "--warnings", "off"]);
        command.args(["--suppress-health-check", "all"]).current_dir(root("target"));
        command
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
