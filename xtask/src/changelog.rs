//! `CHANGELOG.md`, in the form of <https://keepachangelog.com/en/1.1.0/>.

use std::fs;

use anyhow::{Context, Result, bail};
use regex::Regex;

use crate::root;
use crate::versioned::VERSION;

const FILE: &str = "CHANGELOG.md";
const TITLE: &str = "# Changelog\n";
/// A version's heading. The date is a word until the version is released.
const HEADING: &str = r"^\[(\d+\.\d+\.\d+)\] - (unreleased|\d{4}-\d{2}-\d{2})$";
/// The heading above what no version has yet.
const NEXT: &str = "[Unreleased]";
/// What a change can be.
const KINDS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// What a version brings.
#[derive(Debug, PartialEq)]
pub(crate) struct Section {
    pub(crate) version: String,
    /// When it was released, where it was.
    pub(crate) date: Option<String>,
    pub(crate) text: String,
}

/// The section of the version that the project has.
///
/// # Errors
/// There is none, or the file has another form.
pub(crate) fn section() -> Result<Section> {
    let sections = parse(&fs::read_to_string(root(FILE))?)?;
    let section = sections.into_iter().find(|section| section.version == VERSION);
    section
        .with_context(|| format!("{FILE} has no section for {VERSION}, the version of Cargo.toml"))
}

/// All versions' sections, in their order.
fn parse(file: &str) -> Result<Vec<Section>> {
    let heading = Regex::new(HEADING)?;
    if !file.starts_with(TITLE) {
        bail!("{FILE} begins with {TITLE:?}");
    }
    let mut sections: Vec<Section> = Vec::new();
    // What stands before the first version is for readers.
    for part in file.split("\n## ").skip(1) {
        let (head, text) = part.split_once('\n').unwrap_or((part, ""));
        let text = text.trim().to_owned();
        let is_kind = |line: &&str| !KINDS.contains(&line.trim());
        if let Some(kind) = text.lines().filter_map(|line| line.strip_prefix("### ")).find(is_kind)
        {
            bail!("{FILE}: {kind:?} is none of {}", KINDS.join(", "));
        }
        if head == NEXT {
            continue;
        }
        let Some(found) = heading.captures(head) else {
            bail!(
                "{FILE}: {head:?} is neither {NEXT} nor like [1.2.3] - 2001-02-28 or [1.2.3] - unreleased"
            );
        };
        let version = found[1].to_owned();
        if text.is_empty() || sections.iter().any(|section| section.version == version) {
            bail!("{FILE}: {version} says nothing, or is there twice");
        }
        let date = Some(found[2].to_owned()).filter(|date| date != "unreleased");
        sections.push(Section { version, date, text });
    }
    Ok(sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_a_date_once_it_is_released() {
        let file = "# Changelog\n\nFor users.\n\n## [Unreleased]\n\n## [0.2.0] - unreleased\n\n\
                    ### Fixed\n- That.\n\n## [0.1.0] - 2001-02-28\n\n### Added\n- This.\n";
        let section = |version: &str, date: Option<&str>, text: &str| Section {
            version: version.to_owned(),
            date: date.map(str::to_owned),
            text: text.to_owned(),
        };
        let expected = [
            section("0.2.0", None, "### Fixed\n- That."),
            section("0.1.0", Some("2001-02-28"), "### Added\n- This."),
        ];
        assert_eq!(parse(file).unwrap(), expected);
    }

    #[test]
    fn another_form_is_refused() {
        for file in [
            "# Changes\n\n## [0.1.0] - unreleased\n\n- This.\n",
            "# Changelog\n\n## 0.1.0\n\n- This.\n",
            "# Changelog\n\n## [0.1.0] - soon\n\n- This.\n",
            "# Changelog\n\n## [0.1.0] - unreleased\n",
            "# Changelog\n\n## [0.1.0] - unreleased\n\n### The tracker\n- This.\n",
            "# Changelog\n\n## [0.1.0] - unreleased\n\n- This.\n\n## [0.1.0] - unreleased\n\n- That.\n",
        ] {
            assert!(parse(file).is_err(), "{file}");
        }
    }

    #[test]
    fn the_projects_version_has_a_section() {
        assert_eq!(section().unwrap().version, VERSION);
    }
}
