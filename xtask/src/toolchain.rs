//! Finds a way to compile Rust to WebAssembly with a standard library built for size.
//!
//! rustup's toolchain can where it has the component `rust-src`. Elsewhere Debian's packages can:
//! the toolchain that builds its browsers comes with the library's source.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{clippy, progress, root, setup};

/// The target triple.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's toolchain; the linker's version is that of the LLVM which its rustc was built with.
const DEBIAN: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_CLIPPY: &str = "rust-web-clippy";

/// What of the crate runs inside a browser as tests.
pub(crate) const IN_BROWSER: [&str; 4] = ["--no-default-features", "--lib", "--test", "in_browser"];

/// How a wasm is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As small as it gets: a panic is a trap without a word.
    Release,
    /// For tests: a panic says what happened.
    Test,
}

/// A cargo that can compile to WebAssembly.
pub(crate) struct Toolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    /// Nothing where rustc brings its own.
    linker: Option<PathBuf>,
}

impl Toolchain {
    /// Finds one, and installs it where it may.
    ///
    /// # Errors
    /// There is none; the message has the command to type.
    pub(crate) fn find() -> Result<Self> {
        if let Some(found) = Self::rustup().or_else(Self::debian) {
            return Ok(found);
        }
        setup::debian_lists();
        if setup::debian_has(DEBIAN[0]) {
            // The linker's package is named after its LLVM, which only the compiler knows.
            setup::debian(&DEBIAN)?;
            let version =
                progress::ask("/usr/bin/rustc", &["--version", "--verbose"]).unwrap_or_default();
            let llvm = version.lines().find_map(|line| line.strip_prefix("LLVM version: "));
            let llvm = llvm.and_then(|llvm| llvm.split('.').next()).unwrap_or("22");
            setup::debian(&[&format!("lld-{llvm}")])?;
        } else if progress::ask("rustup", &["--version"]).is_some() {
            let mut rustup = Command::new("rustup");
            progress::run("Rust's library source", rustup.args(["component", "add", "rust-src"]))?;
        }
        match Self::rustup().or_else(Self::debian) {
            Some(found) => Ok(found),
            None => bail!(
                "no toolchain here compiles to {TARGET}. Run one of:\n  rustup component add rust-src\n  \
                 apt-get install {} lld-22   (Debian 12 or later)",
                DEBIAN.join(" ")
            ),
        }
    }

    /// The toolchain that runs this task, where it has the library's source.
    fn rustup() -> Option<Self> {
        let sysroot = progress::ask("rustc", &["--print", "sysroot"])?;
        let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.toml");
        source.exists().then(|| Self { cargo: "cargo".into(), rustc: "rustc".into(), linker: None })
    }

    fn debian() -> Option<Self> {
        let has_source =
            fs::read_dir("/usr/lib/rustlib/src").is_ok_and(|mut files| files.next().is_some());
        let [cargo, rustc] = ["/usr/bin/cargo", "/usr/bin/rustc"].map(PathBuf::from);
        let linker =
            fs::read_dir("/usr/bin").ok()?.flatten().map(|file| file.path()).filter(|path| {
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("wasm-ld-"))
            });
        let linker = Some(linker.max()?);
        (has_source && cargo.exists() && rustc.exists()).then_some(Self { cargo, rustc, linker })
    }

    /// A cargo command for the wasm target in which clippy compiles our crate.
    ///
    /// # Errors
    /// Clippy can't be installed.
    pub(crate) fn checked(&self, subcommand: &str) -> Result<Command> {
        let mut driver = clippy::DRIVER;
        if self.linker.is_some() {
            setup::debian(&[DEBIAN_CLIPPY])?;
            // By its path: by its name, it would be rustup's.
            driver = "/usr/bin/clippy-driver";
        }
        let mut cargo = self.cargo(subcommand, Kind::Test);
        clippy::compiles(&mut cargo, driver);
        Ok(cargo)
    }

    /// A cargo command for the wasm target. Its own target folder keeps the host's builds valid.
    pub(crate) fn cargo(&self, subcommand: &str, kind: Kind) -> Command {
        let mut cargo = Command::new(&self.cargo);
        // Set by the rustup that runs this task, for its own toolchain.
        for name in ["RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "RUSTDOC"] {
            cargo.env_remove(name);
        }
        cargo
            .env("CARGO", &self.cargo)
            .current_dir(root("."))
            .args([
                subcommand,
                "--package",
                "linkyfy",
                "--target",
                TARGET,
                "--target-dir",
                "target/wasm",
            ])
            .arg("-Zbuild-std=std,panic_abort")
            // In place of those that it has by itself, for backtraces, which there are none of here.
            .arg("-Zbuild-std-features=optimize_for_size")
            // `-Zbuild-std` is not stable; the compiler is.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTC", &self.rustc);
        if let Some(linker) = &self.linker {
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        // Safari 15 and later run these features. Reference types would be smaller still, but
        // wasm2js takes only modules without them.
        let mut flags = vec![
            "-Ctarget-cpu=mvp",
            "-Ctarget-feature=+mutable-globals,+sign-ext,+bulk-memory,+nontrapping-fptoint",
        ];
        if kind == Kind::Release {
            cargo.arg("--release");
            flags.extend([
                // Nothing in the tracker recurses: with a small stack all memory is one page, and
                // addresses in it are short.
                "-Clink-arg=-zstack-size=4096",
                "-Zunstable-options",
                "-Cpanic=immediate-abort",
                "-Zlocation-detail=none",
                "-Zfmt-debug=none",
            ]);
            for (name, value) in [("OPT_LEVEL", "z"), ("LTO", "fat"), ("CODEGEN_UNITS", "1")] {
                cargo.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
            }
        }
        cargo.env("RUSTFLAGS", flags.join(" "));
        cargo
    }
}
