//! Campaigns in the store, and what is computed from their recipients.

use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use super::{Tx, UserId, recipients, users};
use crate::envelope::{ApiError, iso_seconds};
use crate::page::{Page, PageRequest};

/// Mails a day of a campaign where neither it nor its project says how many.
const DEFAULT_DAILY_ALLOCATION: i64 = 50;
/// How a mail comes about where the campaign doesn't say.
const DEFAULT_EMAIL_MODE: &str = "ai_generated";

/// A mail that follows where nobody has answered.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FollowUp {
    /// Days after the mail before it.
    pub delay_days: i64,
    /// How it comes about.
    pub mode: String,
}

/// What a campaign is made from, or what is to change of one.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// What its owner calls it.
    pub name: Option<String>,
    /// Mails a day.
    pub daily_allocation: Option<i64>,
    /// The lists that it writes to.
    pub contact_list_ids: Option<Vec<i64>>,
    /// How its mails come about.
    pub email_mode: Option<String>,
    /// What is asked of whoever writes them.
    pub ai_prompt: Option<String>,
    /// The mails that follow the first.
    pub follow_ups: Option<Vec<FollowUp>>,
    /// Are replies answered?
    pub auto_reply_enabled: Option<bool>,
    /// Where calls are booked.
    pub calendly_link: Option<String>,
    /// Where one signs up.
    pub registration_link: Option<String>,
}

/// A campaign as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Campaign {
    id: i64,
    project_id: i64,
    name: String,
    status: String,
    daily_allocation: i64,
    email_mode: String,
    auto_reply_enabled: bool,
    total_recipients: i64,
    created_at: String,
    updated_at: String,
}

/// A campaign with all that it was made from.
#[derive(Clone, Debug, Serialize)]
pub struct CampaignFull {
    #[serde(flatten)]
    campaign: Campaign,
    contact_list_ids: Vec<i64>,
    ai_prompt: Option<String>,
    follow_ups: Vec<FollowUp>,
    calendly_link: Option<String>,
    registration_link: Option<String>,
}

/// What has become of a campaign's mails.
#[derive(Clone, Debug, Serialize)]
pub struct Stats {
    campaign_id: i64,
    campaign_name: String,
    status: String,
    total_recipients: i64,
    sent: i64,
    delivered: i64,
    opened: i64,
    replied: i64,
    bounced: i64,
    spam: i64,
    open_rate: f64,
    reply_rate: f64,
    bounce_rate: f64,
    daily_breakdown: Vec<StatsDay>,
}

/// One day of [`Stats`].
#[derive(Clone, Debug, Serialize)]
pub struct StatsDay {
    date: String,
    sent: i64,
    opened: i64,
    replied: i64,
}

/// A campaign in the middle of a day's batch shows it in its status.
const STATUS: &str = "CASE campaigns.sending WHEN 1 THEN 'sending' ELSE campaigns.status END";

fn columns() -> String {
    format!(
        "campaigns.*, {STATUS} AS shown_status,
         (SELECT COUNT(*) FROM recipients WHERE campaign_id = campaigns.id) AS total_recipients"
    )
}

impl Tx<'_> {
    /// 404 unless `campaign` is of a project of `user`'s.
    pub fn own_campaign(&self, user: UserId, campaign: i64) -> Result<(), ApiError> {
        let sql = "SELECT 1 FROM campaigns JOIN projects ON projects.id = project_id
                   WHERE campaigns.id = ?1 AND user_id = ?2";
        self.find(sql, [campaign, user.0], |_| Ok(()))
    }
}

/// Makes a campaign in a project of `user`'s, enabled.
pub fn add(tx: &Tx<'_>, user: UserId, project: i64, given: &Given) -> Result<Campaign, ApiError> {
    users::require_quota(tx, user)?;
    let sql = "SELECT daily_allocation FROM projects WHERE id = ?1 AND user_id = ?2";
    let of_project: Option<i64> =
        tx.find(sql, [project, user.0], |row| row.get(0)).map_err(|error| {
            error.or_invalid("project_id", "takes the id of a project; you have none of this id")
        })?;
    let sql = "INSERT INTO campaigns (project_id, name, status, daily_allocation, email_mode,
                   created_at, updated_at)
               VALUES (?1, '', 'enabled', ?2, ?3, ?4, ?4) RETURNING id";
    let daily_allocation = of_project.unwrap_or(DEFAULT_DAILY_ALLOCATION);
    let values = params![project, daily_allocation, DEFAULT_EMAIL_MODE, tx.now_ms];
    let id = tx.query_row(sql, values, |row| row.get(0))?;
    set(tx, user, id, given)?;
    campaign(tx, id)
}

