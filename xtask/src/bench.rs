//! The tracker beside its peers, and the API client beside what one writes by hand (`bench/`).

use std::process::Command;

use anyhow::Result;

use crate::budgets::Budgets;
use crate::{delivery, engines, progress, root, setup};

/// Where the bench is, with the peers that npm brings.
const FOLDER: &str = "bench";
/// The same of the API client's.
const CLIENT: &str = "bench/client";

/// What `cargo xtask bench` can be told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each page is visited in each profile; a round takes about two minutes
    #[arg(long, conflicts_with = "client")]
    rounds: Option<u32>,
    /// Measure the API client, beside a fetch wrapper that one writes by hand: bench/client.md
    #[arg(long, conflicts_with = "delivery")]
    client: bool,
    /// Measure ways to deliver the tracker in place of its peers: bench/delivery.md
    #[arg(long, conflicts_with = "floor")]
    delivery: bool,
    /// Measure what the least that a tracker can be costs, rule by rule: bench/floor.md
    #[arg(long, conflicts_with = "client")]
    floor: bool,
}

/// Builds the tracker, brings the peers, sees that the page views of all arrive, and measures.
///
/// # Errors
/// Something can't be had or built, or a page view doesn't arrive.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.client {
        return client();
    }
    if args.delivery {
        return delivery::run(args.rounds);
    }
    crate::build()?;
    engines::chromium()?;
    setup::npm_in(FOLDER, "The peers")?;
    let folder = root(FOLDER);
    if args.floor {
        let mut node = Command::new("node");
        node.arg("floor/run.mjs").current_dir(&folder);
        node.args(args.rounds.map(|rounds| rounds.to_string()));
        return progress::show("The least of trackers", "", &mut node, |_| {});
    }
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

/// Builds the client, and the sandbox as fast as it gets, and measures.
fn client() -> Result<()> {
    crate::build()?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--bin", "linkyfy-sandbox"]).current_dir(root("."));
    progress::run("Compiling the sandbox for release", &mut cargo)?;
    setup::npm_in(CLIENT, "Other clients")?;
    let mut node = Command::new("node");
    node.arg(root(CLIENT).join("main.mjs")).arg(root("target/release/linkyfy-sandbox"));
    node.arg(serde_json::to_string(&Budgets::read()?.client)?);
    progress::show("The API client beside a fetch wrapper", "", &mut node, |_| {})
}
