//! Clippy as the compiler of our own crates: what it has read is what the tests run, so that nothing is
//! compiled for it alone.

use std::process::Command;

/// The program, as rustup has it.
pub(crate) const DRIVER: &str = "clippy-driver";
/// A warning is an error. This is how `cargo clippy -- -Dwarnings` tells its driver
/// (<https://github.com/rust-lang/rust-clippy/blob/master/src/main.rs>).
const ARGUMENTS: (&str, &str) = ("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");

/// Has a toolchain's clippy compile our crates in this cargo command.
pub(crate) fn compiles(cargo: &mut Command, driver: &str) {
    cargo.env("RUSTC_WORKSPACE_WRAPPER", driver).envs([ARGUMENTS]);
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::process::Stdio;

    use super::*;

    /// Whether the driver compiles this source.
    fn compiles_source(source: &str) -> bool {
        let mut driver = Command::new(DRIVER);
        // To its output: a file, such as `/dev/null`, would be replaced by another.
        driver.args(["--crate-type=lib", "--emit=mir=-", "-"]).envs([ARGUMENTS]);
        driver.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut driver = driver.spawn().expect("clippy");
        let stdin = driver.stdin.take();
        stdin.expect("it was asked for").write_all(source.as_bytes()).expect("it reads");
        driver.wait().expect("it ends").success()
    }

    #[test]
    fn what_clippy_warns_of_is_not_compiled() {
        assert!(compiles_source("pub fn all() {}"));
        assert!(!compiles_source("fn unused() {}"), "the compiler's own warning");
        assert!(!compiles_source("pub fn all() { return; }"), "clippy's warning");
    }
}
