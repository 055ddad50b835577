//! A release, all but its publishing: `cargo xtask release` checks, builds, tests and packs, has all of it
//! built once more somewhere else, and prints what would be published. A person publishes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

use anyhow::{Context, Result, bail};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Deserialize;
use sha2::{Digest, Sha256, Sha512};

use crate::versioned::VERSION;
use crate::{changelog, codegen, progress, root, test};

/// Where the tarball is left.
const OUTPUT: &str = "target/package";

/// Options of `release`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Have a look: the changelog may be without a date, and the tag may be there
    #[arg(long)]
    dry_run: bool,
    /// Test nothing
    #[arg(long, requires = "dry_run")]
    skip_tests: bool,
}

/// Makes a release of what is committed.
///
/// # Errors
/// Something isn't committed, isn't said in the changelog, fails a test, or comes out otherwise
/// somewhere else.
pub(crate) fn run(args: &Args) -> Result<()> {
    let tag = format!("v{VERSION}");
    progress::step("The work tree is clean", check_clean)?;
    progress::step("Derived files", codegen::check)?;
    let section = progress::step("The changelog has a section", changelog::section)?;
    let has_tag =
        progress::ask("git", &["rev-parse", "--verify", &format!("refs/tags/{tag}")]).is_some();
    let mut missing = Vec::new();
    if section.date.is_none() {
        missing.push(format!("CHANGELOG.md has no date for {VERSION} yet"));
    }
    if has_tag {
        missing.push(format!("the tag {tag} is there already: Cargo.toml needs another version"));
    }
    if !args.dry_run && !missing.is_empty() {
        bail!("{}", missing.join("; "));
    }
    crate::build()?;
    if args.skip_tests {
        let untested = "NOTHING IS TESTED (--skip-tests): this shows no more than that two builds are the same";
        eprintln!("  ! {untested}");
        missing.push(untested.to_owned());
    } else {
        test::run()?;
    }
    progress::step("The work tree is still clean", check_clean)?;
    let here = Package::pack(&root(""), &root(OUTPUT))?;
    // Left there where something goes wrong.
    let elsewhere = env::temp_dir().join(format!("linkyfy-release-{}", process::id()));
    let there = build_again(&elsewhere)?;
    here.print();
    compare(&here, &there)?;
    fs::remove_dir_all(&elsewhere)?;
    println!("\nChangelog of {VERSION}\n\n{}\n", section.text);
    println!(
        "To publish, where npm can attest from what the tarball was built (CI with OpenID Connect):\n"
    );
    println!("  git tag --annotate {tag} --message 'linkyfy {VERSION}'\n  git push origin {tag}");
    println!("  npm publish {OUTPUT}/{} --access public --provenance\n", here.name);
    println!("Nothing has been published, and no tag has been made.");
    for what in missing {
        println!("Not ready: {what}.");
    }
    Ok(())
}

/// All that is published must be in the history.
fn check_clean() -> Result<()> {
    let status =
        progress::ask("git", &["-C", &root(".").to_string_lossy(), "status", "--porcelain"]);
    match status.context("git can't tell what is committed")? {
        changed if changed.is_empty() => Ok(()),
        changed => bail!("not committed:\n{changed}"),
    }
}

/// A tarball and what is in it.
struct Package {
    /// Where the project is.
    project: PathBuf,
    name: String,
    bytes: usize,
    /// The tarball's hash as npm tells it.
    integrity: String,
    /// Size and hash of each file.
    files: BTreeMap<String, (usize, String)>,
}

/// What npm says of a tarball.
#[derive(Deserialize)]
struct Packed {
    filename: String,
    integrity: String,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    path: String,
}

impl Package {
    /// Packs the built package of a project into a folder.
    fn pack(project: &Path, to: &Path) -> Result<Self> {
        progress::step(&format!("Packing {}", project.display()), || {
            fs::create_dir_all(to)?;
            let mut npm = Command::new("npm");
            npm.args(["pack", "--json", "--ignore-scripts", "--pack-destination"]).arg(to);
            let output = npm.current_dir(project.join("pkg")).output().context("npm")?;
            if !output.status.success() {
                bail!("npm pack: {}", String::from_utf8_lossy(&output.stderr));
            }
            let packed: Vec<Packed> =
                serde_json::from_slice(&output.stdout).context("npm's list")?;
            let packed = packed.into_iter().next().context("npm has packed nothing")?;
            let tarball = fs::read(to.join(&packed.filename))?;
            let integrity = format!("sha512-{}", BASE64_STANDARD.encode(Sha512::digest(&tarball)));
            if integrity != packed.integrity {
                bail!("npm says {} of a tarball of {integrity}", packed.integrity);
            }
            let mut files = BTreeMap::new();
            for File { path } in packed.files {
                let bytes = fs::read(project.join("pkg").join(&path))?;
                files.insert(path, (bytes.len(), hex(&Sha256::digest(&bytes))));
            }
            let (name, bytes) = (packed.filename, tarball.len());
            Ok(Self { project: project.to_owned(), name, bytes, integrity, files })
        })
    }

    fn print(&self) {
        println!("\n{}: {} bytes\n", self.name, self.bytes);
        for (path, (bytes, hash)) in &self.files {
            println!("  {bytes:>7}  {hash}  {path}");
        }
        let whole: usize = self.files.values().map(|(bytes, _)| bytes).sum();
        println!("  {whole:>7}  in {} files, which are hashed with SHA-256", self.files.len());
    }
}

/// Builds and packs what is committed in a clone with another path, from nothing.
fn build_again(folder: &Path) -> Result<Package> {
    let project = folder.join("elsewhere");
    let mut git = Command::new("git");
    git.args(["clone", "--quiet"]).arg(root(".")).arg(&project);
    progress::run("Cloning what is committed", &mut git)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["xtask", "build"]).current_dir(&project).env_remove("CARGO_TARGET_DIR");
    progress::run("Building it again, from nothing", &mut cargo)?;
    Package::pack(&project, folder)
}

/// Both must be the same to the last bit.
fn compare(here: &Package, there: &Package) -> Result<()> {
    println!("\nBuilt twice");
    for package in [here, there] {
        println!("  {}  {}", package.integrity, package.project.display());
    }
    let differ = differences(&here.files, &there.files);
    if !differ.is_empty() {
        bail!("the two builds differ in {}", differ.join(", "));
    }
    if here.integrity != there.integrity {
        bail!("the files are the same, and the tarballs are not");
    }
    println!("  The same bytes, in every file and in the tarball.");
    Ok(())
}

/// Files that aren't the same in both, or that one of them lacks.
fn differences<V: PartialEq>(
    one: &BTreeMap<String, V>,
    other: &BTreeMap<String, V>,
) -> Vec<String> {
    let mut names: Vec<_> = one.keys().chain(other.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| one.get(name) != other.get(name));
    names
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_build_lacks_or_has_otherwise_is_a_difference() {
        let files = |list: &[(&str, u8)]| -> BTreeMap<String, u8> {
            list.iter().map(|(name, hash)| ((*name).to_owned(), *hash)).collect()
        };
        let one = files(&[("a", 1), ("b", 2), ("c", 3)]);
        assert!(differences(&one, &one).is_empty());
        assert_eq!(differences(&one, &files(&[("b", 9), ("c", 3), ("d", 4)])), ["a", "b", "d"]);
    }
}
