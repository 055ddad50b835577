//! Builds `www/dist/`: the demo site as it is, the dashboard bundled.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::{progress, root, setup};

/// Files of the dashboard that are served as they are.
const PLAIN: [&str; 2] = ["index.html", "favicon.svg"];

/// Builds the website.
///
/// # Errors
/// A file can't be read or written, or the bundler fails.
pub(crate) fn build() -> Result<()> {
    let dist = root("www/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    progress::step("Demo site", || copy(&root("www/site"), &dist.join("site")))?;
    progress::run(
        "Bundling the dashboard",
        setup::tool("esbuild").args([
            "www/dashboard/main.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--outdir=www/dist/dashboard",
        ]),
    )?;
    for file in PLAIN {
        fs::copy(root("www/dashboard").join(file), dist.join("dashboard").join(file))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
