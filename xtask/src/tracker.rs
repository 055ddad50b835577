//! Builds what lies in `pkg/dist`:
//!
//! - `linkyfy.js`: the tracker, with its wasm inside
//! - `linkyfy-fallback.js`: the wasm as JavaScript, which the former loads where it can't run wasm
//! - `linkyfy-forms.js`: the judge's evidence, and what knows the page's forms
//! - `linkyfy-debug.js`: what shows the verdicts on the page
//! - `linkyfy-no-wasm.js`: the tracker with the fallback inside
//! - `index.js`: the tracker as the npm package's module

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result};
use linkyfy::evidence::{FIELDS, FORMS};

use crate::toolchain::{Kind, TARGET, Toolchain};
use crate::{bindgen, fallback, pack, progress, root, setup};

/// Where the steps between source and file leave their results.
const WORK: &str = "target/tracker";
/// The tracker with its wasm inside.
pub(crate) const SCRIPT: &str = "pkg/dist/linkyfy.js";
/// Where the scripts lie that are bundled.
const SCRIPTS: [&str; 4] = ["pkg/src", "src", "src/browser", "src/forms"];
/// JavaScript that goes into the files that a script tag names, and is put together here.
const ENTRY: &str = "pkg/src/script.js";

/// A file of the output, and what it is made of.
struct Bundle {
    output: &'static str,
    entry: &'static str,
    /// What takes the place of `linkyfy-start`, which gets the tracker running.
    start: &'static str,
    /// A script for a tag, in contrast to a module.
    is_script: bool,
}

const BUNDLES: [Bundle; 6] = [
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
        output: "pkg/dist/linkyfy-fallback.js",
        entry: "target/tracker/shared-fallback.js",
        start: "",
        is_script: false,
    },
    Bundle {
        output: "pkg/dist/linkyfy-forms.js",
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
];

/// Browsers from Safari 15 on, as the wasm's features.
const BROWSERS: &str = "--target=es2020,safari15,chrome94,firefox93";

/// Builds the tracker where its source, its tools or this task have changed.
///
/// # Errors
/// No toolchain, or a tool fails.
pub(crate) fn build() -> Result<()> {
    let toolchain = Toolchain::find()?;
    progress::run(
        "Compiling the tracker",
        toolchain.cargo("rustc", Kind::Release).args(["--lib", "--crate-type=cdylib"]),
    )?;
    let wasm = root("target/wasm").join(TARGET).join("release/linkyfy.wasm");
    let work = root(WORK);
    let stamp = work.join("stamp");
    let inputs = fingerprint(&wasm)?;
    let built = BUNDLES.iter().all(|bundle| root(bundle.output).exists());
    if built && fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) {
        return Ok(());
    }

    fs::create_dir_all(&work)?;
    bindgen::generate(&wasm, &work, "tracker")?;
    let module = work.join("tracker.wasm");
    fallback::generate(&module, &work.join("fallback.js"))?;
    progress::step("Packing the wasm", || {
        let wasm = fs::read(&module)?;
        let text = pack::encode(&wasm);
        // The tracker and the files beside it fit together only where both are of one build: copies of
        // different releases, from a cache, must not meet.
        let build = format!("b{:06x}", hash(&wasm) >> 40);
        let fallback = work.join("fallback.js");
        for (name, export, from) in [
            ("fallback", "instantiate", &fallback),
            ("forms", "makeJudge", &root("src/forms/index.js")),
            ("debug", "debug", &root("src/forms/debug.js")),
        ] {
            let file = work.join(format!("shared-{name}.js"));
            let from = serde_json::to_string(from)?;
            fs::write(file, format!("export {{ {export} as {build} }} from {from};\n"))?;
        }
        let [fields, forms] = [FIELDS, FORMS].map(|table| serde_json::json!(table));
        let evidence = format!("export const FIELDS = {fields};\nexport const FORMS = {forms};\n");
        fs::write(work.join("evidence.js"), evidence)?;
        let wasm = format!("export const wasm = \"{text}\";\nexport const build = \"{build}\";\n");
        Ok(fs::write(work.join("wasm.js"), wasm)?)
    })?;
    for bundle in &BUNDLES {
        bundle.write(&work)?;
    }
    Ok(fs::write(stamp, inputs)?)
}

impl Bundle {
    fn write(&self, work: &Path) -> Result<()> {
        let mut esbuild = setup::tool("esbuild");
        esbuild.args([self.entry, "--bundle", "--minify", "--legal-comments=none", BROWSERS]);
        if self.is_script {
            // Nothing that goes wrong while the file is read may reach the page.
            esbuild.args(["--format=iife", "--banner:js=try{", "--footer:js=}catch{}"]);
        } else {
            // A module is read as UTF-8 whatever charset the page has.
            esbuild.args(["--format=esm", "--charset=utf8", "--external:./linkyfy-*.js"]);
        }
        esbuild.arg(format!("--mangle-props={}", bindgen::SHORTENED));
        esbuild.arg(format!("--mangle-cache={}", work.join(bindgen::NAMES).display()));
        if !self.start.is_empty() {
            esbuild.arg(format!("--alias:linkyfy-start={}", root(self.start).display()));
        }
        for part in ["tracker", "wasm", "fallback", "evidence"] {
            let file = work.join(part).with_extension("js");
            esbuild.arg(format!("--alias:linkyfy-{part}={}", file.display()));
        }
        if self.output == SCRIPT {
            esbuild.arg(format!("--metafile={}", work.join("bundle.json").display()));
        }
        esbuild.arg(format!("--outfile={}", self.output));
        progress::run(&format!("Bundling {}", self.output), &mut esbuild)?;
        // Once more: Terser sees what the bundler leaves, two per cent.
        let mut terser = setup::tool("terser");
        terser.args([self.output, "--compress=passes=3", "--mangle", "--ecma=2020"]);
        terser.args(if self.is_script {
            ["--toplevel", "--format=ascii_only"]
        } else {
            ["--module", "--format=ecma=2020"]
        });
        terser.arg(format!("--output={}", self.output));
        progress::run(&format!("Minifying {}", self.output), &mut terser)
    }
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Changes with the compiled wasm, the JavaScript around it, the tools' versions and this task.
fn fingerprint(wasm: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    let files = [wasm, &root("package-lock.json"), &env::current_exe()?];
    let mut scripts = Vec::new();
    for folder in SCRIPTS {
        for file in fs::read_dir(root(folder))? {
            scripts.push(file?.path());
        }
    }
    scripts.retain(|file| file.extension().is_some_and(|extension| extension == "js"));
    scripts.sort();
    for file in files.into_iter().chain(scripts.iter().map(AsRef::as_ref)) {
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut hasher);
    }
    Ok(hasher.finish().to_string())
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
        assert_eq!(read, [FIELDS, FORMS].map(rows));
    }
}
