//! What the simulation needs of the store, and what it writes there.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use rusqlite::{OptionalExtension, Row, params};

use super::billing::Quotas;
use super::blocklist::blocks;
use super::campaigns::{FollowUp, follow_ups};
use super::{Tx, UserId, billing};
use crate::envelope::ApiError;
use crate::simulation::Schedule;

/// A day in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// From a reply to the answer that comes by itself, in milliseconds.
const AUTO_REPLY_AFTER_MS: i64 = 60 * 60 * 1000;

/// SQL for the campaigns that send anything at all, of `campaigns` and `plans`: the enabled ones of
/// users who may send.
const MAY_SEND: &str =
    "campaigns.status = 'enabled' AND NOT quota_exceeded AND NOT subscription_expired";

/// What a campaign may send on a day.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The campaign.
    pub campaign: i64,
    /// Whose it is.
    pub user: UserId,
    project: i64,
    name: String,
    daily_allocation: i64,
    project_daily: Option<i64>,
    project_weekly: Option<i64>,
    follow_ups: Vec<FollowUp>,
    auto_reply: bool,
    calendly_link: Option<String>,
    day_start: i64,
}

/// Whom a mail goes to.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The recipient's id.
    pub recipient: i64,
    email: String,
    first_name: Option<String>,
}

/// A mail that follows the first.
#[derive(Clone, Debug)]
pub struct Due {
    /// Whom it goes to.
    pub mail: Mail,
    /// Which it is, from 1.
    pub number: i64,
}

/// What becomes of a mail, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// It came back.
    pub bounced_at: Option<i64>,
    /// It was opened.
    pub opened_at: Option<i64>,
    /// It was answered.
    pub replied_at: Option<i64>,
    /// It was marked as spam.
    pub spam_at: Option<i64>,
}

impl Outcome {
    fn status(&self) -> &'static str {
        match self {
            Self { bounced_at: Some(_), .. } => "bounced",
            Self { spam_at: Some(_), .. } => "spam",
            Self { replied_at: Some(_), .. } => "replied",
            Self { opened_at: Some(_), .. } => "opened",
            _ => "sent",
        }
    }
}

/// When `user` works. What a damaged file has in its place is nine to five in UTC.
pub fn schedule(tx: &Tx<'_>, user: UserId) -> Result<Schedule, ApiError> {
    let sql = "SELECT timezone, work_days, work_start, work_end FROM profiles WHERE user_id = ?1";
    tx.find(sql, [user.0], |row| {
        let (zone, days): (String, String) = (row.get(0)?, row.get(1)?);
        let time = |index, otherwise| {
            let text: String = row.get(index)?;
            Ok::<Time, rusqlite::Error>(text.parse().unwrap_or(otherwise))
        };
        Ok(Schedule {
            zone: TimeZone::get(&zone).unwrap_or(TimeZone::UTC),
            days: serde_json::from_str(&days).unwrap_or_default(),
            start: time(2, Time::constant(9, 0, 0, 0))?,
            end: time(3, Time::constant(17, 0, 0, 0))?,
        })
    })
}

/// The campaigns that are in the middle of a batch and have sent some of it at `since` or later.
pub fn in_batch(tx: &Tx<'_>, since: i64) -> Result<Vec<i64>, ApiError> {
    let sql = "SELECT id FROM campaigns WHERE sending AND EXISTS
                   (SELECT 1 FROM recipients WHERE campaign_id = campaigns.id AND sent_at >= ?1)
               ORDER BY id";
    tx.all(sql, [since], |row| row.get(0))
}

/// From now on the campaign is in the middle of a batch.
pub fn enter_batch(tx: &Tx<'_>, campaign: i64) -> Result<(), ApiError> {
    tx.execute("UPDATE campaigns SET sending = 1 WHERE id = ?1", [campaign])?;
    Ok(())
}

/// From now on no campaign is in the middle of a batch.
pub fn leave_batches(tx: &Tx<'_>) -> Result<(), ApiError> {
    tx.execute("UPDATE campaigns SET sending = 0 WHERE sending", [])?;
    Ok(())
}

/// The enabled campaigns of all who may send, on the day that begins then.
pub fn batches(tx: &Tx<'_>, day_start: i64) -> Result<Vec<Batch>, ApiError> {
    let sql = format!(
        "SELECT campaigns.*, user_id, projects.daily_allocation AS project_daily, weekly_limit
         FROM campaigns JOIN projects ON projects.id = project_id JOIN plans USING (user_id)
         WHERE {MAY_SEND} ORDER BY campaigns.id"
    );
    tx.all(&sql, [], |row| {
        Ok(Batch {
            campaign: row.get("id")?,
            user: UserId(row.get("user_id")?),
            project: row.get("project_id")?,
            name: row.get("name")?,
            daily_allocation: row.get("daily_allocation")?,
            project_daily: row.get("project_daily")?,
            project_weekly: row.get("weekly_limit")?,
            follow_ups: follow_ups(row)?,
            auto_reply: row.get("auto_reply_enabled")?,
            calendly_link: row.get("calendly_link")?,
            day_start,
        })
    })
}

