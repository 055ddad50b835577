//! What the end-to-end tests of the tracker are made of: a browser that a W3C WebDriver drives, a
//! website for it to visit, and an API behind that website, each on a port of its own.
//!
//! - [`world`]: the three together, and the questions that tests ask of them
//! - [`browser`], [`engine`]: a browser of any engine that knows nothing yet
//! - [`site`], [`page`]: the customer's website, and how its pages are written
//! - [`sandbox`]: `linkyfy-sandbox` as the API, which answers what was recorded
//! - [`recorder`]: an API that keeps every request as it came, or that fails
//! - [`down`]: an API that can't be reached
//! - [`wait`]: patience with a limit
//! - [`soak`]: many visits with sign-ups, and whether a registration is ever lost
//!
//! A test owns all that it starts, and all of it ends with the test; but for the browser, which is
//! cleared and left to the next.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "only tests use this library: what goes wrong here is a failed test"
)]

pub mod wait;
mod process;
mod names;
mod server;
pub mod page;
pub mod site;
pub mod recorder;
pub mod down;
pub mod sandbox;
pub mod engine;
pub mod forms;
pub mod browser;
pub mod world;
pub mod soak;

pub use browser::Browser;
pub use down::Down;
pub use engine::Engine;
pub use page::{Tag, page};
pub use recorder::Recorder;
pub use sandbox::Sandbox;
pub use site::Site;
pub use world::World;

use std::path::{Path, PathBuf};

/// A path below the workspace's root.
pub fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A program of the workspace, built beside this test. Cargo puts tests into `deps` below the folder
/// of the programs.
pub fn program(package: &str) -> PathBuf {
    let this = std::env::current_exe().expect("the path of this program");
    let folder = this.parent().expect("its folder");
    let folder = if folder.ends_with("deps") { folder.join("..") } else { folder.to_owned() };
    let program = folder.join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    let built = program.display();
    assert!(program.is_file(), "{built} is missing; `cargo build -p {package}` builds it");
    program
}
