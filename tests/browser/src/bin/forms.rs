//! Shows the judge labelled forms (`cargo xtask forms`). Fails where it doesn't reach what it has to.

use std::process::ExitCode;

use linkyfy_browser_tests::forms::{material, run};

/// How many pages between two signs of life.
const STEP: usize = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut pages = material::own();
    let corpus = material::corpus();
    if corpus.is_empty() {
        println!("No forms of real websites here; the project's own only.");
    }
    pages.extend(corpus);
    let all = pages.len();
    let figures = run(pages, |count| {
        if count % STEP == 0 {
            eprintln!("{count} of {all} pages");
        }
    })
    .await;
    println!("{figures}");
    let short = figures.short();
    if short.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("not reached: {}", short.join(", "));
    ExitCode::FAILURE
}
