//! What is derived: types and documentation of the options from `src/config.rs`; the API client's
//! rows and types from `openapi.yaml`.

mod options;
mod rows;
mod types;

use std::fs;

use anyhow::{Result, bail};

use crate::openapi::{self, Api};
use crate::root;

/// A derived file, what it should have in it, and what that comes from.
struct Derived {
    file: &'static str,
    text: String,
    from: &'static str,
}

/// Writes all that is derived.
///
/// # Errors
/// A file can't be written, or has no place for it.
pub(crate) fn write() -> Result<()> {
    for Derived { file, text, .. } in derived()? {
        fs::write(root(file), text)?;
    }
    Ok(())
}

/// Checks that all that is derived is up to date.
///
/// # Errors
/// The first file that isn't.
pub(crate) fn check() -> Result<()> {
    for Derived { file, text, from } in derived()? {
        if fs::read_to_string(root(file)).unwrap_or_default() != text {
            bail!("{file} is not what {from} says; `cargo xtask codegen` writes it");
        }
    }
    Ok(())
}

fn derived() -> Result<Vec<Derived>> {
    let api = Api::read()?;
    let client = [
        ("src/client/operations.txt", rows::write(&api)?),
        ("pkg/src/operations.d.ts", types::write(&api)),
    ];
    let client = client.map(|(file, text)| Derived { file, text, from: openapi::FILE });
    Ok(options::derived()?.into_iter().chain(client).collect())
}