/// A page of `user`'s campaigns, oldest first; of one project or one status, where they are given.
pub fn page(
    tx: &Tx<'_>,
    user: UserId,
    project: Option<i64>,
    status: Option<&str>,
    request: PageRequest,
) -> Result<Page<Campaign>, ApiError> {
    let from = format!(
        "FROM campaigns JOIN projects ON projects.id = project_id
         WHERE user_id = ?1 AND (?2 IS NULL OR project_id = ?2)
             AND (?3 IS NULL OR {STATUS} = ?3)"
    );
    let parts = [&columns(), &from, "campaigns.id"];
    tx.page(request, parts, params![user.0, project, status], to_campaign)
}

/// The campaign with all that it was made from.
pub fn full(tx: &Tx<'_>, user: UserId, id: i64) -> Result<CampaignFull, ApiError> {
    tx.own_campaign(user, id)?;
    let sql = "SELECT list_id FROM campaign_lists WHERE campaign_id = ?1 ORDER BY list_id";
    let contact_list_ids = tx.all(sql, [id], |row| row.get(0))?;
    let sql = format!("SELECT {} FROM campaigns WHERE id = ?1", columns());
    tx.find(&sql, [id], |row| {
        Ok(CampaignFull {
            campaign: to_campaign(row)?,
            contact_list_ids,
            ai_prompt: row.get("ai_prompt")?,
            follow_ups: follow_ups(row)?,
            calendly_link: row.get("calendly_link")?,
            registration_link: row.get("registration_link")?,
        })
    })
}

/// Changes what is given; without anything it leaves the time of the last change, too. 422 while the
/// campaign is in the middle of a batch.
pub fn update(tx: &Tx<'_>, user: UserId, id: i64, given: &Given) -> Result<Campaign, ApiError> {
    tx.own_campaign(user, id)?;
    let sql = "SELECT sending FROM campaigns WHERE id = ?1";
    if tx.query_row(sql, [id], |row| row.get(0))? {
        return Err(ApiError::invalid("status", "a campaign can't be changed while it is sending"));
    }
    set(tx, user, id, given)?;
    campaign(tx, id)
}

/// Has it send, or has it stop at once.
pub fn set_enabled(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    enabled: bool,
) -> Result<Campaign, ApiError> {
    tx.own_campaign(user, id)?;
    let sql = if enabled {
        users::require_quota(tx, user)?;
        "UPDATE campaigns SET status = 'enabled', updated_at = ?2
         WHERE id = ?1 AND status <> 'enabled'"
    } else {
        "UPDATE campaigns SET status = 'disabled', sending = 0, updated_at = ?2
         WHERE id = ?1 AND status <> 'disabled'"
    };
    tx.execute(sql, [id, tx.now_ms])?;
    campaign(tx, id)
}

/// Has it write to more lists. Those that it writes to already are skipped.
pub fn add_lists(tx: &Tx<'_>, user: UserId, id: i64, lists: &[i64]) -> Result<(), ApiError> {
    tx.own_campaign(user, id)?;
    insert_lists(tx, user, id, lists)?;
    tx.execute("UPDATE campaigns SET updated_at = ?2 WHERE id = ?1", [id, tx.now_ms])?;
    recipients::follow(tx, &[id])
}

/// Counts and rates in all, and counts by day (UTC), newest first.
pub fn stats(tx: &Tx<'_>, user: UserId, id: i64) -> Result<Stats, ApiError> {
    tx.own_campaign(user, id)?;
    let sql = "SELECT date, SUM(sent), SUM(opened), SUM(replied) FROM (
            SELECT date(sent_at / 1000, 'unixepoch') AS date, 1 AS sent, 0 AS opened, 0 AS replied
                FROM recipients WHERE campaign_id = ?1 AND sent_at IS NOT NULL
            UNION ALL SELECT date(opened_at / 1000, 'unixepoch'), 0, 1, 0
                FROM recipients WHERE campaign_id = ?1 AND opened_at IS NOT NULL
            UNION ALL SELECT date(replied_at / 1000, 'unixepoch'), 0, 0, 1
                FROM recipients WHERE campaign_id = ?1 AND replied_at IS NOT NULL
        ) GROUP BY date ORDER BY date DESC";
    let daily_breakdown = tx.all(sql, [id], |row| {
        let (date, sent, opened, replied) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(StatsDay { date, sent, opened, replied })
    })?;
    let sql = format!(
        "SELECT name, {STATUS} AS shown_status, COUNT(recipients.id) AS total,
             COUNT(sent_at) AS sent, COUNT(bounced_at) AS bounced, COUNT(opened_at) AS opened,
             COUNT(replied_at) AS replied, COUNT(spam_at) AS spam
         FROM campaigns LEFT JOIN recipients ON campaign_id = campaigns.id
         WHERE campaigns.id = ?1"
    );
    tx.find(&sql, [id], |row| {
        let (sent, bounced) = (row.get("sent")?, row.get("bounced")?);
        let (opened, replied) = (row.get("opened")?, row.get("replied")?);
        let delivered = sent - bounced;
        Ok(Stats {
            campaign_id: id,
            campaign_name: row.get("name")?,
            status: row.get("shown_status")?,
            total_recipients: row.get("total")?,
            sent,
            delivered,
            opened,
            replied,
            bounced,
            spam: row.get("spam")?,
            open_rate: rate(opened, delivered),
            reply_rate: rate(replied, delivered),
            bounce_rate: rate(bounced, sent),
            daily_breakdown,
        })
    })
}

