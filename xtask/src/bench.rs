//! The tracker beside its peers (`bench/`).

use std::process::Command;

use anyhow::Result;

use crate::{delivery, engines, progress, root, setup};

/// Where the bench is, with the peers that npm brings.
const FOLDER: &str = "bench";

/// What `cargo xtask bench` can be told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each page is visited in each profile; a round takes about two minutes
    #[arg(long)]
    rounds: Option<u32>,
    /// Measure ways to deliver the tracker in place of its peers: bench/delivery.md
    #[arg(long)]
    delivery: bool,
}

/// Builds the tracker, brings the peers, sees that the page views of all arrive, and measures.
///
/// # Errors
/// Something can't be had or built, or a page view doesn't arrive.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.delivery {
        return delivery::run(args.rounds);
    }
    crate::build()?;
    engines::chromium()?;
    setup::npm_in(FOLDER, "The peers")?;
    let folder = root(FOLDER);
    let mut arrive = Command::new("node");
    arrive.args(["--test", "tests/peers.test.mjs"]).current_dir(&folder);
    progress::run("Every peer's page view arrives", &mut arrive)?;
    let mut node = Command::new("node");
    node.arg("main.mjs").current_dir(&folder);
    if let Some(rounds) = args.rounds {
        node.arg(format!("--rounds={rounds}"));
    }
    progress::show("The tracker beside its peers", "", &mut node, |_| {})
}
