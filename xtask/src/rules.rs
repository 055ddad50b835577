//! The rules of `docs/behaviour.md`, each with its tests and what became of them in every engine.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use crate::results::{self, Outcome, RUNS};
use crate::root;

/// Where the rules are. Each starts its line, or its item of a list, with its id in bold.
const RULES: &str = "docs/behaviour.md";

/// Prints them from the results that `cargo xtask test` has left.
///
/// # Errors
/// The rules can't be read.
pub(crate) fn print() -> Result<()> {
    let text = fs::read_to_string(root(RULES)).with_context(|| RULES.to_owned())?;
    let runs: Vec<_> = RUNS.iter().map(|run| results::of(run)).collect();
    let mut tests: BTreeMap<&str, [Option<Outcome>; RUNS.len()]> = BTreeMap::new();
    for (place, results) in runs.iter().enumerate() {
        for (outcome, name) in results {
            let cell = &mut tests.entry(name).or_default()[place];
            *cell = Some(worse(*cell, *outcome));
        }
    }

    let marks = RUNS.map(|run| format!("{run:>9}")).concat();
    println!("✓ passed  ✗ failed  – not exercised in that engine, as the test says  · not run\n");
    let mut without = Vec::new();
    for (id, rule) in rules(&text) {
        println!("{id}  {rule}\n     {marks}");
        let mut named = tests.iter().filter(|(name, _)| ids(name).contains(&id)).peekable();
        if named.peek().is_none() {
            println!("     NO TEST");
            without.push(id.clone());
        }
        for (name, outcomes) in named {
            let cells = outcomes.map(|outcome| format!("{:>9}", mark(outcome))).concat();
            println!("     {cells}  {name}");
        }
        println!();
    }
    if !without.is_empty() {
        println!("Without a test that ran: {}", without.join(" "));
    }
    if tests.is_empty() {
        println!("No results yet; `cargo xtask test` leaves them.");
    }
    Ok(())
}

/// A test of the same name in two modules has passed where both have. One that says it was not
/// exercised passes for libtest.
fn worse(one: Option<Outcome>, other: Outcome) -> Outcome {
    let order = [Outcome::Failed, Outcome::NotExercised, Outcome::Ignored];
    let both = [one.unwrap_or(other), other];
    order.into_iter().find(|outcome| both.contains(outcome)).unwrap_or(Outcome::Ok)
}

fn mark(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Ok) => "✓",
        Some(Outcome::Failed) => "✗",
        Some(Outcome::NotExercised) => "–",
        Some(Outcome::Ignored) | None => "·",
    }
}

/// The ids of rules and the first words of each, in the order of the text.
fn rules(text: &str) -> Vec<(String, String)> {
    let rule = |line: &str| {
        let line = line.trim_start_matches(['#', '-', '*', ' ', '|']);
        // The stars of the bold type are gone with those of a list.
        let (id, rest) = line.split_once("**")?;
        let rest = rest.trim_start_matches([' ', '|', ':', '.', '–', '-']);
        let first = rest.split_once(". ").map_or(rest, |(first, _)| first);
        is_id(&id.to_lowercase()).then(|| (id.to_owned(), first.trim_end_matches('.').to_owned()))
    };
    text.lines().filter_map(rule).collect()
}

/// The ids that a test's name starts with: `t7_v6_what_it_says`.
fn ids(name: &str) -> Vec<String> {
    name.split('_').take_while(|word| is_id(word)).map(str::to_uppercase).collect()
}

/// A letter and a number.
fn is_id(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|letter| letter.is_ascii_lowercase())
        && letters.as_str().parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tests_name_starts_with_its_rules() {
        assert_eq!(ids("t7_v6_l8_by_hand_v1"), ["T7", "V6", "L8"]);
        assert_eq!(ids("a_page_notices"), [""; 0]);
        assert_eq!(ids("c10_types"), ["C10"]);
    }

    #[test]
    fn rules_are_found_wherever_their_line_starts() {
        let text = "# Behaviour\n- **L1** One line. More.\n### **T10** Views\n* **D2**: kept\n\
                    **no rule** at all\n- L3 is **L3**\n| **V1** | an id |\n";
        let found = rules(text);
        let ids: Vec<_> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["L1", "T10", "D2", "V1"]);
        assert_eq!(found[0].1, "One line");
    }

    #[test]
    fn a_failure_outweighs_everything() {
        assert_eq!(worse(Some(Outcome::Ok), Outcome::Failed), Outcome::Failed);
        assert_eq!(worse(Some(Outcome::NotExercised), Outcome::Ok), Outcome::NotExercised);
        assert_eq!(worse(None, Outcome::Ok), Outcome::Ok);
    }
}
