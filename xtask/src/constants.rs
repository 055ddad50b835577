//! The tracker's constant texts, taken out of its wasm: JavaScript has them from the start, under
//! the numbers that the wasm knows them by (`src/text.js`).
//!
//! In the wasm a constant is a place in memory, a length, and a call that makes a text of them. Here
//! each such call becomes the text's number, and the memory behind it is given up. That saves a
//! tenth of the wasm, and the texts compress better among JavaScript's.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use regex::{Captures, Regex};

use crate::bindgen::{FEATURES, wasm_opt};
use crate::{progress, setup};

/// The import that makes a text of a place in memory and a length, as wasm-bindgen names it.
const IMPORT: &str = "__wbg_constant_";
/// The number of the first constant: `src/text.js` has no text and the empty text before.
const FIRST: usize = 2;
const EMPTY: usize = 1;
/// What shows JavaScript the memory, out of which it reads constants and nothing else.
const MEMORY: &str = r#"\n \(export "memory" [^\n]*"#;

/// How long a function may be that stands wherever it is called. Browsers compile each function when it is
/// first called, which takes longer than the function does; and what is there twice packs well.
const INLINED: &str = "15";

/// Takes the constants out of a module; gives them in the order of their numbers.
///
/// # Errors
/// A tool fails, or a text is made of something else than a constant.
pub(crate) fn take_out(wasm: &Path, to: &Path) -> Result<Vec<String>> {
    let [text, without] = ["constants.wat", "constants.wasm"].map(|kind| to.with_extension(kind));
    let mut dis = setup::tool("wasm-dis");
    dis.args(FEATURES).arg(wasm).arg("--output").arg(&text);
    progress::run("Reading the wasm", &mut dis)?;
    let (module, constants) = replace(&fs::read_to_string(&text)?)?;
    fs::write(&text, module)?;
    let mut assemble = setup::tool("wasm-as");
    assemble.args(FEATURES).arg("-g").arg(&text).arg("--output").arg(&without);
    progress::run("Taking its constants out", &mut assemble)?;
    progress::run(
        "Optimising the rest",
        wasm_opt(&without, to).args([
            "-g",
            "--flatten",
            "--rereloop",
            "-O3",
            "-aimfs",
            INLINED,
            "-Oz",
        ]),
    )?;
    Ok(constants)
}

