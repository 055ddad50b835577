//! Whom campaigns write to: every address on their lists once, without those that their project
//! blocks. Those that a campaign has written to stay its recipients, whatever becomes of the lists.

use rusqlite::Row;
use serde::Serialize;

use super::{Tx, UserId};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// A recipient as the API shows one.
#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    id: i64,
    email: String,
    first_name: Option<String>,
    last_name: Option<String>,
    status: String,
    sent_at: Option<String>,
    opened_at: Option<String>,
    replied_at: Option<String>,
}

/// A page of a campaign's recipients, oldest first.
pub fn page(
    tx: &Tx<'_>,
    user: UserId,
    campaign: i64,
    request: PageRequest,
) -> Result<Page<Recipient>, ApiError> {
    tx.own_campaign(user, campaign)?;
    let parts = ["*", "FROM recipients WHERE campaign_id = ?1", "id"];
    tx.page(request, parts, [campaign], to_recipient)
}

/// The campaigns that write to a list.
pub fn campaigns_of_list(tx: &Tx<'_>, list: i64) -> Result<Vec<i64>, ApiError> {
    let sql = "SELECT campaign_id FROM campaign_lists WHERE list_id = ?1";
    tx.all(sql, [list], |row| row.get(0))
}

/// The campaigns of a project.
pub fn campaigns_of_project(tx: &Tx<'_>, project: i64) -> Result<Vec<i64>, ApiError> {
    tx.all("SELECT id FROM campaigns WHERE project_id = ?1", [project], |row| row.get(0))
}

/// Has the recipients of `campaigns` follow a change of lists or blocklist.
pub fn follow(tx: &Tx<'_>, campaigns: &[i64]) -> Result<(), ApiError> {
    let mut forget = tx.prepare_cached(
        "DELETE FROM recipients WHERE campaign_id = ?1 AND status = 'pending'
             AND email NOT IN (SELECT email FROM eligible WHERE campaign_id = ?1)",
    )?;
    let mut add = tx.prepare_cached(
        "INSERT INTO recipients (campaign_id, email, first_name, last_name)
         SELECT campaign_id, email, first_name, last_name FROM eligible WHERE campaign_id = ?1
         ORDER BY contact_id
         ON CONFLICT (campaign_id, email) DO UPDATE
             SET first_name = excluded.first_name, last_name = excluded.last_name",
    )?;
    for campaign in campaigns {
        forget.execute([campaign])?;
        add.execute([campaign])?;
    }
    Ok(())
}

fn to_recipient(row: &Row<'_>) -> rusqlite::Result<Recipient> {
    let time = |name| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(name)?.map(iso_seconds));
    Ok(Recipient {
        id: row.get("id")?,
        email: row.get("email")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        status: row.get("status")?,
        sent_at: time("sent_at")?,
        opened_at: time("opened_at")?,
        replied_at: time("replied_at")?,
    })
}
