//! Builds the API client in `pkg/dist`:
//!
//! - `client.js`: the client, with its wasm inside
//! - `linkyfy-client-fallback.js`: the wasm as JavaScript, loaded where WebAssembly is refused
//! - `client-module.js`, `linkyfy-client.wasm`: for runtimes that take a wasm as a module alone

use std::fs;

use anyhow::Result;

use crate::bundle::{Bundle, Product};
use crate::{fallback, pack, progress, root};

/// The client with its wasm inside.
pub(crate) const FILE: &str = "pkg/dist/client.js";
const ENTRY: &str = "pkg/src/client/index.js";
const WASM: &str = "pkg/dist/linkyfy-client.wasm";

const CLIENT: Product = Product {
    name: "client",
    scripts: &["pkg/src", "pkg/src/client", "src", "src/client"],
    parts: &["client", "wasm", "fallback"],
    bundles: &[
        Bundle {
            output: FILE,
            entry: ENTRY,
            start: "pkg/src/client/with-wasm.js",
            is_script: false,
        },
        Bundle {
            output: "pkg/dist/client-module.js",
            entry: ENTRY,
            start: "pkg/src/client/with-module.js",
            is_script: false,
        },
        Bundle {
            output: "pkg/dist/linkyfy-client-fallback.js",
            entry: "target/client/fallback.js",
            start: "",
            is_script: false,
        },
    ],
    // Node.js 20, Safari 16 and what is as old.
    year: "2022",
    browsers: "",
};

/// Builds the client where its source, its tools or this task have changed.
///
/// # Errors
/// No toolchain, or a tool fails.
pub(crate) fn build() -> Result<()> {
    CLIENT.build(
        |work, module| {
            fallback::generate(module, &work.join("fallback.js"))?;
            progress::step("Packing the wasm", || {
                let text = pack::encode(&fs::read(module)?);
                fs::write(work.join("wasm.js"), format!("export const wasm = \"{text}\";\n"))?;
                fs::create_dir_all(root("pkg/dist"))?;
                fs::copy(module, root(WASM))?;
                Ok(())
            })
        },
        || Ok(()),
    )
}