/// How many first mails the campaign may still send from `at` on, on the day of the batch.
pub fn allowance(tx: &Tx<'_>, batch: &Batch, at: i64) -> Result<i64, ApiError> {
    let of_plan = billing::left(tx, batch.user, at)?;
    let sql = "SELECT COUNT(*) FILTER (WHERE campaign_id = ?2 AND sent_at >= ?3),
                   COUNT(*) FILTER (WHERE sent_at >= ?3), COUNT(*) FILTER (WHERE sent_at >= ?4)
               FROM recipients JOIN campaigns ON campaigns.id = campaign_id
               WHERE project_id = ?1";
    let week_start = batch.day_start - 6 * DAY_MS;
    let values = [batch.project, batch.campaign, batch.day_start, week_start];
    tx.find(sql, values, |row| {
        let (of_campaign, of_project, of_week): (i64, i64, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let daily = batch.project_daily.unwrap_or(i64::MAX) - of_project;
        let weekly = batch.project_weekly.unwrap_or(i64::MAX) - of_week;
        Ok((batch.daily_allocation - of_campaign).min(daily).min(weekly).min(of_plan).max(0))
    })
}

/// At most `limit` of those that the campaign hasn't written to yet.
pub fn pending(tx: &Tx<'_>, campaign: i64, limit: i64) -> Result<Vec<Mail>, ApiError> {
    let sql = "SELECT * FROM recipients WHERE campaign_id = ?1 AND status = 'pending'
               ORDER BY id LIMIT ?2";
    tx.all(sql, [campaign, limit], to_mail)
}

/// Sends a first mail.
pub fn send(
    tx: &Tx<'_>,
    batch: &Batch,
    mail: &Mail,
    at: i64,
    outcome: &Outcome,
) -> Result<(), ApiError> {
    let sql = "UPDATE recipients SET status = ?2, sent_at = ?3, bounced_at = ?4, opened_at = ?5,
                   replied_at = ?6, spam_at = ?7 WHERE id = ?1";
    let Outcome { bounced_at, opened_at, replied_at, spam_at } = outcome;
    let status = outcome.status();
    tx.prepare_cached(sql)?.execute(params![
        mail.recipient,
        status,
        at,
        bounced_at,
        opened_at,
        replied_at,
        spam_at
    ])?;
    let mailbox = mailbox(tx, batch, mail, at)?;
    match replied_at {
        Some(replied_at) => reply(tx, batch, mail, &mailbox, (at, *replied_at)),
        None => Ok(()),
    }
}

/// The follow-ups that are due at `now`, as many as the plan has left: of those who were written to,
/// didn't answer, aren't blocked, and whose mail didn't come back.
pub fn due_follow_ups(tx: &Tx<'_>, batch: &Batch, now: i64) -> Result<Vec<Due>, ApiError> {
    let mut due = Vec::new();
    let mut after_days = 0;
    for (follow_up, number) in batch.follow_ups.iter().zip(1..) {
        after_days += follow_up.delay_days;
        let sql = format!(
            "SELECT * FROM recipients WHERE campaign_id = ?1 AND follow_ups = ?2 - 1
                 AND status IN ('sent', 'opened') AND sent_at <= ?3 AND NOT {} ORDER BY id",
            blocks("?4", "recipients.email")
        );
        let sent_before = now - after_days * DAY_MS;
        let values = [batch.campaign, number, sent_before, batch.project];
        let mails = tx.all(&sql, values, to_mail)?;
        due.extend(mails.into_iter().map(|mail| Due { mail, number }));
    }
    let left = billing::left(tx, batch.user, now)?;
    due.truncate(usize::try_from(left).unwrap_or(usize::MAX));
    Ok(due)
}

/// Sends a mail that follows the first. What was seen of the mails before stays.
pub fn send_follow_up(
    tx: &Tx<'_>,
    batch: &Batch,
    mail: &Mail,
    at: i64,
    outcome: &Outcome,
) -> Result<(), ApiError> {
    let sql = "UPDATE recipients SET follow_ups = follow_ups + 1,
                   opened_at = COALESCE(opened_at, ?2), replied_at = ?3,
                   status = CASE WHEN ?3 IS NULL THEN status ELSE 'replied' END WHERE id = ?1";
    tx.prepare_cached(sql)?.execute(params![
        mail.recipient,
        outcome.opened_at,
        outcome.replied_at
    ])?;
    let mailbox = mailbox(tx, batch, mail, at)?;
    match outcome.replied_at {
        Some(replied_at) => reply(tx, batch, mail, &mailbox, (at, replied_at)),
        None => Ok(()),
    }
}

/// Sends the auto-replies that are due by `to` and may go, none before `from`; gives how many. Those
/// that may not go stay until they may.
pub fn send_auto_replies(tx: &Tx<'_>, from: i64, to: i64) -> Result<u64, ApiError> {
    let sql = format!(
        "SELECT auto_replies.id, thread_id, body, MAX(scheduled_at, ?1), user_id
         FROM auto_replies JOIN threads ON threads.id = thread_id
             JOIN campaigns ON campaigns.id = campaign_id
             JOIN projects ON projects.id = threads.project_id JOIN plans USING (user_id)
         WHERE scheduled_at <= ?2 AND {MAY_SEND} AND NOT {}
         ORDER BY scheduled_at, auto_replies.id",
        blocks("threads.project_id", "contact_email")
    );
    let to_reply = |row: &Row<'_>| {
        let (id, thread, body): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((id, thread, body, row.get(3)?, UserId(row.get(4)?)))
    };
    let (mut sent, mut quotas) = (0, Quotas::default());
    for (id, thread, body, due_at, user) in tx.all(&sql, [from, to], to_reply)? {
        // `to` may be in a later billing cycle, which has some left.
        let at = if quotas.take(tx, user, due_at)? {
            due_at
        } else if quotas.take(tx, user, to)? {
            to
        } else {
            continue;
        };
        sent += 1;
        tx.execute("DELETE FROM auto_replies WHERE id = ?1", [id])?;
        let sql = "INSERT INTO messages
                       (thread_id, direction, sender, recipient, subject, body, sent_at)
                   SELECT thread_id, 'outbound', recipient, sender, subject, ?2, ?3 FROM messages
                   WHERE thread_id = ?1 AND direction = 'inbound' ORDER BY id DESC LIMIT 1";
        tx.execute(sql, params![thread, body, at])?;
        let sql = "UPDATE threads SET last_message_at = MAX(last_message_at, ?2) WHERE id = ?1";
        tx.execute(sql, [thread, at])?;
    }
    Ok(sent)
}

