//! Builds `pkg/dist/linkyfy.js`: the tracker, with its wasm inside.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result};

use crate::toolchain::{Kind, TARGET, Toolchain};
use crate::{bindgen, pack, progress, root, setup};

/// Where the steps between source and file leave their results.
const WORK: &str = "target/tracker";
const OUTPUT: &str = "pkg/dist/linkyfy.js";
/// JavaScript that goes into the file.
const ENTRY: &str = "pkg/src/script.js";

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
    if root(OUTPUT).exists() && fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) {
        return Ok(());
    }

    fs::create_dir_all(&work)?;
    bindgen::generate(&wasm, &work, "tracker")?;
    progress::step("Packing the wasm", || {
        let text = pack::encode(&fs::read(work.join("tracker.wasm"))?);
        Ok(fs::write(work.join("wasm.js"), format!("export default \"{text}\";\n"))?)
    })?;
    progress::run(
        "Bundling the tracker",
        setup::tool("esbuild")
            // Nothing that goes wrong while the file is read may reach the page.
            .args(["--banner:js=try{", "--footer:js=}catch{}"])
            .args([
                ENTRY,
                "--bundle",
                "--minify",
                "--format=iife",
                "--legal-comments=none",
                BROWSERS,
            ])
            .arg(format!("--alias:linkyfy-tracker={}", work.join("tracker.js").display()))
            .arg(format!("--alias:linkyfy-wasm={}", work.join("wasm.js").display()))
            .arg(format!("--outfile={OUTPUT}")),
    )?;
    Ok(fs::write(stamp, inputs)?)
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
