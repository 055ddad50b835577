//! `budgets.toml`: the most that a figure may be.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::root;

const FILE: &str = "budgets.toml";

/// All budgets.
#[derive(Deserialize)]
pub(crate) struct Budgets {
    /// How many times worse the API client may be than a wrapper around `fetch`, by figure.
    pub(crate) client: BTreeMap<String, f64>,
    /// What else a visit may cost, by figure; `bench/tests/own.test.mjs` compares.
    #[serde(rename = "visit")]
    _visit: BTreeMap<String, f64>,
    /// What a file may weigh after brotli, in bytes, by its path.
    #[serde(flatten)]
    pub(crate) files: BTreeMap<String, usize>,
}

impl Budgets {
    /// Reads the file.
    ///
    /// # Errors
    /// It can't be read, or has something in it that is no budget.
    pub(crate) fn read() -> Result<Self> {
        toml::from_str(&fs::read_to_string(root(FILE))?).context(FILE)
    }
}
