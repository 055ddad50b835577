//! What became of each test, run by run: kept under `target/results` for `cargo xtask rules`.
//!
//! A line a test: `ok`, `failed`, `ignored` or `not exercised`, and its name. Names are read as
//! libtest, node's test runner and wasm-bindgen's print them.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::root;

/// The runs, in their order.
pub(crate) const RUNS: [&str; 9] =
    ["host", "node", "wasm", "api", "package", "chromium", "firefox", "webkit", "no-wasm"];

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Ok,
    Failed,
    Ignored,
    /// The engine can't do what the test needs, as the test itself says.
    NotExercised,
}

/// Each outcome as it is written.
const WORDS: [(Outcome, &str); 4] = [
    (Outcome::Ok, "ok"),
    (Outcome::Failed, "failed"),
    (Outcome::Ignored, "ignored"),
    (Outcome::NotExercised, "not exercised"),
];

/// A test and how it ended.
pub(crate) type TestResult = (Outcome, String);

/// What a line that a test runner prints says of a test, where it does.
pub(crate) fn read(line: &str) -> Option<TestResult> {
    let line = line.trim_start();
    // not exercised in webkit: module::t1_name (Ability): why
    if let Some(rest) = line.strip_prefix("not exercised in ") {
        let name = rest.split_once(": ")?.1.split(' ').next()?;
        return Some((Outcome::NotExercised, name.rsplit("::").next()?.to_owned()));
    }
    // ✔ name (1.5ms)
    for (mark, outcome) in [("✔ ", Outcome::Ok), ("✖ ", Outcome::Failed)] {
        if let Some(name) = line.strip_prefix(mark) {
            let name = name.rsplit_once(" (").map_or(name, |(name, _)| name);
            return Some((outcome, name.to_owned()));
        }
    }
    // test module::name ... ok
    let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
    let outcome = match outcome.split([' ', ',']).next()? {
        "ok" => Outcome::Ok,
        "FAIL" | "FAILED" => Outcome::Failed,
        "ignored" => Outcome::Ignored,
        _ => return None,
    };
    let name = name.trim_end_matches(" - should panic");
    Some((outcome, name.rsplit("::").next()?.to_owned()))
}

fn file(run: &str) -> PathBuf {
    root("target/results").join(run)
}

/// Keeps what became of a run's tests, in place of what became of them before.
///
/// # Errors
/// The file can't be written.
pub(crate) fn keep(run: &str, results: &[TestResult]) -> Result<()> {
    let word = |outcome| WORDS.iter().find(|(is, _)| *is == outcome).map_or("", |(_, word)| word);
    let lines: Vec<_> =
        results.iter().map(|(outcome, name)| format!("{}\t{name}\n", word(*outcome))).collect();
    fs::create_dir_all(root("target/results"))?;
    Ok(fs::write(file(run), lines.concat())?)
}

/// What became of a run's tests; nothing where it was never kept.
pub(crate) fn of(run: &str) -> Vec<TestResult> {
    let text = fs::read_to_string(file(run)).unwrap_or_default();
    let result = |line: &str| {
        let (word, name) = line.split_once('\t')?;
        let outcome = WORDS.iter().find(|(_, known)| *known == word)?.0;
        Some((outcome, name.to_owned()))
    };
    text.lines().filter_map(result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_each_runner_are_read() {
        let cases = [
            ("test t1_a_view ... ok", Outcome::Ok, "t1_a_view"),
            ("test page::tests::t5_scrubs ... FAILED", Outcome::Failed, "t5_scrubs"),
            ("test d1_x ... ignored, why", Outcome::Ignored, "d1_x"),
            ("test in_browser::v1_id ... FAIL", Outcome::Failed, "v1_id"),
            ("✔ s4_numbers (1.7ms)", Outcome::Ok, "s4_numbers"),
            ("  ✖ s4 numbers (are) (1.7ms)", Outcome::Failed, "s4 numbers (are)"),
            (
                "not exercised in webkit: page_views::t1_ahead (Prerender): it can't",
                Outcome::NotExercised,
                "t1_ahead",
            ),
        ];
        for (line, outcome, name) in cases {
            assert_eq!(read(line), Some((outcome, name.to_owned())), "{line}");
        }
        for line in ["test result: ok. 2 passed", "test t1_x has been running for over 60 seconds"]
        {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
