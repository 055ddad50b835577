//! The house rules that a reader can rely on, checked on the source's text (ARCHITECTURE.md,
//! invariants 1 and 2).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::root;

/// Longest file of code, in lines.
const MAX_LINES: usize = 400;
/// Where code is.
const FOLDERS: [&str; 7] = ["src", "pkg/src", "sandbox", "tests", "xtask", "www", "bench"];
/// What code ends in.
const CODE: [&str; 4] = ["rs", "js", "css", "html"];

/// The modules that may know JavaScript. Of these only `browser` knows the page.
const KNOW_JAVASCRIPT: [&str; 5] = ["text", "browser", "js", "value", "client/js"];

/// The API client's modules. They are no part of the tracker, which must not name them.
const CLIENT: [&str; 2] = ["value", "client"];
/// What the client shares with the tracker. It must not name anything else of it.
const SHARED: [&str; 2] = ["text", "retry"];

/// Checks every rule.
///
/// # Errors
/// All that was found, a line each.
pub(crate) fn check() -> Result<()> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        list(&root(folder), &mut files)?;
    }
    let mut found = Vec::new();
    let order = modules(&fs::read_to_string(root("src/lib.rs"))?);
    for file in &files {
        let text = fs::read_to_string(file)?;
        let name = file.strip_prefix(root("")).unwrap_or(file).display().to_string();
        let lines = text.lines().count();
        if lines > MAX_LINES {
            found
                .push(format!("{name}: {lines} lines; over {MAX_LINES}, a file has too many jobs"));
        }
        if let Some(inside) = name.strip_prefix("src/").filter(|inside| inside.ends_with(".rs")) {
            let module = inside.trim_end_matches(".rs");
            found.extend(
                wrong(module, &text, &order).into_iter().map(|what| format!("{name}: {what}")),
            );
        }
    }
    if found.is_empty() { Ok(()) } else { bail!("house rules:\n  {}", found.join("\n  ")) }
}

/// The modules of a `lib.rs`, in their order.
fn modules(lib: &str) -> Vec<String> {
    let names = lib.lines().filter_map(|line| {
        line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)
    });
    names.collect()
}

/// What a module of the crate, `form` or `browser/page`, does that it must not.
fn wrong(name: &str, text: &str, order: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let module = name.split('/').next().unwrap_or_default();
    let knows =
        ["web_sys", "js_sys", "wasm_bindgen::"].into_iter().find(|name| text.contains(name));
    let may_know = [name, module].iter().any(|name| KNOW_JAVASCRIPT.contains(name));
    if let Some(knows) = knows.filter(|_| !may_know) {
        found.push(format!("{knows} is for {} alone", KNOW_JAVASCRIPT.join(", ")));
    }
    let is_client = CLIENT.contains(&module);
    for other in order.iter().map(String::as_str) {
        let apart = CLIENT.contains(&other) != is_client && !(is_client && SHARED.contains(&other));
        if apart && text.contains(&format!("crate::{other}")) {
            found.push(format!("names {other}: tracker and client are apart"));
        }
    }
    let place = order.iter().position(|name| name == module);
    if let Some(place) = place {
        for below in &order[place + 1..] {
            if text.contains(&format!("crate::{below}")) {
                found.push(format!("names {below}, which is below it in lib.rs"));
            }
        }
    }
    found
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["dist", "node_modules", "target"].contains(&name.as_str()) {
                list(&path, files)?;
            }
        } else if path.extension().is_some_and(|kind| CODE.iter().any(|code| kind == *code)) {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_may_name_only_those_above_it() {
        let order = modules(
            "//! The map.\npub mod config;\nmod page;\n\n#[cfg(x)]\npub mod browser;\nmod tracker;\n",
        );
        assert_eq!(order, ["config", "page", "browser", "tracker"]);
        assert!(wrong("page", "use crate::config::Options;", &order).is_empty());
        assert_eq!(wrong("config", "crate::page::scrub()", &order).len(), 1);
        assert_eq!(wrong("page", "use web_sys::Window;", &order).len(), 1);
        assert!(wrong("browser", "use web_sys::Window; use crate::page;", &order).is_empty());
        assert_eq!(wrong("tracker", "use wasm_bindgen::prelude::*;", &order).len(), 1);
        assert!(wrong("tracker", "use wasm_bindgen_test::wasm_bindgen_test;", &order).is_empty());
    }

    #[test]
    fn tracker_and_client_name_nothing_of_each_other() {
        let order = ["text", "page", "retry", "value", "client", "browser"].map(str::to_owned);
        let wrong = |module, text| wrong(module, text, &order);
        assert!(
            wrong("client/request", "use crate::text::Text; use crate::value::Value;").is_empty()
        );
        assert!(wrong("client/response", "use crate::retry; use super::operations;").is_empty());
        assert_eq!(wrong("client/request", "use crate::page::scrub;").len(), 1);
        assert_eq!(wrong("browser/visitor", "use crate::value::Value;").len(), 1);
        assert_eq!(wrong("client/limit", "use wasm_bindgen::prelude::*;").len(), 1);
        assert!(
            wrong("client/js", "use wasm_bindgen::prelude::*; use crate::client::x;").is_empty()
        );
    }
}
