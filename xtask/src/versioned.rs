//! What a host needs that caches files for ever: every built file once more, in a folder named after
//! the version, and `integrity.json`, the values for `integrity` attributes.
//!
//! A folder, not a name with the version in it: a tag's file loads the files beside it by their
//! names, which then stay the same. So the bytes are the same, and what holds for the one copy holds
//! for the other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha384};

use crate::root;

/// Where the built files are.
const DIST: &str = "pkg/dist";
/// The values, beside the files that they are of.
const INTEGRITY: &str = "integrity.json";
/// The version of everything: that of the workspace.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What is in `integrity.json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Integrity {
    pub(crate) version: String,
    /// Names of files beside it, each with the value for an `integrity` attribute.
    pub(crate) files: BTreeMap<String, String>,
}

/// Writes `integrity.json`, and the folder of this version in place of any other's.
///
/// # Errors
/// A file can't be read or written.
pub(crate) fn write() -> Result<()> {
    let dist = root(DIST);
    let mut built = Vec::new();
    for entry in fs::read_dir(&dist)? {
        let path = entry?.path();
        if path.is_dir() && name(&path).starts_with(|first: char| first.is_ascii_digit()) {
            fs::remove_dir_all(path)?;
        } else if is_code(&path) {
            built.push(path);
        }
    }
    let mut files = BTreeMap::new();
    for path in &built {
        files.insert(name(path), integrity(&fs::read(path)?));
    }
    let integrity = Integrity { version: VERSION.to_owned(), files };
    fs::write(dist.join(INTEGRITY), serde_json::to_string_pretty(&integrity)? + "\n")?;
    built.push(dist.join(INTEGRITY));
    let folder = dist.join(VERSION);
    fs::create_dir(&folder)?;
    for path in &built {
        fs::copy(path, folder.join(name(path)))?;
    }
    Ok(())
}

/// What was written last.
///
/// # Errors
/// Nothing has been built.
pub(crate) fn read() -> Result<Integrity> {
    let file = root(DIST).join(INTEGRITY);
    let text = fs::read_to_string(&file)
        .with_context(|| format!("{}: run `cargo xtask build` first", file.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn is_code(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "js" || kind == "wasm")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The value of an `integrity` attribute for these bytes.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_browsers_compute() {
        // `printf abc | openssl dgst -sha384 -binary | base64 -w 0`
        let value = "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn";
        assert_eq!(integrity(b"abc"), value);
    }

    #[test]
    fn the_versions_folder_has_all_files_and_their_values() {
        let listed = read().unwrap();
        assert_eq!(listed.version, VERSION);
        assert!(listed.files.contains_key("linkyfy.js"));
        for folder in [root(DIST), root(DIST).join(VERSION)] {
            let mut files = BTreeMap::new();
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if is_code(&path) {
                    files.insert(name(&path), integrity(&fs::read(&path).unwrap()));
                }
            }
            assert_eq!(files, listed.files, "{}", folder.display());
        }
    }
}
