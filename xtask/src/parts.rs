//! What each source file adds to `linkyfy.js`.
//!
//! JavaScript by what the bundler says; wasm by the names of its functions, where what is called
//! once counts for its caller; constants where they are first written. Shares of the compressed
//! file are shares of what wasm and text each add to it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;
use wasmparser::{KnownCustom, Name, Parser, Payload};

use crate::size::brotli;
use crate::{root, tracker};

/// What no source file has written.
const GLUE: &str = "(wasm-bindgen's glue, the module's frame)";

/// A text that begins with fewer of a source's letters may be another's.
const SHORTEST: usize = 5;

/// What a source file adds, in bytes.
#[derive(Default)]
struct Part {
    script: usize,
    constants: usize,
    wasm: usize,
}

/// Prints the table, the heaviest first.
///
/// # Errors
/// The tracker isn't built, or what its tools have left can't be read.
pub(crate) fn print() -> Result<()> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let bundle = fs::read_to_string(root(tracker::SCRIPT))?;
    let packed = fs::read_to_string(root("target/tracker/wasm.js"))?;
    let packed = packed.split('"').nth(1).context("the packed wasm")?;
    let whole = brotli(bundle.as_bytes())?;
    let text = brotli(bundle.replace(packed, "").as_bytes())?;

    let named = fs::read(root("target/tracker/bare.wasm"))?;
    for (file, bytes) in functions(&named)? {
        parts.entry(file).or_default().wasm += bytes;
    }
    let constants: Vec<String> =
        serde_json::from_str(&fs::read_to_string(root("target/tracker/constants.json"))?)?;
    let sources = sources()?;
    for constant in &constants {
        let file = written_in(&plain(constant), &sources).unwrap_or(GLUE);
        parts.entry(file.to_owned()).or_default().constants += constant.len();
    }
    let meta: Value =
        serde_json::from_str(&fs::read_to_string(root("target/tracker/linkyfy.json"))?)?;
    let inputs = meta["outputs"][tracker::SCRIPT]["inputs"].as_object();
    for (file, input) in inputs.context("the bundler's list")? {
        let bytes: usize = input["bytesInOutput"].as_u64().unwrap_or_default().try_into()?;
        if file == "target/tracker/tracker.js" {
            let constants: usize = parts.values().map(|part| part.constants).sum();
            parts.entry(GLUE.to_owned()).or_default().script += bytes - constants;
        } else if file != "target/tracker/wasm.js" {
            parts.entry(file.clone()).or_default().script += bytes;
        }
    }

    let frame = fs::read(root("target/tracker/tracker.wasm"))?.len();
    let wasm: usize = parts.values().map(|part| part.wasm).sum();
    parts.entry(GLUE.to_owned()).or_default().wasm += frame.saturating_sub(wasm);
    let all = |of: fn(&Part) -> usize| parts.values().map(of).sum::<usize>() as f64;
    let per_text = text as f64 / all(|part| part.script + part.constants);
    let per_wasm = (whole - text) as f64 / all(|part| part.wasm);
    let mut rows: Vec<_> = parts
        .iter()
        .map(|(file, part)| {
            let text = (part.script + part.constants) as f64;
            (text * per_text + part.wasm as f64 * per_wasm, file, part)
        })
        .collect();
    rows.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("\n{:<44} {:>7} {:>9} {:>6} {:>7}", "source", "script", "constants", "wasm", "brotli");
    for (share, file, Part { script, constants, wasm }) in rows {
        println!("{file:<44} {script:>7} {constants:>9} {wasm:>6} {share:>7.0}");
    }
    println!("{:<44} {:>32}", tracker::SCRIPT, whole);
    Ok(())
}

/// The file in which a text is written, all of it or its longest beginning: macros put some together.
fn written_in<'a>(text: &str, sources: &'a [(String, String)]) -> Option<&'a str> {
    let mut lengths = (SHORTEST.min(text.len())..=text.len()).rev();
    lengths.find_map(|length| {
        let found = sources.iter().find(|(_, source)| source.contains(&text[..length]));
        found.map(|(file, _)| &**file)
    })
}

/// A text's letters and digits, which are the same in a source however it escapes the others.
fn plain(text: &str) -> String {
    let escapes = ["\\n", "\\t", "\\u{1}"];
    let text = escapes.iter().fold(text.to_owned(), |text, escape| text.replace(escape, ""));
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The tracker's modules in Rust, with their text's letters and digits.
fn sources() -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in ["src", "src/browser"] {
        for entry in fs::read_dir(root(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".rs") {
                let file = format!("{folder}/{name}");
                files.push((file.clone(), plain(&fs::read_to_string(root(file))?)));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The module's functions: the file of each, and its bytes.
fn functions(wasm: &[u8]) -> Result<Vec<(String, usize)>> {
    let mut sizes = Vec::new();
    let mut imports = 0;
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => imports = section.count(),
            Payload::CodeSectionEntry(body) => sizes.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(section) = section.as_known() else { continue };
                for map in section {
                    let Name::Function(map) = map? else { continue };
                    for naming in map {
                        let naming = naming?;
                        names.insert(naming.index, naming.name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    let named =
        |(index, bytes)| (names.get(&index).map_or(GLUE.to_owned(), |name| file(name)), bytes);
    Ok((imports..).zip(sizes).map(named).collect())
}

/// The source file that a function is from, by its name: `<linkyfy[HASH]::browser::trackers::Kept>…`.
fn file(name: &str) -> String {
    let Some((_, path)) = name.split_once("linkyfy[") else {
        // What JavaScript calls has a name for itself.
        return if name.contains(':') { GLUE.to_owned() } else { "src/js.rs".to_owned() };
    };
    let mut path = path.split("::").skip(1);
    let module = path.next().unwrap_or_default();
    let inner = path.next().unwrap_or_default();
    let candidates = [format!("src/{module}/{inner}.rs"), format!("src/{module}.rs")];
    let found = candidates.into_iter().find(|file| root(file).is_file());
    found.unwrap_or_else(|| format!("src/{module}/mod.rs"))
}
