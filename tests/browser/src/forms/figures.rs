//! Precision, recall and field accuracy, by kind of form and by language, with the failures by name.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::material::{Case, Expected, Page};

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// It doesn't count, and why.
    LeftOut(&'static str),
    /// The judge has said whether it registers, and by the right field, and what the evidence was.
    Judged {
        /// It does.
        registers: bool,
        /// The address would be that of the labelled field.
        is_right: bool,
        /// In tenths.
        score: f64,
    },
}

/// How often judge and people agree.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    hits: usize,
    right_field: usize,
    missed: usize,
    falsely: usize,
    none: usize,
}

impl Count {
    fn precision(self) -> f64 {
        share(self.right_field, self.hits + self.falsely)
    }

    fn recall(self) -> f64 {
        share(self.right_field, self.hits + self.missed)
    }
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { part as f64 / all as f64 }
}

/// What the judge has to reach: of a set, the least precision and recall.
const REACH: [(&str, f64, f64); 2] = [("corpus", 0.99, 0.97), ("own", 0.99, 0.99)];

/// The figures of all forms.
#[derive(Debug, Default)]
pub struct Figures {
    counts: BTreeMap<(String, String), Count>,
    left_out: BTreeMap<(String, &'static str), usize>,
    unscored: BTreeMap<String, (usize, usize)>,
    failures: Vec<String>,
}

impl Figures {
    /// Counts a form.
    pub fn add(&mut self, page: &Page, case: &Case, outcome: Outcome) {
        let (registers, is_right, score) = match outcome {
            Outcome::LeftOut(why) => {
                *self.left_out.entry((page.set.clone(), why)).or_default() += 1;
                return;
            }
            Outcome::Judged { registers, is_right, score } => (registers, is_right, score),
        };
        if case.expected == Expected::Unscored {
            let (yes, no) = self.unscored.entry(page.set.clone()).or_default();
            *(if registers { yes } else { no }) += 1;
            return;
        }
        let expected = case.expected == Expected::Registration;
        let mut groups = vec![String::new(), format!("kind {}", case.kind)];
        if !page.language.is_empty() {
            groups.push(format!("language {}", page.language));
        }
        for group in groups {
            let count = self.counts.entry((page.set.clone(), group)).or_default();
            match (expected, registers) {
                (true, true) => {
                    count.hits += 1;
                    count.right_field += usize::from(is_right);
                }
                (true, false) => count.missed += 1,
                (false, true) => count.falsely += 1,
                (false, false) => count.none += 1,
            }
        }
        let failure = match (expected, registers, is_right) {
            (true, true, true) | (false, false, _) => return,
            (true, true, false) => "another field",
            (true, false, _) => "missed",
            (false, true, _) => "no registration",
        };
        self.failures.push(format!("{failure:<15} {score:>5} {:<9} {}", case.kind, case.id));
    }

    /// How many forms were judged, of all sets.
    pub fn judged(&self) -> usize {
        let all = self.counts.iter().filter(|((_, group), _)| group.is_empty());
        all.map(|(_, count)| count.hits + count.missed + count.falsely + count.none).sum()
    }

    /// The sets that don't reach what they have to.
    pub fn short(&self) -> Vec<&'static str> {
        let is_short = |&(set, precision, recall): &(&'static str, f64, f64)| {
            let count = self.counts.get(&(set.to_owned(), String::new()));
            count.is_some_and(|count| count.precision() < precision || count.recall() < recall)
        };
        REACH.iter().filter(|row| is_short(row)).map(|row| row.0).collect()
    }
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<28} {:>13} {:>5} {:>9} {:>6} {:>14}",
            "", "registrations", "none", "precision", "recall", "field accuracy"
        )?;
        for ((set, group), count) in &self.counts {
            writeln!(
                f,
                "{:<28} {:>13} {:>5} {:>9.3} {:>6.3} {:>14.3}",
                format!("{set} {group}"),
                count.hits + count.missed,
                count.falsely + count.none,
                count.precision(),
                count.recall(),
                share(count.right_field, count.hits)
            )?;
        }
        for ((set, why), count) in &self.left_out {
            writeln!(f, "{set}: {count} left out: {why}")?;
        }
        for (set, (yes, no)) in &self.unscored {
            writeln!(f, "{set}: not scored: {yes} would register, {no} not")?;
        }
        for failure in &self.failures {
            writeln!(f, "{failure}")?;
        }
        Ok(())
    }
}
