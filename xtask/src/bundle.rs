//! What the tracker's build and the client's have in common: from Rust to wasm, and from JavaScript
//! to a file of `pkg/dist`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

use crate::toolchain::{Kind, TARGET, Toolchain};
use crate::{bindgen, progress, root, setup};

/// What a script begins with so that Chromium compiles all its functions beside the page, while it is
/// read, and not one by one when the page first calls them (https://v8.dev/blog/explicit-compile-hints).
/// That takes 15 KB of memory and saves the processor a first visit's time.
const COMPILE_ALL: &str = "//# allFunctionsCalledOnLoad";

/// A wasm, and the files that are made with it.
pub(crate) struct Product {
    /// Its name, and the crate's feature that it is compiled with.
    pub(crate) name: &'static str,
    /// Where JavaScript lies that may be bundled.
    pub(crate) scripts: &'static [&'static str],
    /// Modules that the build writes: `linkyfy-NAME` where they are imported.
    pub(crate) parts: &'static [&'static str],
    pub(crate) bundles: &'static [Bundle],
    /// The oldest JavaScript that must run it, a year, and browsers where they say more.
    pub(crate) year: &'static str,
    pub(crate) browsers: &'static str,
}

/// A file of the output, and what it is made of.
pub(crate) struct Bundle {
    pub(crate) output: &'static str,
    pub(crate) entry: &'static str,
    /// What takes the place of `linkyfy-start`, which gets the wasm running.
    pub(crate) start: &'static str,
    /// A script for a tag, in contrast to a module.
    pub(crate) is_script: bool,
}

impl Product {
    /// Where the steps between source and file leave their results.
    pub(crate) fn work(&self) -> PathBuf {
        root("target").join(self.name)
    }

    /// Builds it where its source, its tools or this task have changed. `prepare` makes the parts
    /// of the compiled wasm, `finish` does what is left to do once all files are written.
    ///
    /// # Errors
    /// No toolchain, or a tool fails.
    pub(crate) fn build(
        &self,
        prepare: impl FnOnce(&Path, &Path) -> Result<()>,
        finish: impl FnOnce() -> Result<()>,
    ) -> Result<()> {
        let toolchain = Toolchain::find()?;
        let mut rustc = toolchain.cargo("rustc", Kind::Release);
        rustc.args(["--no-default-features", "--features", self.name]);
        rustc.args(["--lib", "--crate-type=cdylib"]);
        progress::run(&format!("Compiling the {}", self.name), &mut rustc)?;
        let wasm = root("target/wasm").join(TARGET).join("release/linkyfy.wasm");
        let work = self.work();
        let stamp = work.join("stamp");
        let inputs = self.fingerprint(&wasm)?;
        let built = self.bundles.iter().all(|bundle| root(bundle.output).exists());
        if built && fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) {
            return Ok(());
        }
        fs::create_dir_all(&work)?;
        bindgen::generate(&wasm, &work, self.name)?;
        prepare(&work, &work.join(self.name).with_extension("wasm"))?;
        for bundle in self.bundles {
            self.write(bundle)?;
        }
        finish()?;
        Ok(fs::write(stamp, inputs)?)
    }

    /// Writes one file, from what the steps before it have left.
    ///
    /// # Errors
    /// A tool fails.
    pub(crate) fn write(&self, bundle: &Bundle) -> Result<()> {
        let work = self.work();
        let output = bundle.output;
        let mut esbuild = setup::tool("esbuild");
        // Names are Terser's to shorten: shortened twice, they pack worse.
        esbuild.args([bundle.entry, "--bundle", "--minify-syntax", "--minify-whitespace"]);
        esbuild.arg("--legal-comments=none");
        esbuild.arg(format!("--target=es{}{}", self.year, self.browsers));
        if bundle.is_script {
            // Nothing that goes wrong while the file is read may reach the page.
            esbuild.args(["--format=iife", "--banner:js=try{", "--footer:js=}catch{}"]);
        } else {
            // A module is read as UTF-8 whatever charset the page has.
            esbuild.args(["--format=esm", "--charset=utf8"]);
            esbuild.args(["--external:./linkyfy-*.js", "--external:./linkyfy-*.wasm"]);
        }
        esbuild.arg(format!("--mangle-props={}", bindgen::SHORTENED));
        esbuild.arg(format!("--mangle-cache={}", work.join(bindgen::NAMES).display()));
        if !bundle.start.is_empty() {
            esbuild.arg(format!("--alias:linkyfy-start={}", root(bundle.start).display()));
        }
        for part in self.parts {
            let file = work.join(part).with_extension("js");
            esbuild.arg(format!("--alias:linkyfy-{part}={}", file.display()));
        }
        let name = Path::new(output).with_extension("json");
        let meta = work.join(name.file_name().unwrap_or_default());
        esbuild.arg(format!("--metafile={}", meta.display()));
        esbuild.arg(format!("--outfile={output}"));
        progress::run(&format!("Bundling {output}"), &mut esbuild)?;
        // Once more: Terser sees what the bundler leaves, two per cent. No function of ours is called
        // with `new`, so all may be arrows.
        let mut terser = setup::tool("terser");
        terser.args([output, "--compress=passes=3,unsafe_arrows", "--mangle"]);
        terser.arg(format!("--ecma={}", self.year));
        if bundle.is_script {
            terser.args(["--toplevel", &format!("--format=ascii_only,preamble=\"{COMPILE_ALL}\"")]);
        } else {
            terser.arg("--module").arg(format!("--format=ecma={}", self.year));
        }
        terser.arg(format!("--output={output}"));
        progress::run(&format!("Minifying {output}"), &mut terser)
    }

    /// Changes with the compiled wasm, the JavaScript around it, the tools' versions and this task.
    fn fingerprint(&self, wasm: &Path) -> Result<String> {
        let mut hasher = DefaultHasher::new();
        let files = [wasm, &root("package-lock.json"), &env::current_exe()?];
        let mut scripts = Vec::new();
        for folder in self.scripts {
            for file in fs::read_dir(root(folder))? {
                scripts.push(file?.path());
            }
        }
        let is_script = |file: &PathBuf| {
            file.extension().is_some_and(|extension| extension == "js" || extension == "txt")
        };
        scripts.retain(is_script);
        scripts.sort();
        for file in files.into_iter().chain(scripts.iter().map(AsRef::as_ref)) {
            fs::read(file).with_context(|| file.display().to_string())?.hash(&mut hasher);
        }
        Ok(hasher.finish().to_string())
    }
}

/// A short mark of some bytes.
pub(crate) fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
