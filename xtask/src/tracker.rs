//! Builds what lies in `pkg/dist`:
//!
//! - `linkyfy.js`: the tracker, with its wasm inside
//! - `linkyfy-fallback.js`: the wasm as JavaScript, which the former loads where it can't run wasm
//! - `linkyfy-no-wasm.js`: the tracker with the fallback inside
//! - `index.js`: the tracker as the npm package's module

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::toolchain::{Kind, TARGET, Toolchain};
use crate::{bindgen, fallback, pack, progress, root, setup};

/// Where the steps between source and file leave their results.
const WORK: &str = "target/tracker";
/// The tracker with its wasm inside.
pub(crate) const SCRIPT: &str = "pkg/dist/linkyfy.js";
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

const BUNDLES: [Bundle; 4] = [
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
        entry: "target/tracker/shared.js",
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
        // The glue and the fallback fit together only where both are of one build: copies of
        // different releases, from a cache, must not meet.
        let build = format!("b{:06x}", hash(&wasm) >> 40);
        fs::write(
            work.join("shared.js"),
            format!("export {{ instantiate as {build} }} from \"./fallback.js\";\n"),
        )?;
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
            esbuild.args(["--format=esm", "--external:./linkyfy-fallback.js"]);
        }
        if !self.start.is_empty() {
            esbuild.arg(format!("--alias:linkyfy-start={}", root(self.start).display()));
        }
        for part in ["tracker", "wasm", "fallback"] {
            let file = work.join(part).with_extension("js");
            esbuild.arg(format!("--alias:linkyfy-{part}={}", file.display()));
        }
        if self.output == SCRIPT {
            esbuild.arg(format!("--metafile={}", work.join("bundle.json").display()));
        }
        esbuild.arg(format!("--outfile={}", self.output));
        progress::run(&format!("Bundling {}", self.output), &mut esbuild)
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
    let scripts = fs::read_dir(root("pkg/src"))?.collect::<Result<Vec<_>, _>>()?;
    let mut scripts: Vec<_> = scripts.into_iter().map(|file| file.path()).collect();
    scripts.sort();
    for file in files.into_iter().chain(scripts.iter().map(AsRef::as_ref)) {
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut hasher);
    }
    Ok(hasher.finish().to_string())
}
