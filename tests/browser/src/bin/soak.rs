//! Soaks the tracker (`cargo xtask soak`): `soak VISITS SEED [ONLY]`. Fails where a registration is
//! lost, or one with an event id is recorded twice.

use std::process::ExitCode;
use std::time::Instant;

use linkyfy_browser_tests::soak::{Soak, run};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let (visits, seed, only) = match numbers[..] {
        [visits, seed] => (visits, seed, None),
        [visits, seed, only] => (visits, seed, Some(only)),
        _ => {
            eprintln!("soak VISITS SEED [ONLY]");
            return ExitCode::FAILURE;
        }
    };
    if let Some(only) = only {
        println!("{:#?}", linkyfy_browser_tests::soak::plan::plan(seed, only));
    }
    let started = Instant::now();
    let figures = run(Soak { visits, seed, only, hurry: false }, |so_far| {
        eprintln!("{so_far}so far, after {} s\n", started.elapsed().as_secs());
    })
    .await;
    println!("{figures}in {:.0} s, seed {seed}", started.elapsed().as_secs_f64());
    if figures.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
