//! Builds what lies in `pkg/dist`:
//!
//! - `linkyfy.js`: the tracker, with its wasm inside
//! - `linkyfy-fallback.js`: the wasm as JavaScript, which the former loads where it can't run wasm
//! - `linkyfy-forms.js`: the judge's evidence, and what knows the page's forms
//! - `linkyfy-debug.js`: what shows the verdicts on the page, and says what options take
//! - `linkyfy-no-wasm.js`: the tracker with the fallback inside
//! - `index.js`: the tracker as the npm package's module
//! - `inline.js`: the same without WebAssembly, with all the others inside

use std::fs;

use anyhow::{Context, Result};
use linkyfy::config;
use linkyfy::evidence::{FIELDS, FORMS};

use crate::budgets::Budgets;
use crate::bundle::{Bundle, Product, hash};
use crate::size::brotli;
use crate::{fallback, pack, progress, root};

/// The tracker with its wasm inside.
pub(crate) const SCRIPT: &str = "pkg/dist/linkyfy.js";
/// The judge's evidence, and what knows the page's forms.
const JUDGE: &str = "pkg/dist/linkyfy-forms.js";
/// What a visit to a page with forms downloads.
const VISIT: [&str; 2] = [SCRIPT, JUDGE];
/// What stands for the build's mark until all files are there.
const UNMARKED: &str = "bUNMARK";
/// So many marks are tried at most.
const DRAWS: u32 = 128;
/// JavaScript that goes into the files that a script tag names, and is put together here.
pub(crate) const ENTRY: &str = "pkg/src/script.js";

/// The tracker, in all its files.
pub(crate) const TRACKER: Product = Product {
    name: "tracker",
    scripts: &["pkg/src", "src", "src/browser", "src/forms"],
    parts: &["tracker", "wasm", "fallback", "evidence", "options"],
    bundles: &[
        Bundle { output: SCRIPT, entry: ENTRY, start: "pkg/src/with-wasm.js", is_script: true },
        Bundle {
            output: "pkg/dist/linkyfy-no-wasm.js",
            entry: ENTRY,
            start: "pkg/src/without-wasm.js",
            is_script: true,
        },
        Bundle {
            output: "pkg/dist/index.js",
            entry: "pkg/src/index.js",
            start: "pkg/src/with-wasm.js",
            is_script: false,
        },
        Bundle {
            output: "pkg/dist/inline.js",
            entry: "pkg/src/inline.js",
            start: "pkg/src/without-wasm.js",
            is_script: false,
        },
        Bundle {
            output: "pkg/dist/linkyfy-fallback.js",
            entry: "target/tracker/shared-fallback.js",
            start: "",
            is_script: false,
        },
        Bundle {
            output: JUDGE,
            entry: "target/tracker/shared-forms.js",
            start: "",
            is_script: false,
        },
        Bundle {
            output: "pkg/dist/linkyfy-debug.js",
            entry: "target/tracker/shared-debug.js",
            start: "",
            is_script: false,
        },
    ],
    // Browsers from Safari 15 on, as the wasm's features.
    year: "2020",
    browsers: ",safari15,chrome94,firefox93",
};

/// Builds the tracker where its source, its tools or this task have changed.
///
/// # Errors
/// No toolchain, or a tool fails.
pub(crate) fn build() -> Result<()> {
    TRACKER.build(
        |work, module| {
            let fallback = work.join("fallback.js");
            fallback::generate(module, &fallback)?;
            progress::step("Packing the wasm", || {
                let wasm = fs::read(module)?;
                let text = pack::encode(&wasm);
                for (name, export, from) in [
                    ("fallback", "instantiate", &fallback),
                    ("forms", "makeJudge", &root("src/forms/index.js")),
                    ("debug", "debug", &root("src/forms/debug.js")),
                ] {
                    let file = work.join(format!("shared-{name}.js"));
                    let from = serde_json::to_string(from)?;
                    fs::write(file, format!("export {{ {export} as {UNMARKED} }} from {from};\n"))?;
                }
                fs::write(work.join("evidence.js"), evidence())?;
                fs::write(work.join("options.js"), options())?;
                let wasm = format!(
                    "export const wasm = \"{text}\";\nexport const build = \"{UNMARKED}\";\n"
                );
                Ok(fs::write(work.join("wasm.js"), wasm)?)
            })
        },
        || progress::step("Marking the build", mark),
    )
}

