//! Opens a page in a browser and leaves it open until the standard input ends: `open-page URL`.
//! `LINKYFY_ENGINE` names the engine. The API client's conformance suite runs in such a page.

use std::io::{self, Read};
use std::process::ExitCode;

use linkyfy_browser_tests::Browser;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("open-page URL");
        return ExitCode::FAILURE;
    };
    let browser = Browser::start().await;
    browser.goto(&url).await;
    let ended = tokio::task::spawn_blocking(|| io::stdin().read_to_end(&mut Vec::new())).await;
    drop(browser);
    if matches!(ended, Ok(Ok(_))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
