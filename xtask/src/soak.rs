//! Many visits with sign-ups, in real browsers, through a faulty API: whether a registration is
//! ever lost.

use anyhow::Result;

use crate::{demo, engines, progress};

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
    let numbers = [Some(args.visits), Some(args.seed), args.only];
    let mut soak = engines::program_in_chromium("soak")?;
    soak.args(numbers.iter().flatten().map(u64::to_string));
    progress::show("Soak", "", &mut soak, |_| ())
}
