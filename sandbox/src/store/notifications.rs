//! Notifications in the store.

use rusqlite::params;
use serde::Serialize;

use super::{Tx, UserId};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// A notification as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Notification {
    id: i64,
    #[serde(rename = "type")]
    kind: String,
    title: String,
    message: String,
    /// Null as long as it is unread.
    read_at: Option<String>,
    created_at: String,
}

/// A page of `user`'s notifications, newest first.
pub fn page(
    tx: &Tx<'_>,
    user: UserId,
    unread_only: bool,
    request: PageRequest,
) -> Result<Page<Notification>, ApiError> {
    let from = "FROM notifications WHERE user_id = ?1 AND (NOT ?2 OR read_at IS NULL)";
    let parts = ["*", from, "created_at DESC, id DESC"];
    tx.page(request, parts, params![user.0, unread_only], |row| {
        Ok(Notification {
            id: row.get("id")?,
            kind: row.get("type")?,
            title: row.get("title")?,
            message: row.get("message")?,
            read_at: row.get::<_, Option<i64>>("read_at")?.map(iso_seconds),
            created_at: iso_seconds(row.get("created_at")?),
        })
    })
}

/// The notification is read; one that was read before keeps its time.
pub fn mark_read(tx: &Tx<'_>, user: UserId, id: i64) -> Result<(), ApiError> {
    let sql = "UPDATE notifications SET read_at = COALESCE(read_at, ?3)
               WHERE id = ?1 AND user_id = ?2 RETURNING id";
    tx.find(sql, [id, user.0, tx.now_ms], |_| Ok(()))
}

/// All of `user`'s notifications are read.
pub fn mark_all_read(tx: &Tx<'_>, user: UserId) -> Result<(), ApiError> {
    let sql = "UPDATE notifications SET read_at = ?2 WHERE user_id = ?1 AND read_at IS NULL";
    tx.execute(sql, [user.0, tx.now_ms])?;
    Ok(())
}
