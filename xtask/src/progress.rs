//! Runs commands and says what is going on: a spinner with the command's last line on a terminal,
//! plain lines elsewhere. What a command printed is shown when it fails.

use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How often a long step shows signs of life.
const ON_A_TERMINAL: Duration = Duration::from_millis(120);
const IN_A_LOG: Duration = Duration::from_secs(20);
/// Steps under this are not worth their time being told.
const QUICK: Duration = Duration::from_secs(1);

/// The spinners of all steps that are under way.
static SPINNERS: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// Runs a command quietly under a name.
///
/// # Errors
/// The command can't be started, or ends without success; its output is printed then.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<()> {
    let started = Instant::now();
    let terminal = std::io::stderr().is_terminal();
    let spinner =
        if terminal { SPINNERS.add(ProgressBar::new_spinner()) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg:.dim}")
    {
        spinner.set_style(style);
    }
    spinner.set_prefix(what.to_owned());
    spinner.enable_steady_tick(ON_A_TERMINAL);
    if !terminal {
        eprintln!("  … {what}");
    }

    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{what}: {:?} could not be started", command.get_program()))?;
    let output = Mutex::new(Vec::new());
    let (done, ended) = mpsc::channel::<()>();
    let status = thread::scope(|scope| {
        let read = |stream: Option<Box<dyn Read + Send>>| {
            let (output, spinner) = (&output, &spinner);
            stream.map(|stream| scope.spawn(move || watch(stream, output, spinner)))
        };
        let streams = [
            read(child.stdout.take().map(|stream| Box::new(stream) as _)),
            read(child.stderr.take().map(|stream| Box::new(stream) as _)),
        ];
        if !terminal {
            let output = &output;
            scope.spawn(move || {
                while ended.recv_timeout(IN_A_LOG) == Err(mpsc::RecvTimeoutError::Timeout) {
                    let last = output.lock().ok().and_then(|lines| lines.last().cloned());
                    eprintln!(
                        "    {} s  {}",
                        started.elapsed().as_secs(),
                        last.unwrap_or_default()
                    );
                }
            });
        }
        for stream in streams.into_iter().flatten() {
            let _ = stream.join();
        }
        let status = child.wait();
        drop(done);
        status
    })?;
    spinner.finish_and_clear();
    if status.success() {
        tell(what, started.elapsed());
        return Ok(());
    }
    for line in output.into_inner().unwrap_or_default() {
        eprintln!("    {line}");
    }
    bail!("{what}: {} ended with {status}", command.get_program().display());
}

fn watch(stream: Box<dyn Read + Send>, output: &Mutex<Vec<String>>, spinner: &ProgressBar) {
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        spinner.set_message(line.trim().to_owned());
        if let Ok(mut lines) = output.lock() {
            lines.push(line);
        }
    }
}

/// Runs a command whose output is the point: each line is shown as it comes, with its label before
/// it, and read.
///
/// # Errors
/// The command can't be started, or ends without success.
pub(crate) fn show(
    what: &str,
    label: &str,
    command: &mut Command,
    mut read: impl FnMut(&str),
) -> Result<()> {
    let label = if label.is_empty() { String::new() } else { format!("{label:12}│ ") };
    eprintln!("\n── {what}");
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{what}: {:?} could not be started", command.get_program()))?;
    let (sender, lines) = mpsc::channel();
    let streams: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|stream| Box::new(stream) as _),
        child.stderr.take().map(|stream| Box::new(stream) as _),
    ];
    for stream in streams.into_iter().flatten() {
        let sender = sender.clone();
        thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).all(|sent| sent.is_ok())
        });
    }
    drop(sender);
    for line in lines {
        println!("{label}{line}");
        read(&line);
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{what}: {} ended with {status}", command.get_program().display());
    }
    tell(what, started.elapsed());
    Ok(())
}

/// Does a step of our own under a name.
///
/// # Errors
/// Those of the step, with its name.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let result = work().with_context(|| what.to_owned())?;
    tell(what, started.elapsed());
    Ok(result)
}

fn tell(what: &str, took: Duration) {
    SPINNERS.suspend(|| {
        if took < QUICK {
            eprintln!("  ✓ {what}");
        } else {
            eprintln!("  ✓ {what}  ({:.1} s)", took.as_secs_f64());
        }
    });
}

/// What a command prints to its standard output, or nothing where it can't be run or fails.
pub(crate) fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    let text =
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned());
    text.map(|text| text.trim().to_owned())
}