/// The address that the mail comes from, one of the project's mailboxes in turn; counts the mail
/// among those that it has sent.
fn mailbox(tx: &Tx<'_>, batch: &Batch, mail: &Mail, at: i64) -> Result<String, ApiError> {
    let sql = "SELECT id, email FROM mailboxes WHERE project_id = ?1 ORDER BY id
               LIMIT 1 OFFSET ?2 % MAX(1, (SELECT COUNT(*) FROM mailboxes WHERE project_id = ?1))";
    let found = tx
        .prepare_cached(sql)?
        .query_row([batch.project, mail.recipient], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })
        .optional()?;
    let Some((mailbox, email)) = found else {
        return Ok(format!("project{}@sandbox.example", batch.project));
    };
    let sql = "INSERT INTO sending_history (mailbox_id, date, sent)
               VALUES (?1, date(?2 / 1000, 'unixepoch'), 1)
               ON CONFLICT (mailbox_id, date) DO UPDATE SET sent = sent + 1";
    tx.prepare_cached(sql)?.execute([mailbox, at])?;
    Ok(email)
}

/// Has the recipient answer: a thread with both mails, a notification, and an auto-reply to come
/// where the campaign has them.
fn reply(
    tx: &Tx<'_>,
    batch: &Batch,
    mail: &Mail,
    mailbox: &str,
    (sent_at, replied_at): (i64, i64),
) -> Result<(), ApiError> {
    let name = mail.first_name.as_deref().unwrap_or("there");
    let subject = format!("Quick question, {name}");
    let sql =
        "INSERT INTO threads (project_id, campaign_id, contact_email, subject, last_message_at)
               VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    let values = params![batch.project, batch.campaign, mail.email, subject, replied_at];
    let thread: i64 = tx.query_row(sql, values, |row| row.get(0))?;
    let answer = format!("Re: {subject}");
    for (direction, from, to, subject, body, at) in [
        ("outbound", mailbox, mail.email.as_str(), &subject, "Would a call suit you?", sent_at),
        ("inbound", mail.email.as_str(), mailbox, &answer, "Tell me more.", replied_at),
    ] {
        let sql = "INSERT INTO messages
                       (thread_id, direction, sender, recipient, subject, body, sent_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        tx.execute(sql, params![thread, direction, from, to, subject, body, at])?;
    }
    let sql = "INSERT INTO notifications (user_id, type, title, message, created_at)
               VALUES (?1, 'reply', 'New reply', ?2, ?3)";
    let message = format!("{} has answered a mail of {}.", mail.email, batch.name);
    tx.execute(sql, params![batch.user.0, message, replied_at])?;
    if batch.auto_reply {
        let body = match &batch.calendly_link {
            Some(link) => format!("Thank you, {name}. A time for a call: {link}"),
            None => format!("Thank you, {name}. When would a call suit you?"),
        };
        let sql = "INSERT INTO auto_replies (thread_id, body, scheduled_at) VALUES (?1, ?2, ?3)";
        tx.execute(sql, params![thread, body, replied_at + AUTO_REPLY_AFTER_MS])?;
    }
    Ok(())
}

fn to_mail(row: &Row<'_>) -> rusqlite::Result<Mail> {
    Ok(Mail {
        recipient: row.get("id")?,
        email: row.get("email")?,
        first_name: row.get("first_name")?,
    })
}
