//! What is derived: types and documentation of the options from `src/config.rs`; the API client's
//! rows and types from `openapi.yaml`; the package's version from `Cargo.toml`.

pub(crate) mod options;
mod rows;
mod types;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::openapi::{self, Api};
use crate::root;
use crate::versioned::VERSION;

/// What npm knows of the package.
const PACKAGE: &str = "pkg/package.json";

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
    let text = with_version(&fs::read_to_string(root(PACKAGE))?, VERSION)?;
    let package = Derived { file: PACKAGE, text, from: "Cargo.toml" };
    Ok(options::derived()?.into_iter().chain(client).chain([package]).collect())
}

/// A `package.json` with this version.
fn with_version(package: &str, version: &str) -> Result<String> {
    let parts = || {
        let (before, rest) = package.split_once("\n  \"version\": \"")?;
        Some((before, rest.split_once('"')?.1))
    };
    let (before, after) = parts().with_context(|| format!("{PACKAGE} has no version"))?;
    Ok(format!("{before}\n  \"version\": \"{version}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_packages_version_is_the_workspaces() {
        let package =
            "{\n  \"name\": \"linkyfy\",\n  \"version\": \"0.0.0\",\n  \"type\": \"module\"\n}\n";
        let written = with_version(package, "1.2.3").unwrap();
        assert_eq!(written, package.replace("0.0.0", "1.2.3"));
        assert!(with_version("{}", "1.2.3").is_err());
    }
}