/// The mails that follow the first.
pub(crate) fn follow_ups(row: &Row<'_>) -> rusqlite::Result<Vec<FollowUp>> {
    let json: String = row.get("follow_ups")?;
    // Only a damaged file can hold anything else.
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

/// Per cent to one decimal, halves up; 0 of nothing.
pub(crate) fn rate(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    (part as f64 * 1000.0 / whole as f64).round() / 10.0
}

fn set(tx: &Tx<'_>, user: UserId, id: i64, given: &Given) -> Result<(), ApiError> {
    let sql = "UPDATE campaigns SET name = COALESCE(?2, name),
                   daily_allocation = COALESCE(?3, daily_allocation),
                   email_mode = COALESCE(?4, email_mode), ai_prompt = COALESCE(?5, ai_prompt),
                   follow_ups = COALESCE(?6, follow_ups),
                   auto_reply_enabled = COALESCE(?7, auto_reply_enabled),
                   calendly_link = COALESCE(?8, calendly_link),
                   registration_link = COALESCE(?9, registration_link),
                   updated_at = CASE WHEN COALESCE(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?11) IS NULL
                       THEN updated_at ELSE ?10 END
               WHERE id = ?1";
    let follow_ups = given.follow_ups.as_ref().map(|list| serde_json::json!(list).to_string());
    tx.execute(
        sql,
        params![
            id,
            given.name,
            given.daily_allocation,
            given.email_mode,
            given.ai_prompt,
            follow_ups,
            given.auto_reply_enabled,
            given.calendly_link,
            given.registration_link,
            tx.now_ms,
            given.contact_list_ids.as_ref().map(|_| true),
        ],
    )?;
    if let Some(lists) = &given.contact_list_ids {
        tx.execute("DELETE FROM campaign_lists WHERE campaign_id = ?1", [id])?;
        insert_lists(tx, user, id, lists)?;
    }
    recipients::follow(tx, &[id])
}

fn insert_lists(tx: &Tx<'_>, user: UserId, campaign: i64, lists: &[i64]) -> Result<(), ApiError> {
    let mut owned =
        tx.prepare_cached("SELECT 1 FROM contact_lists WHERE id = ?1 AND user_id = ?2")?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO campaign_lists (campaign_id, list_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
    )?;
    for (index, &list) in lists.iter().enumerate() {
        if !owned.exists([list, user.0])? {
            let problem = "takes the id of a contact list; you have none of this id";
            return Err(ApiError::invalid(&format!("contact_list_ids[{index}]"), problem));
        }
        insert.execute([campaign, list])?;
    }
    Ok(())
}

fn campaign(tx: &Tx<'_>, id: i64) -> Result<Campaign, ApiError> {
    let sql = format!("SELECT {} FROM campaigns WHERE id = ?1", columns());
    tx.find(&sql, [id], to_campaign)
}

fn to_campaign(row: &Row<'_>) -> rusqlite::Result<Campaign> {
    Ok(Campaign {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        name: row.get("name")?,
        status: row.get("shown_status")?,
        daily_allocation: row.get("daily_allocation")?,
        email_mode: row.get("email_mode")?,
        auto_reply_enabled: row.get("auto_reply_enabled")?,
        total_recipients: row.get("total_recipients")?,
        created_at: iso_seconds(row.get("created_at")?),
        updated_at: iso_seconds(row.get("updated_at")?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_rates_are_those_of_the_vendors_example() {
        assert_eq!([rate(98, 205), rate(23, 205), rate(5, 210)], [47.8, 11.2, 2.4]);
        assert_eq!(rate(0, 0), 0.0);
    }
}
