//! Types secrets into all labelled forms, and searches all that the tracker sends, keeps and says
//! for them: `leaks`, or `leaks later`, where the judge comes after the forms are sent. Fails where
//! one leaks.

use std::process::ExitCode;
use std::time::Instant;

use linkyfy_browser_tests::forms::leaks::{Judge, run};
use linkyfy_browser_tests::forms::material;

/// How many pages between two signs of life.
const STEP: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let judge =
        if std::env::args().any(|word| word == "later") { Judge::Later } else { Judge::AtOnce };
    let mut pages = material::own();
    pages.extend(material::corpus());
    let (all, started) = (pages.len(), Instant::now());
    let report = run(&pages, judge, |count| {
        if count % STEP == 0 {
            eprintln!("{count} of {all} pages after {} s", started.elapsed().as_secs());
        }
    })
    .await;
    println!("Registered end to end: precision, recall\n{}", report.figures);
    for form in &report.otherwise {
        println!("the judge says otherwise of {form}");
    }
    println!("{report}, in {:.0} s", started.elapsed().as_secs_f64());
    if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
