//! Whom a project sends nothing to: addresses, and domains with all their addresses.

use rusqlite::params;

use super::{Tx, UserId, recipients};
use crate::envelope::ApiError;

/// SQL that says whether a project sends nothing to an address, as the view `eligible` does. Both are
/// given as columns or parameters.
pub(super) fn blocks(project: &str, email: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM blocklist WHERE blocklist.project_id = {project}
         AND entry IN (lower({email}), lower(substr({email}, instr({email}, '@') + 1))))"
    )
}

/// All entries, in order of the alphabet.
pub fn entries(tx: &Tx<'_>, user: UserId, project: i64) -> Result<Vec<String>, ApiError> {
    tx.own_project(user, project)?;
    let sql = "SELECT entry FROM blocklist WHERE project_id = ?1 ORDER BY entry";
    tx.all(sql, [project], |row| row.get(0))
}

/// Adds those that aren't there yet. `entries` are in lower case.
pub fn add(tx: &Tx<'_>, user: UserId, project: i64, entries: &[String]) -> Result<(), ApiError> {
    tx.own_project(user, project)?;
    let sql = "INSERT INTO blocklist (project_id, entry, created_at) VALUES (?1, ?2, ?3)
               ON CONFLICT DO NOTHING";
    for entry in entries {
        tx.prepare_cached(sql)?.execute(params![project, entry, tx.now_ms])?;
    }
    recipients::follow(tx, &recipients::campaigns_of_project(tx, project)?)
}

/// Removes those that are there. `entries` are in lower case.
pub fn remove(tx: &Tx<'_>, user: UserId, project: i64, entries: &[String]) -> Result<(), ApiError> {
    tx.own_project(user, project)?;
    let sql = "DELETE FROM blocklist WHERE project_id = ?1 AND entry = ?2";
    for entry in entries {
        tx.prepare_cached(sql)?.execute(params![project, entry])?;
    }
    recipients::follow(tx, &recipients::campaigns_of_project(tx, project)?)
}
