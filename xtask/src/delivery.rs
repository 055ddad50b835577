//! `cargo xtask bench --delivery`: ways to bring the tracker's wasm to a page, measured beside each
//! other. What isn't published is built here.

use std::fs;
use std::process::Command;

use anyhow::Result;
use base64::prelude::{BASE64_STANDARD, Engine};

use crate::bundle::Bundle;
use crate::tracker::{ENTRY, TRACKER};
use crate::{engines, progress, root};

/// Where the files go that are built for this alone.
const FOLDER: &str = "target/delivery";

/// The tag's file, with another way to get the wasm.
const BUNDLES: [Bundle; 3] = [
    Bundle {
        output: "target/delivery/in-the-background.js",
        entry: ENTRY,
        start: "bench/delivery/in-the-background.js",
        is_script: true,
    },
    Bundle {
        output: "target/delivery/two-files.js",
        entry: ENTRY,
        start: "bench/delivery/two-files.js",
        is_script: true,
    },
    Bundle {
        output: "target/delivery/base64.js",
        entry: ENTRY,
        start: "bench/delivery/base64.js",
        is_script: true,
    },
];

/// Builds the ways, measures them, and writes the tables into `bench/delivery.md`.
///
/// # Errors
/// Something can't be built, or there is no browser.
pub(crate) fn run(rounds: Option<u32>) -> Result<()> {
    crate::build()?;
    engines::chromium()?;
    fs::create_dir_all(root(FOLDER))?;
    let wasm = fs::read(TRACKER.work().join("tracker.wasm"))?;
    fs::write(root(FOLDER).join("linkyfy.wasm"), &wasm)?;
    let text = BASE64_STANDARD.encode(&wasm);
    fs::write(root(FOLDER).join("wasm.js"), format!("export const wasm = \"{text}\";\n"))?;
    for bundle in &BUNDLES {
        TRACKER.write(bundle)?;
    }
    let mut node = Command::new("node");
    node.arg("bench/delivery/run.mjs").current_dir(root("."));
    node.args(rounds.map(|rounds| rounds.to_string()));
    progress::show("Delivery", "", &mut node, |_| ())
}
