//! What is derived from the list of options (`src/config.rs`): their types and their documentation.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result};
use linkyfy::config::{Row, rows};

use super::Derived;
use crate::root;

/// Where generated text stands in a page of documentation.
const MARKS: [&str; 2] =
    ["<!-- options: written by `cargo xtask codegen` -->\n", "<!-- end of options -->"];

/// What is derived from the options.
///
/// # Errors
/// A file can't be read, or has no place for it.
pub(super) fn derived() -> Result<[Derived; 2]> {
    let readme = fs::read_to_string(root("README.md"))?;
    let rows = rows();
    let files = [
        ("pkg/src/options.d.ts", types(&rows)),
        ("README.md", documented(&readme, &table(&rows))?),
    ];
    Ok(files.map(|(file, text)| Derived { file, text, from: "src/config.rs" }))
}

fn documented(page: &str, table: &str) -> Result<String> {
    let parts = || {
        let (before, rest) = page.split_once(MARKS[0])?;
        Some((before, rest.split_once(MARKS[1])?.1))
    };
    let (before, after) = parts().context("README.md has no marks for its table of options")?;
    Ok([before, MARKS[0], table, MARKS[1], after].concat())
}

/// The options as the script tag has them.
fn table(rows: &[Row]) -> String {
    let mut table = String::from("| attribute | takes | default | |\n|---|---|---|---|\n");
    for row in rows {
        let takes = row.takes_in_words().replace('*', "\\*");
        let default = match (&*row.default, &*row.name) {
            ("", "project-id") => "required".to_owned(),
            ("", _) => String::new(),
            (default, _) => format!("`{default}`"),
        };
        let _ = writeln!(table, "| `data-{}` | {takes} | {default} | {} |", row.name, row.doc);
    }
    table
}

/// The options as TypeScript has them.
fn types(rows: &[Row]) -> String {
    let mut types = String::from(
        "// Written by `cargo xtask codegen` from src/config.rs.\n\n\
         /** The options that the script tag has as well, as `data-` attributes. */\n\
         export interface TagOptions {\n",
    );
    for row in rows {
        let (optional, or_none) =
            if row.name == "project-id" { ("", "") } else { ("?", " | undefined") };
        let takes = if row.takes.is_empty() {
            String::new()
        } else {
            format!(" Takes {}.", row.takes.replace("*/", "*\\/"))
        };
        let default = if row.default.is_empty() {
            String::new()
        } else {
            format!(" `{}` where it is not set.", row.default)
        };
        let doc = row.doc.replace("`linkyfy.", "`");
        let _ = writeln!(types, "  /** {doc}{takes}{default} */");
        let _ = writeln!(types, "  {}{optional}: {}{or_none};", camel(&row.name), kind(row));
    }
    types + "}\n"
}

fn kind(row: &Row) -> String {
    if row.takes.is_empty() {
        return "boolean".to_owned();
    }
    if row.name == "project-id" {
        return "number | string".to_owned();
    }
    let words = words(row);
    if words.is_empty() {
        return "string".to_owned();
    }
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
}

/// The words that an option takes, where it takes no others: `^(on|off|)$`, `^required$`.
pub(crate) fn words(row: &Row) -> Vec<&str> {
    let inside = row.pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
    let inside = inside.unwrap_or_default();
    let words = inside.strip_prefix('(').and_then(|rest| rest.strip_suffix("|)")).unwrap_or(inside);
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = words.split('|').collect();
    if words.iter().all(|word| is_word(word)) { words } else { Vec::new() }
}

/// A kebab-case name as JavaScript spells it.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        camel.extend(word.chars().next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(word.get(1..).unwrap_or_default());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_spelled_for_both() {
        let types = types(&rows());
        assert!(types.contains("  projectId: number | string;\n"), "{types}");
        assert!(types.contains("  allowLocalhost?: boolean | undefined;\n"), "{types}");
        assert!(types.contains("  auto?: \"on\" | \"off\" | undefined;\n"), "{types}");
        assert!(types.contains("  consent?: \"required\" | undefined;\n"), "{types}");
        let table = table(&rows());
        assert!(table.contains("| `data-project-id` | a number"), "{table}");
        let page = format!("a\n{}old{}\nb", MARKS[0], MARKS[1]);
        let page = documented(&page, "new\n").unwrap();
        assert_eq!(page, format!("a\n{}new\n{}\nb", MARKS[0], MARKS[1]));
        assert!(documented("nothing", "").is_err());
    }
}