/// What each option takes, by its name, as JavaScript.
fn options() -> String {
    let named = config::rows().into_iter().map(|row| {
        let takes = row.takes_in_words();
        (row.name, takes.into())
    });
    let named: serde_json::Map<String, serde_json::Value> = named.collect();
    format!("export const takes = {};\n", serde_json::json!(named))
}

/// The evidence's tables as JavaScript, without what their rows are called: only who debugs is told that.
fn evidence() -> String {
    let [fields, forms] =
        [FIELDS, FORMS].map(|table| serde_json::json!(renamed(table, |_| "".into())));
    let names = FORMS.split('\n').step_by(2).filter_map(|line| line.split_once('|'));
    let names: Vec<_> = names.map(|(name, _)| name).collect();
    let names = serde_json::json!(names);
    format!(
        "export const FIELDS = {fields};\nexport const FORMS = {forms};\nexport const NAMES = {names};\n"
    )
}

/// A table of the evidence whose rows are called otherwise.
fn renamed(table: &str, mut rename: impl FnMut(&str) -> String) -> String {
    let lines = table.split('\n').enumerate().map(|(place, line)| match line.split_once('|') {
        Some((name, cells)) if place % 2 == 0 => format!("{}|{cells}", rename(name)),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Marks all files as of one build: the tracker and the files beside it fit together only then, and copies
/// of different releases, from a cache, must not meet. A few letters change what brotli makes of a file by
/// up to 60 bytes, so the first mark is taken with which what a visit downloads keeps to its budget; where none
/// does, the one with which it is the least over it.
fn mark() -> Result<()> {
    let read = |bundle: &Bundle| Ok(fs::read_to_string(root(bundle.output))?);
    let files: Vec<String> = TRACKER.bundles.iter().map(read).collect::<Result<_>>()?;
    let budgets = Budgets::read()?.files;
    let mut best = (f64::INFINITY, String::new());
    let visit = TRACKER.bundles.iter().zip(&files).filter(|one| VISIT.contains(&one.0.output));
    let visit: Vec<_> = visit.collect();
    for draw in 0..DRAWS {
        let mark = format!("b{:06x}", hash((&files, draw)) >> 40);
        let mut share = 0.0;
        for (bundle, file) in &visit {
            let budget = budgets.get(bundle.output).context(bundle.output)?;
            let size = brotli(file.replace(UNMARKED, &mark).as_bytes())?;
            share = f64::max(share, size as f64 / *budget as f64);
            // Another mark is better already.
            if share >= best.0 {
                break;
            }
        }
        if share < best.0 {
            best = (share, mark);
        }
        if best.0 <= 1.0 {
            break;
        }
    }
    for (bundle, file) in TRACKER.bundles.iter().zip(&files) {
        fs::write(root(bundle.output), file.replace(UNMARKED, &best.1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use linkyfy::evidence::rows;

    use super::*;

    /// Bundles the browser's reading of the evidence, and prints what it makes of it.
    const READ: &str = r#"
        import { build } from "esbuild";
        const alias = { "linkyfy-evidence": "./target/tracker/evidence.js" };
        const options = { entryPoints: ["src/forms/evidence.js"], bundle: true, write: false };
        const { outputFiles } = await build({ ...options, format: "esm", alias });
        const code = Buffer.from(outputFiles[0].text).toString("base64");
        const { fields, forms } = await import(`data:text/javascript;base64,${code}`);
        console.log(JSON.stringify([fields, forms]));
    "#;

    #[test]
    fn f5_the_browser_reads_the_evidence_as_the_host_does() {
        let mut node = Command::new("node");
        node.args(["--input-type=module", "--eval", READ]).current_dir(root("."));
        let output = node.output().unwrap();
        let read: [Vec<String>; 2] = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {output:?}; `cargo xtask build` first"));
        let numbered = |table| {
            let mut places = 0..;
            renamed(table, |_| places.next().unwrap_or(0).to_string())
        };
        assert_eq!(read, [FIELDS, FORMS].map(|table| rows(&numbered(table))));
    }
}
