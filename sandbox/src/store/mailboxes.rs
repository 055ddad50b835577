//! Mailboxes in the store.

use rusqlite::{Row, params};
use serde::Serialize;

use super::domains::{DayScore, reputation_history};
use super::{Tx, UserId};
use crate::envelope::ApiError;

/// A mailbox as lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct Mailbox {
    id: i64,
    project_id: i64,
    domain_id: i64,
    email: String,
    warmup_status: String,
    /// Mails a day.
    daily_limit: i64,
}

/// A mailbox with all that belongs to it.
#[derive(Serialize)]
pub struct MailboxFull {
    #[serde(flatten)]
    mailbox: Mailbox,
    warmup_schedule: Vec<WarmupDay>,
    /// Newest first.
    sending_history: Vec<DaySent>,
    reputation: Reputation,
}

/// How many mails a day of the warm-up has.
#[derive(Clone, Debug, Serialize)]
pub struct WarmupDay {
    /// From 1.
    day: i64,
    limit: i64,
}

/// How many mails a day had.
#[derive(Clone, Debug, Serialize)]
pub struct DaySent {
    date: String,
    sent: i64,
}

/// What receivers think of a mailbox: of its domain, that is.
#[derive(Clone, Debug, Serialize)]
pub struct Reputation {
    /// 0 to 100.
    score: f64,
    /// Newest first.
    history: Vec<DayScore>,
}

/// `user`'s mailboxes, of one project or of all, oldest first.
pub fn list(tx: &Tx<'_>, user: UserId, project: Option<i64>) -> Result<Vec<Mailbox>, ApiError> {
    let sql = "SELECT mailboxes.* FROM mailboxes JOIN projects ON projects.id = project_id
               WHERE user_id = ?1 AND (?2 IS NULL OR project_id = ?2) ORDER BY mailboxes.id";
    tx.all(sql, params![user.0, project], to_mailbox)
}

/// The mailboxes of a domain, oldest first.
pub(super) fn of_domain(tx: &Tx<'_>, domain: i64) -> Result<Vec<Mailbox>, ApiError> {
    tx.all("SELECT * FROM mailboxes WHERE domain_id = ?1 ORDER BY id", [domain], to_mailbox)
}

/// The mailbox with all that belongs to it, if it is `user`'s.
pub fn full(tx: &Tx<'_>, user: UserId, id: i64) -> Result<MailboxFull, ApiError> {
    let sql = "SELECT mailboxes.*, reputation_score FROM mailboxes
                   JOIN domains ON domains.id = domain_id
                   JOIN projects ON projects.id = mailboxes.project_id
               WHERE mailboxes.id = ?1 AND user_id = ?2";
    let (mailbox, score) =
        tx.find(sql, [id, user.0], |row| Ok((to_mailbox(row)?, row.get("reputation_score")?)))?;
    let sql = "SELECT day, daily_limit FROM warmup_schedule WHERE mailbox_id = ?1 ORDER BY day";
    let warmup_schedule =
        tx.all(sql, [id], |row| Ok(WarmupDay { day: row.get(0)?, limit: row.get(1)? }))?;
    let sql = "SELECT date, sent FROM sending_history WHERE mailbox_id = ?1 ORDER BY date DESC";
    let sending_history =
        tx.all(sql, [id], |row| Ok(DaySent { date: row.get(0)?, sent: row.get(1)? }))?;
    let history = reputation_history(tx, mailbox.domain_id)?;
    let reputation = Reputation { score, history };
    Ok(MailboxFull { mailbox, warmup_schedule, sending_history, reputation })
}

fn to_mailbox(row: &Row<'_>) -> rusqlite::Result<Mailbox> {
    Ok(Mailbox {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        domain_id: row.get("domain_id")?,
        email: row.get("email")?,
        warmup_status: row.get("warmup_status")?,
        daily_limit: row.get("daily_limit")?,
    })
}
