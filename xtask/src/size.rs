//! What the built files weigh, and whether that is within their budgets.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};

use crate::budgets::Budgets;
use crate::root;

/// The strongest setting, as a careful host serves static files.
const QUALITY: u32 = 11;
/// The window's size as a power of two, in bytes: brotli's default.
const WINDOW: u32 = 22;
const BUFFER: usize = 64 * 1024;

/// Files that are shown, those that make up a visit first.
const FILES: [(&str, &str); 15] = [
    ("a visit downloads", "pkg/dist/linkyfy.js"),
    ("  on a page with forms, this too", "pkg/dist/linkyfy-forms.js"),
    ("  where the owner debugs, this too", "pkg/dist/linkyfy-debug.js"),
    ("  without WebAssembly, this too", "pkg/dist/linkyfy-fallback.js"),
    ("  or this alone, if the tag names it", "pkg/dist/linkyfy-no-wasm.js"),
    ("  of it, wasm", "target/tracker/tracker.wasm"),
    ("  of it, glue before minifying", "target/tracker/tracker.js"),
    ("npm: the tracker as a module", "pkg/dist/index.js"),
    ("  or in one file, with the judge", "pkg/dist/inline.js"),
    ("the API client", "pkg/dist/client.js"),
    ("  of it, wasm", "pkg/dist/linkyfy-client.wasm"),
    ("  without WebAssembly, this too", "pkg/dist/linkyfy-client-fallback.js"),
    ("  or this and the wasm, as a module", "pkg/dist/client-module.js"),
    ("dashboard, script", "www/dist/dashboard/main.js"),
    ("dashboard, style", "www/dist/dashboard/main.css"),
];

/// Prints the table.
///
/// # Errors
/// A file is missing (build first), or over its budget.
pub(crate) fn print() -> Result<()> {
    let budgets = Budgets::read()?.files;
    let mut over = Vec::new();
    println!("\n{:<38} {:<36} {:>8} {:>8} {:>8}", "", "file", "raw", "brotli", "budget");
    for (what, file) in FILES {
        let bytes = fs::read(root(file))
            .with_context(|| format!("{file}: run `cargo xtask build` first"))?;
        let packed = brotli(&bytes)?;
        let budget = budgets.get(file);
        let limit = budget.map(usize::to_string).unwrap_or_default();
        println!("{what:<38} {file:<36} {:>8} {packed:>8} {limit:>8}", bytes.len());
        if budget.is_some_and(|budget| packed > *budget) {
            over.push(file);
        }
    }
    if let Some(unknown) = budgets.keys().find(|file| FILES.iter().all(|row| row.1 != *file)) {
        bail!("budgets.toml has {unknown}, which is no file that is measured");
    }
    if !over.is_empty() {
        bail!("over budget (budgets.toml): {}", over.join(", "));
    }
    Ok(())
}

/// How many bytes these are when compressed.
pub(crate) fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len())
}
