//! Runs the tests that were built for wasm: wasm-bindgen's own test runner, at the version that the
//! lock file names, so that nothing has to be installed beside cargo.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())?;
    Ok(())
}
