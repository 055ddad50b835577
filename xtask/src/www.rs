//! Builds `www/dist/`: the demo site as it is, the dashboard bundled, the documentation rendered, and
//! the page that makes the snippet.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::openapi::Api;
use crate::snippet::{self, FACTS};
use crate::{progress, root, setup};

/// Files of the dashboard that are served as they are.
const PLAIN: [&str; 2] = ["index.html", "favicon.svg"];
/// The API as the documentation's pages are made from it.
const MODEL: &str = "target/openapi.json";
const DOCS: &str = "www/dist/docs";
const SNIPPET: &str = "www/dist/snippet";

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
    docs()?;
    snippet()
}

/// The API reference, from `openapi.yaml`, and the quick start.
fn docs() -> Result<()> {
    progress::step("Reading the API's document", || {
        fs::create_dir_all(root("target"))?;
        Ok(fs::write(root(MODEL), serde_json::to_vec(&Api::read()?)?)?)
    })?;
    let mut node = Command::new("node");
    node.args(["www/docs/build.js", MODEL, DOCS]).current_dir(root("."));
    progress::run("Rendering the documentation", &mut node)?;
    let style = ["www/docs/docs.css", "--bundle", "--minify", "--outfile=www/dist/docs/docs.css"];
    progress::run("Bundling its style", setup::tool("esbuild").args(style))?;
    fs::copy(root("www/dashboard/favicon.svg"), root(DOCS).join("favicon.svg"))?;
    Ok(())
}

/// The page that makes the snippet.
fn snippet() -> Result<()> {
    snippet::write_facts()?;
    let mut node = Command::new("node");
    node.args(["www/snippet/build.js", FACTS, SNIPPET]).current_dir(root("."));
    progress::run("Rendering the snippet's page", &mut node)?;
    let mut esbuild = setup::tool("esbuild");
    esbuild.args(["www/snippet/main.js", "--bundle", "--minify", "--format=esm"]);
    esbuild.arg(format!("--alias:linkyfy-facts=./{FACTS}")).arg(format!("--outdir={SNIPPET}"));
    progress::run("Bundling its script", &mut esbuild)
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
