//! The optimised wasm as plain JavaScript, for browsers and pages that refuse WebAssembly.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::bindgen::{FEATURES, wasm_opt};
use crate::{progress, setup};

/// What `wasm2js` writes before the module's own code: an import, and a decoder of base64 with what
/// it decodes, of which [`segments`] needs only the calls.
const HEAD: [&str; 3] =
    ["import * as a from 'a';\n", "function initActiveSegments(imports) {\n", "\n}\n"];
/// The same of a module without data.
const BARE_HEAD: &str = "\n  var bufferView;\n";
const SEGMENT: &str = "base64DecodeToExistingUint8Array(bufferView, ";
const TAIL: &str = "\nvar retasmFunc = asmFunc({";

/// Writes a JavaScript module that exports what takes the place of `WebAssembly.instantiate`:
/// `instantiate(imports)` gives the exports of an instance.
///
/// # Errors
/// A tool fails, or `wasm2js` writes another form than it did.
pub(crate) fn generate(wasm: &Path, to: &Path) -> Result<()> {
    let [lowered, raw] = ["lowered.wasm", "raw.js"].map(|kind| to.with_extension(kind));
    progress::run(
        "Lowering the wasm",
        // wasm2js gets numbers wrong that are converted without a trap, and doesn't say so.
        wasm_opt(wasm, &lowered).arg("--llvm-nontrapping-fptoint-lowering"),
    )?;
    progress::run(
        "Writing the wasm as JavaScript",
        setup::tool("wasm2js").args(FEATURES).arg("-Oz").arg(&lowered).arg("--output").arg(&raw),
    )?;
    Ok(fs::write(to, tidy(&fs::read_to_string(raw)?)?)?)
}

/// What `wasm2js` wrote, with the data as text in place of base64, and as a function of its imports
/// in place of a module that imports them.
fn tidy(raw: &str) -> Result<String> {
    let parts = || {
        let (rest, _) = raw.strip_prefix(HEAD[0])?.split_once(TAIL)?;
        match rest.split_once(HEAD[1]) {
            Some((_, rest)) => rest.split_once(HEAD[2]).map(|(head, code)| (Some(head), code)),
            None => rest.strip_prefix(BARE_HEAD).map(|code| (None, code)),
        }
    };
    let (head, code) =
        parts().context("wasm2js's output: xtask/src/fallback.rs must follow its new form")?;
    let Some(head) = head else {
        return Ok(format!("var bufferView;\n{code}\nexport {{ asmFunc as instantiate }};\n"));
    };
    Ok(format!(
        "var bufferView;\n\
         const set = (place, text) => {{\n  \
           for (let i = 0; i < text.length; i++) bufferView[place + i] = text.charCodeAt(i);\n\
         }};\n\
         const initActiveSegments = () => {{\n{}}};\n{code}\n\
         export {{ asmFunc as instantiate }};\n",
        segments(head)?
    ))
}

/// Calls that write the module's data: most of it is text, which compresses far better as it is
/// than as base64.
fn segments(head: &str) -> Result<String> {
    let mut calls = String::new();
    for call in head.split(SEGMENT).skip(1) {
        let parts = || {
            let (place, rest) = call.split_once(", \"")?;
            Some((place.parse::<u32>().ok()?, from_base64(rest.split_once('"')?.0)?))
        };
        let (place, bytes) = parts().with_context(|| format!("a segment of data: {call}"))?;
        write!(calls, "  set({place}, \"")?;
        for byte in bytes {
            match byte {
                b'"' | b'\\' => write!(calls, "\\{}", char::from(byte))?,
                b' '..=b'~' => calls.push(char::from(byte)),
                _ => write!(calls, "\\x{byte:02x}")?,
            }
        }
        calls.push_str("\");\n");
    }
    if calls.is_empty() {
        bail!("wasm2js wrote no data: xtask/src/fallback.rs must follow its new form");
    }
    Ok(calls)
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for group in text.chunks(4) {
        let mut bits: u32 = 0;
        for place in 0..4 {
            let value = match group.get(place) {
                None => 0,
                Some(letter @ b'A'..=b'Z') => letter - b'A',
                Some(letter @ b'a'..=b'z') => letter - b'a' + 26,
                Some(digit @ b'0'..=b'9') => digit - b'0' + 52,
                Some(b'+') => 62,
                Some(b'/') => 63,
                Some(_) => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        bytes.extend(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("QQ==", b"A"),
            ("QSI=", b"A\""),
            ("QSJc", b"A\"\\"),
            ("/+8AAQ==", b"\xff\xef\x00\x01"),
        ] {
            assert_eq!(from_base64(text).as_deref(), Some(bytes), "{text}");
        }
        assert_eq!(from_base64("a-b_"), None);
    }

    #[test]
    fn the_output_of_wasm2js_becomes_a_function_with_text_for_data() {
        let raw = "import * as a from 'a';\n\n  var bufferView;\n function \
                   base64DecodeToExistingUint8Array(uint8Array, offset, b64) {}\n\
                   function initActiveSegments(imports) {\n  \
                   base64DecodeToExistingUint8Array(bufferView, 16, \"QSIA\");\n}\n\
                   function wasm2js_trap() {}\nfunction asmFunc(imports) {}\n\n\
                   var retasmFunc = asmFunc({\n  \"a\": a,\n});\nexport var K = retasmFunc.K;\n";
        let tidy = tidy(raw).unwrap();
        assert!(tidy.contains("set(16, \"A\\\"\\x00\");"), "{tidy}");
        assert!(tidy.contains("function wasm2js_trap() {}\nfunction asmFunc(imports) {}"));
        assert!(!tidy.contains("import *") && !tidy.contains("base64"), "{tidy}");
        assert!(super::tidy(&raw.replace("retasmFunc", "other")).is_err());
        let bare = "import * as a from 'a';\n\n  var bufferView;\nfunction wasm2js_trap() {}\n\
                    function asmFunc(imports) {}\n\nvar retasmFunc = asmFunc({\n  \"a\": a,\n});\n";
        let tidy = super::tidy(bare).unwrap();
        assert!(tidy.starts_with("var bufferView;\nfunction wasm2js_trap() {}\n"), "{tidy}");
        assert!(!tidy.contains("retasmFunc"), "{tidy}");
    }
}
