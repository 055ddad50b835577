//! Threads in the store, their messages and the auto-replies that are to come.

use rusqlite::{Row, params};
use serde::Serialize;

use super::users::require_quota;
use super::{Tx, UserId};
use crate::envelope::{ApiError, Code, iso_seconds};
use crate::page::{Page, PageRequest};

/// Threads with their users, and with the auto-reply that is the next of each.
const THREADS: &str = "FROM threads JOIN projects ON projects.id = project_id
    LEFT JOIN auto_replies AS next ON next.id =
        (SELECT id FROM auto_replies WHERE thread_id = threads.id ORDER BY scheduled_at, id LIMIT 1)";
const COLUMNS: &str = "threads.*, next.body, next.scheduled_at";

/// Which threads are asked for; what is absent is no matter.
#[derive(Clone, Debug)]
pub struct ThreadFilter {
    /// Of which project.
    pub project_id: Option<i64>,
    /// Of which campaign.
    pub campaign_id: Option<i64>,
    /// With which tag, to the letter.
    pub tag: Option<String>,
}

/// A thread as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Thread {
    id: i64,
    project_id: i64,
    campaign_id: i64,
    contact_email: String,
    subject: String,
    tag: Option<String>,
    last_message_at: String,
    /// The next that is scheduled.
    auto_reply: Option<AutoReply>,
}

/// What will be sent if nobody cancels it.
#[derive(Clone, Debug, Serialize)]
pub struct AutoReply {
    body: String,
    scheduled_at: String,
}

/// A message as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    id: i64,
    /// `inbound` or `outbound`.
    direction: String,
    from: String,
    to: String,
    subject: String,
    body: String,
    sent_at: String,
}

/// A page of `user`'s threads, those with the latest messages first.
pub fn page(
    tx: &Tx<'_>,
    user: UserId,
    filter: &ThreadFilter,
    request: PageRequest,
) -> Result<Page<Thread>, ApiError> {
    let from = format!(
        "{THREADS} WHERE user_id = ?1 AND (?2 IS NULL OR project_id = ?2)
             AND (?3 IS NULL OR campaign_id = ?3) AND (?4 IS NULL OR tag = ?4)"
    );
    let parts = [COLUMNS, &from, "last_message_at DESC, threads.id DESC"];
    let ThreadFilter { project_id, campaign_id, tag } = filter;
    tx.page(request, parts, params![user.0, project_id, campaign_id, tag], to_thread)
}

/// All messages of the thread, oldest first, if it is `user`'s.
pub fn messages(tx: &Tx<'_>, user: UserId, thread: i64) -> Result<Vec<Message>, ApiError> {
    get(tx, user, thread)?;
    let sql = "SELECT * FROM messages WHERE thread_id = ?1 ORDER BY sent_at, id";
    tx.all(sql, [thread], to_message)
}

/// Answers the contact, from the mailbox that the thread's last message went to or came from. The
/// auto-replies that are to come stay.
pub fn reply(tx: &Tx<'_>, user: UserId, thread: i64, body: &str) -> Result<Message, ApiError> {
    let Thread { contact_email, subject, .. } = get(tx, user, thread)?;
    require_quota(tx, user)?;
    let sql = "SELECT CASE direction WHEN 'inbound' THEN recipient ELSE sender END
               FROM messages WHERE thread_id = ?1 ORDER BY sent_at DESC, id DESC LIMIT 1";
    let from: String = tx.find(sql, [thread], |row| row.get(0))?;
    let subject = if subject.starts_with("Re: ") { subject } else { format!("Re: {subject}") };
    tx.execute("UPDATE threads SET last_message_at = ?2 WHERE id = ?1", [thread, tx.now_ms])?;
    let sql =
        "INSERT INTO messages (thread_id, direction, sender, recipient, subject, body, sent_at)
               VALUES (?1, 'outbound', ?2, ?3, ?4, ?5, ?6) RETURNING *";
    tx.find(sql, params![thread, from, contact_email, subject, body, tx.now_ms], to_message)
}

/// Gives the thread that tag in place of the one that it has.
pub fn set_tag(tx: &Tx<'_>, user: UserId, thread: i64, tag: &str) -> Result<Thread, ApiError> {
    get(tx, user, thread)?;
    tx.execute("UPDATE threads SET tag = ?2 WHERE id = ?1", params![thread, tag])?;
    get(tx, user, thread)
}

/// Cancels the next auto-reply, and no other; 404 if none is scheduled.
pub fn cancel_auto_reply(tx: &Tx<'_>, user: UserId, thread: i64) -> Result<(), ApiError> {
    let id = next_auto_reply(tx, user, thread)?;
    tx.execute("DELETE FROM auto_replies WHERE id = ?1", [id])?;
    Ok(())
}

/// Gives the next auto-reply another text, and no other; 404 if none is scheduled.
pub fn update_auto_reply(
    tx: &Tx<'_>,
    user: UserId,
    thread: i64,
    body: &str,
) -> Result<(), ApiError> {
    let id = next_auto_reply(tx, user, thread)?;
    tx.execute("UPDATE auto_replies SET body = ?2 WHERE id = ?1", params![id, body])?;
    Ok(())
}

fn next_auto_reply(tx: &Tx<'_>, user: UserId, thread: i64) -> Result<i64, ApiError> {
    let sql = format!("SELECT next.id {THREADS} WHERE threads.id = ?1 AND user_id = ?2");
    let next: Option<i64> = tx.find(&sql, [thread, user.0], |row| row.get(0))?;
    next.ok_or_else(|| ApiError::new(Code::NotFound, "No auto-reply is scheduled in this thread."))
}

fn get(tx: &Tx<'_>, user: UserId, thread: i64) -> Result<Thread, ApiError> {
    let sql = format!("SELECT {COLUMNS} {THREADS} WHERE threads.id = ?1 AND user_id = ?2");
    tx.find(&sql, [thread, user.0], to_thread)
}

fn to_thread(row: &Row<'_>) -> rusqlite::Result<Thread> {
    let next: Option<String> = row.get("body")?;
    Ok(Thread {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        campaign_id: row.get("campaign_id")?,
        contact_email: row.get("contact_email")?,
        subject: row.get("subject")?,
        tag: row.get("tag")?,
        last_message_at: iso_seconds(row.get("last_message_at")?),
        auto_reply: match next {
            Some(body) => {
                Some(AutoReply { body, scheduled_at: iso_seconds(row.get("scheduled_at")?) })
            }
            None => None,
        },
    })
}

fn to_message(row: &Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message {
        id: row.get("id")?,
        direction: row.get("direction")?,
        from: row.get("sender")?,
        to: row.get("recipient")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        sent_at: iso_seconds(row.get("sent_at")?),
    })
}
