//! Many visits with sign-ups, in real browsers, through a faulty API: whether a registration is
//! ever lost.

use std::process::Command;

use anyhow::Result;

use crate::{demo, progress, root, setup};

/// Options of `soak`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// How many visits
    #[arg(long, value_name = "N", default_value_t = 2000)]
    visits: u64,
    /// What decides all that happens in them
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Make this visit of the run alone, and print its plan
    #[arg(long, value_name = "K")]
    only: Option<u64>,
}

/// Builds everything and makes the visits.
///
/// # Errors
/// Something can't be built, a registration is lost, or one with an event id is recorded twice.
pub(crate) fn run(args: &Args) -> Result<()> {
    crate::build()?;
    demo::build_sandbox()?;
    setup::debian(&["chromium", "chromium-driver"])?;
    let numbers = [Some(args.visits), Some(args.seed), args.only];
    let mut soak = Command::new("cargo");
    soak.args(["run", "--quiet", "--package", "linkyfy-browser-tests", "--bin", "soak", "--"])
        .args(numbers.iter().flatten().map(u64::to_string))
        .current_dir(root("."));
    progress::show("Soak", "", &mut soak, |_| ())
}
