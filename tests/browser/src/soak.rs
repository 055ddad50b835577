//! Many short visits with sign-ups, in real browsers, to a site whose API is faulty: whether a
//! registration is ever lost.
//!
//! - [`plan`]: what a visitor does, by seed and number of the visit
//! - [`lane`]: a browser that carries plans out
//! - [`figures`]: what came of it
//!
//! Visits go in batches, each with a sandbox and browsers of its own. When the visitors of a batch
//! have been, the API's faults end; each comes back to one last page, and what isn't in the
//! sandbox once nothing waits in the browser any more is lost.

mod dice;
mod faults;
pub mod figures;
pub mod lane;
pub mod plan;

use std::time::Duration;

use tokio::time::Instant;

use crate::Sandbox;
use crate::sandbox::DEMO;
use dice::Dice;
use figures::Figures;
use lane::{Lane, Visit};
use plan::{Plan, plan};

/// How many visits share a sandbox and browsers.
const BATCH: usize = 400;
/// How long visitors come back for until nothing waits any more: longer than an event is left to a
/// sender that has died, and than any time that the API asks for.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is to be soaked.
#[derive(Debug, Clone, Copy)]
pub struct Soak {
    /// How many visits.
    pub visits: u64,
    /// What decides what happens in them.
    pub seed: u64,
    /// The one visit that is made, if not all.
    pub only: Option<u64>,
    /// No request is left without an answer, and a clock put ahead stands for the time until an
    /// event whose sender has died may be sent again: nothing takes longer than a test may.
    pub hurry: bool,
}

/// Makes all visits; tells the figures so far after each batch.
pub async fn run(soak: Soak, mut tell: impl FnMut(&Figures)) -> Figures {
    let numbers: Vec<u64> = match soak.only {
        Some(number) => vec![number],
        None => (0..soak.visits).collect(),
    };
    let mut figures = Figures::default();
    for (batch, numbers) in (0..).zip(numbers.chunks(BATCH)) {
        let plans = numbers.iter().map(|&number| plan(soak.seed, number)).collect();
        let faults = Dice::new(soak.seed, batch).number(0..=u64::from(u32::MAX));
        figures.add(run_batch(plans, faults, soak.hurry).await);
        tell(&figures);
    }
    figures
}

async fn run_batch(plans: Vec<Plan>, seed: u64, hurry: bool) -> Figures {
    let api = Sandbox::start().await;
    let (one, other) = tokio::join!(Lane::start(&api, hurry), Lane::start(&api, hurry));
    faults::begin(&api, seed, hurry).await;
    let (ones, others): (Vec<_>, Vec<_>) = plans.into_iter().partition(|plan| plan.number % 2 == 0);
    let (ones, others) = tokio::join!(visit(&one, ones), visit(&other, others));
    api.mend().await;
    let ((mut visits, mut unrested), (others, more)) =
        tokio::join!(heal(&one, ones), heal(&other, others));
    visits.extend(others);
    unrested.extend(more);
    let mut figures = Figures::of(&visits, &api.rows(DEMO).await);
    figures.unrested = unrested;
    figures
}

/// Has visits made, one after the other.
async fn visit(lane: &Lane, plans: Vec<Plan>) -> Vec<Visit> {
    let mut visits = Vec::new();
    for plan in plans {
        visits.push(lane.visit(plan).await);
    }
    visits
}

/// Has visitors come back until nothing of theirs waits any more; gives with the visits what still
/// does. Most have nothing that waits, so that time passes for the others meanwhile.
async fn heal(lane: &Lane, visits: Vec<Visit>) -> (Vec<Visit>, Vec<String>) {
    let (mut waiting, mut healed, mut unrested) = (Vec::new(), Vec::new(), Vec::new());
    for mut visit in visits {
        match lane.heal(&mut visit, Duration::ZERO).await {
            Ok(()) => healed.push(visit),
            Err(_) => waiting.push(visit),
        }
    }
    let end = Instant::now() + PATIENCE;
    for mut visit in waiting {
        let patience = end.saturating_duration_since(Instant::now());
        if let Err(what) = lane.heal(&mut visit, patience).await {
            unrested.push(format!("visit {}: {what}", visit.plan.number));
        }
        healed.push(visit);
    }
    (healed, unrested)
}
