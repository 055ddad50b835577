//! Domains in the store.

use rusqlite::{Row, params};
use serde::Serialize;

use super::mailboxes::{self, Mailbox};
use super::{Tx, UserId};
use crate::envelope::ApiError;

/// A domain as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct Domain {
    id: i64,
    project_id: i64,
    domain: String,
    dns_status: String,
    /// 0 to 100.
    reputation_score: f64,
}

/// A domain with all that belongs to it.
#[derive(Serialize)]
pub struct DomainFull {
    #[serde(flatten)]
    domain: Domain,
    dns_records: Vec<DnsRecord>,
    /// Newest first.
    reputation_history: Vec<DayScore>,
    mailboxes: Vec<Mailbox>,
}

/// What the domain's name servers have to say.
#[derive(Clone, Debug, Serialize)]
pub struct DnsRecord {
    #[serde(rename = "type")]
    kind: String,
    host: String,
    value: String,
    status: String,
}

/// The reputation of one day.
#[derive(Clone, Debug, Serialize)]
pub struct DayScore {
    date: String,
    score: f64,
}

/// `user`'s domains, of one project or of all, oldest first.
pub fn list(tx: &Tx<'_>, user: UserId, project: Option<i64>) -> Result<Vec<Domain>, ApiError> {
    let sql = "SELECT domains.* FROM domains JOIN projects ON projects.id = project_id
               WHERE user_id = ?1 AND (?2 IS NULL OR project_id = ?2) ORDER BY domains.id";
    tx.all(sql, params![user.0, project], to_domain)
}

/// The domain with all that belongs to it, if it is `user`'s.
pub fn full(tx: &Tx<'_>, user: UserId, id: i64) -> Result<DomainFull, ApiError> {
    let sql = "SELECT domains.* FROM domains JOIN projects ON projects.id = project_id
               WHERE domains.id = ?1 AND user_id = ?2";
    let domain = tx.find(sql, [id, user.0], to_domain)?;
    let sql = "SELECT * FROM dns_records WHERE domain_id = ?1 ORDER BY id";
    let dns_records = tx.all(sql, [id], |row| {
        Ok(DnsRecord {
            kind: row.get("type")?,
            host: row.get("host")?,
            value: row.get("value")?,
            status: row.get("status")?,
        })
    })?;
    let reputation_history = reputation_history(tx, id)?;
    Ok(DomainFull {
        domain,
        dns_records,
        reputation_history,
        mailboxes: mailboxes::of_domain(tx, id)?,
    })
}

/// The domain's reputation, day by day, newest first.
pub(super) fn reputation_history(tx: &Tx<'_>, domain: i64) -> Result<Vec<DayScore>, ApiError> {
    let sql = "SELECT date, score FROM reputation_history WHERE domain_id = ?1 ORDER BY date DESC";
    tx.all(sql, [domain], |row| Ok(DayScore { date: row.get(0)?, score: row.get(1)? }))
}

fn to_domain(row: &Row<'_>) -> rusqlite::Result<Domain> {
    Ok(Domain {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        domain: row.get("domain")?,
        dns_status: row.get("dns_status")?,
        reputation_score: row.get("reputation_score")?,
    })
}