/// The module's text with numbers in place of its constants, and the constants.
fn replace(module: &str) -> Result<(String, Vec<String>)> {
    let import = Regex::new(&format!(r#"\n[^\n]*"{IMPORT}[^"]*" \(func (\S+) [^\n]*"#))?;
    let found = import.captures(module).context("no text is made in the wasm")?;
    let name = regex::escape(&found[1]);
    let module = module.replace(&found[0], "");
    let module = Regex::new(MEMORY)?.replace(&module, "");
    let call =
        Regex::new(&format!(r"\(call {name}\s+\(i32\.const (\d+)\)\s+\(i32\.const (\d+)\)\s*\)"))?;
    let mut memory = Memory::read(&module)?;
    let mut constants: Vec<String> = Vec::new();
    let mut places = Vec::new();
    let module = call.replace_all(&module, |call: &Captures<'_>| {
        let [start, length] = [1, 2].map(|group| call[group].parse().unwrap_or(usize::MAX));
        let number = match memory.text(start, length) {
            Some("") => EMPTY,
            Some(text) => {
                places.push((start, length));
                let known = constants.iter().position(|constant| constant == text);
                known.unwrap_or_else(|| {
                    constants.push(text.to_owned());
                    constants.len() - 1
                }) + FIRST
            }
            None => return call[0].to_owned(),
        };
        format!("(i32.const {number})")
    });
    if Regex::new(&format!(r"\(call {name}\s"))?.is_match(&module) {
        bail!(
            "a text is made of something else than a constant where it is made: convert it to a \
             `Text` before it is chosen or passed on"
        );
    }
    // What is still named by its place is read in another way as well.
    let named = Regex::new(r"(?:i32\.const |offset=)(\d+)")?;
    let code = Regex::new(&format!("{SEGMENT}|{GLOBAL}"))?.replace_all(&module, "");
    let named: Vec<usize> =
        named.captures_iter(&code).filter_map(|found| found[1].parse().ok()).collect();
    for (start, length) in places {
        if !named.iter().any(|place| (start..start + length).contains(place)) {
            memory.give_up(start, length);
        }
    }
    // What is read begins at a place that is named.
    for (start, length) in memory.segments.clone() {
        if !named.iter().any(|place| (start..start + length).contains(place)) {
            memory.give_up(start, length);
        }
    }
    Ok((memory.written_to(&module)?, constants))
}

/// The module's data, from its first byte to its last.
struct Memory {
    start: usize,
    bytes: Vec<u8>,
    /// Where its segments start, and how long they are.
    segments: Vec<(usize, usize)>,
}

const GLOBAL: &str = r"(?m)^ \(global .*\n";
const SEGMENT: &str = r#"(?m)^ \(data \S+ \(i32\.const (\d+)\) "((?:[^"\\]|\\.)*)"\)\n"#;

impl Memory {
    fn read(module: &str) -> Result<Self> {
        let segment = Regex::new(SEGMENT)?;
        let mut memory = Self { start: usize::MAX, bytes: Vec::new(), segments: Vec::new() };
        for found in segment.captures_iter(module) {
            let place: usize = found[1].parse()?;
            memory.start = memory.start.min(place);
            let gap = place - memory.start;
            memory.bytes.resize(gap, 0);
            let bytes = unescape(&found[2])?;
            memory.segments.push((place, bytes.len()));
            memory.bytes.extend(bytes);
        }
        Ok(memory)
    }

    fn text(&self, start: usize, length: usize) -> Option<&str> {
        if length == 0 {
            return Some("");
        }
        let start = start.checked_sub(self.start)?;
        std::str::from_utf8(self.bytes.get(start..start.checked_add(length)?)?).ok()
    }

    /// Nobody reads these bytes any more.
    fn give_up(&mut self, start: usize, length: usize) {
        let start = start - self.start;
        self.bytes[start..start + length].fill(0);
    }

    /// The module with this data in place of its own.
    fn written_to(&self, module: &str) -> Result<String> {
        let used = self.bytes.iter().position(|byte| *byte != 0);
        let data = used.map_or(String::new(), |first| {
            let bytes: String =
                self.bytes[first..].iter().map(|byte| format!("\\{byte:02x}")).collect();
            format!(" (data $0 (i32.const {}) \"{bytes}\")\n", self.start + first)
        });
        let segment = Regex::new(SEGMENT)?;
        let first = segment.find(module).context("the wasm's data")?.start();
        let rest = segment.replace_all(&module[first..], "");
        Ok(format!("{}{data}{rest}", &module[..first]))
    }
}

/// The bytes of a text in WebAssembly's text format.
fn unescape(text: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let kind = rest.next().context("an escape in the wasm's data")?;
        bytes.push(match kind {
            b't' => b'\t',
            b'n' => b'\n',
            b'r' => b'\r',
            b'"' | b'\'' | b'\\' => kind,
            _ => {
                let digits = [kind, rest.next().unwrap_or_default()];
                u8::from_str_radix(std::str::from_utf8(&digits)?, 16)?
            }
        });
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = r#"(module
 (import "a" "__wbg_constant_1" (func $make (param i32 i32) (result i32)))
 (import "a" "b" (func $use (param i32)))
 (data $0 (i32.const 4096) "one\22two\t")
 (data $1 (i32.const 4110) "\02")
 (data $2 (i32.const 4112) "unread")
 (global $stack (mut i32) (i32.const 4112))
 (export "memory" (memory $0))
 (func $f
  (call $use
   (call $make
    (i32.const 4096)
    (i32.const 3)
   )
  )
  (call $use (call $make (i32.const 4100) (i32.const 4)))
  (call $use (call $make (i32.const 4096) (i32.const 3)))
  (call $use (call $make (i32.const 1) (i32.const 0)))
  (call $use (i32.load (i32.const 4099)))
  (call $use (i32.load (i32.const 4110)))
 )
)
"#;

    #[test]
    fn a_constant_becomes_its_number_and_leaves_the_memory() {
        let (module, constants) = replace(MODULE).unwrap();
        assert_eq!(constants, ["one", "two\t"]);
        assert!(!module.contains("$make") && !module.contains("export"), "{module}");
        let uses: Vec<_> = module.matches("(i32.const 2)").collect();
        assert_eq!(uses.len(), 2, "{module}");
        assert!(module.contains("(call $use (i32.const 3))\n"), "{module}");
        assert!(module.contains("(call $use (i32.const 1))\n"), "{module}");
        assert!(module.contains(r#"(data $0 (i32.const 4099) "\22\00\00"#), "{module}");
        let unread = "\\00".repeat(1 + "unread".len());
        assert!(module.contains(&format!("\\00\\02{unread}\")")), "{module}");
    }

    #[test]
    fn a_text_that_is_chosen_first_is_refused() {
        let module =
            MODULE.replace("(i32.const 4100)", "(select (i32.const 4100) (i32.const 4096))");
        assert!(replace(&module).is_err());
    }
}
