//! The project's tasks: `cargo xtask <task>`.

mod attested;
mod bench;
mod bindgen;
mod budgets;
mod bundle;
mod changelog;
mod client;
mod clippy;
mod codegen;
mod conformance;
mod constants;
mod delivery;
mod demo;
mod engines;
mod fallback;
mod forms;
mod house;
mod leaks;
mod lint;
mod openapi;
mod pack;
mod package;
mod parts;
mod progress;
mod release;
mod results;
mod rules;
mod schemathesis;
mod setup;
mod size;
mod snippet;
mod soak;
mod test;
mod toolchain;
mod tracker;
mod versioned;
mod www;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Every task sets up what it needs, says what it is doing, and is quick the second time.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and serve the sandbox with the demo site and the dashboard
    Demo(demo::Args),
    /// Run every check and every test
    Test {
        /// Only these tests
        suite: Option<test::Suite>,
    },
    /// Print the rules with their tests, and what became of them in every engine
    Rules,
    /// Build the tracker, the client and the website, and print what they weigh
    Build,
    /// Measure the tracker beside its peers, in Chromium
    Bench(bench::Args),
    /// Make many visits through a faulty API; fails where a registration is lost
    Soak(soak::Args),
    /// Show the judge labelled forms; fails where it doesn't tell registrations well enough
    Forms,
    /// Send all labelled forms with secrets in their fields; fails where one leaks
    Leaks,
    /// Call the sandbox with what the API's document allows and doesn't; fails where an answer is
    /// another than the document says
    Schemathesis,
    /// Print what the built files weigh; fails where one is over its budget
    Size {
        /// What each source file adds to the tracker, too
        #[arg(long)]
        parts: bool,
        /// Write what they weigh into the README
        #[arg(long)]
        write: bool,
    },
    /// Print the tag that puts the tracker on a page, and what goes with it
    Snippet(snippet::Args),
    /// Check, build, test and pack what is committed, twice, and print what would be published; a person
    /// publishes it
    Release(release::Args),
    /// Write what is derived from the list of options: types, and the README's table
    Codegen,
    /// Check derived files, the API's document, formatting, clippy's findings and the house rules
    Lint,
}

fn main() -> ExitCode {
    let result = match Cli::parse().task {
        Task::Demo(args) => demo::run(&args),
        Task::Test { suite: None } => test::run(),
        Task::Test { suite: Some(test::Suite::Api) } => conformance::run_whole(),
        Task::Test { suite: Some(test::Suite::Package) } => package::run_alone(),
        Task::Rules => rules::print(),
        Task::Build => build().and_then(|()| size::print()),
        Task::Bench(args) => bench::run(&args),
        Task::Soak(args) => soak::run(&args),
        Task::Forms => forms::run(),
        Task::Leaks => leaks::run(),
        Task::Schemathesis => schemathesis::run(),
        Task::Size { parts, write } => {
            let written = if write { size::write() } else { Ok(()) };
            written
                .and_then(|()| size::print())
                .and_then(|()| if parts { parts::print() } else { Ok(()) })
        }
        Task::Snippet(args) => snippet::run(&args),
        Task::Release(args) => release::run(&args),
        Task::Codegen => codegen::write(),
        Task::Lint => lint::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What a browser is served, and the client.
fn build() -> anyhow::Result<()> {
    setup::npm()?;
    tracker::build()?;
    client::build()?;
    // npm takes no licence from outside the package's folder, and no link to one.
    fs::copy(root("LICENSE"), root("pkg/LICENSE"))?;
    progress::step("Versioned files", versioned::write)?;
    www::build()
}

/// A path in the project, from its root.
fn root(path: impl AsRef<Path>) -> PathBuf {
    // The manifest's folder is `xtask/`, one below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("/")).join(path)
}
