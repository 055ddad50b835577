//! What the built files weigh, and whether that is within their budgets.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::budgets::Budgets;
use crate::root;

/// Node.js' brotli is Google's own, as servers have it; others' makes some bytes more or fewer of a file.
/// Its default is the strongest setting, as a careful host serves static files.
const BROTLI: &str = "process.stdout.write(String(
    require('zlib').brotliCompressSync(require('fs').readFileSync(0)).length))";

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

/// What the README says of them: of which files the bytes are added up.
const README_ROWS: [(&str, &[&str]); 4] = [
    ("what a visit downloads", &["pkg/dist/linkyfy.js"]),
    ("on a page with forms, in all", &["pkg/dist/linkyfy.js", "pkg/dist/linkyfy-forms.js"]),
    ("the build without WebAssembly, in place of the first", &["pkg/dist/linkyfy-no-wasm.js"]),
    ("the API client, for servers", &["pkg/dist/client.js"]),
];
const README: &str = "README.md";
const README_START: &str = "<!-- size: written by `cargo xtask size --write` -->\n";
const README_END: &str = "<!-- end of size -->";
/// How much a size may differ from what the README says, in per cent: another release of the
/// compiler makes slightly other bytes.
const README_TOLERANCE: usize = 2;

/// Prints the table.
///
/// # Errors
/// A file is missing (build first), or over its budget; or the README says something else.
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
    let readme = fs::read_to_string(root(README))?;
    let (_, said, _) = around_readme_rows(&readme)?;
    if !says_nearly(said, &readme_rows()?) {
        bail!("{README} tells other sizes; `cargo xtask size --write` writes them");
    }
    Ok(())
}

/// Writes the sizes into the README.
///
/// # Errors
/// A file is missing, or the README has no place for them.
pub(crate) fn write() -> Result<()> {
    let readme = fs::read_to_string(root(README))?;
    let (before, _, after) = around_readme_rows(&readme)?;
    Ok(fs::write(root(README), format!("{before}{}{after}", readme_rows()?))?)
}

/// The README before, in and after the table of sizes.
fn around_readme_rows(readme: &str) -> Result<(&str, &str, &str)> {
    let places = readme.find(README_START).zip(readme.find(README_END));
    let (start, end) = places.with_context(|| format!("{README} has no place for sizes"))?;
    let start = start + README_START.len();
    Ok((&readme[..start], readme.get(start..end).unwrap_or_default(), &readme[end..]))
}

fn readme_rows() -> Result<String> {
    let mut table = "| | bytes |\n|---|---:|\n".to_owned();
    for (what, files) in README_ROWS {
        let mut sum = 0;
        for file in files {
            sum += brotli(&fs::read(root(file))?)?;
        }
        table += &format!("| {what} | {},{:03} |\n", sum / 1000, sum % 1000);
    }
    Ok(table)
}

/// Whether two texts are the same but for numbers that are off by a little.
fn says_nearly(said: &str, is: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(|word| word.replace(',', "")).collect();
    let [said, is]: [Vec<String>; 2] = [words(said), words(is)];
    let near = |(said, is): (&String, &String)| {
        said == is
            || matches!((said.parse::<usize>(), is.parse::<usize>()),
                (Ok(said), Ok(is)) if said.abs_diff(is) * 100 <= is * README_TOLERANCE)
    };
    said.len() == is.len() && said.iter().zip(&is).all(near)
}

/// How many bytes these are when compressed.
///
/// # Errors
/// There is no Node.js.
pub(crate) fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut node = Command::new("node");
    node.args(["--eval", BROTLI]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().context("node")?;
    node.stdin.take().context("node")?.write_all(bytes)?;
    let output = node.wait_with_output()?;
    String::from_utf8(output.stdout)?.parse().context("Node.js has not compressed the file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_may_be_off_by_a_little_and_no_more() {
        assert!(says_nearly("| a visit | 7,974 |", "| a visit | 7,990 |"));
        assert!(!says_nearly("| a visit | 7,974 |", "| a visit | 8,974 |"));
        assert!(!says_nearly("| a visit | 7,974 |", "| a client | 7,974 |"));
        assert!(!says_nearly("", "| a visit | 7,974 |"));
    }
}
