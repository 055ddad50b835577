//! Profiles in the store, and the change of a key.

use rusqlite::{Row, params};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Tx, UserId};
use crate::envelope::ApiError;

/// A profile as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    id: i64,
    name: String,
    email: String,
    forwarding_email: Option<String>,
    timezone: String,
    language: String,
    work_schedule: WorkSchedule,
    preferences: Value,
}

/// When mail may be sent, in the profile's time zone.
#[derive(Clone, Debug, Serialize)]
pub struct WorkSchedule {
    days: Value,
    /// `09:00`.
    start: String,
    /// Later than the start.
    end: String,
}

/// What is to be another in a profile; what is absent stays.
pub struct ProfileChange {
    /// What the user is called.
    pub name: Option<String>,
    /// Their address.
    pub email: Option<String>,
    /// Where answers are forwarded; null for nowhere.
    pub forwarding_email: Option<Option<String>>,
    /// A name of the IANA database.
    pub timezone: Option<String>,
    /// A language tag.
    pub language: Option<String>,
    /// English names of days in lower case.
    pub days: Option<Vec<String>>,
    /// When a working day begins.
    pub start: Option<String>,
    /// When it ends.
    pub end: Option<String>,
    /// All preferences, in place of those before.
    pub preferences: Option<Map<String, Value>>,
}

/// `user`'s profile.
pub fn get(tx: &Tx<'_>, user: UserId) -> Result<Profile, ApiError> {
    let sql = "SELECT * FROM profiles JOIN users ON users.id = user_id WHERE user_id = ?1";
    tx.find(sql, [user.0], to_profile)
}

/// Changes what `change` has; 422 if the working day would end before it begins.
pub fn update(tx: &Tx<'_>, user: UserId, change: &ProfileChange) -> Result<Profile, ApiError> {
    tx.execute(
        "UPDATE users SET name = COALESCE(?2, name) WHERE id = ?1",
        params![user.0, change.name],
    )?;
    let sql = "UPDATE profiles SET email = COALESCE(?2, email),
                   forwarding_email = CASE WHEN ?3 THEN ?4 ELSE forwarding_email END,
                   timezone = COALESCE(?5, timezone), language = COALESCE(?6, language),
                   work_days = COALESCE(?7, work_days), work_start = COALESCE(?8, work_start),
                   work_end = COALESCE(?9, work_end), preferences = COALESCE(?10, preferences)
               WHERE user_id = ?1";
    tx.execute(
        sql,
        params![
            user.0,
            change.email,
            change.forwarding_email.is_some(),
            change.forwarding_email.clone().flatten(),
            change.timezone,
            change.language,
            change.days.clone().map(|days| Value::from(days).to_string()),
            change.start,
            change.end,
            change.preferences.clone().map(|all| Value::from(all).to_string()),
        ],
    )?;
    let changed = get(tx, user)?;
    let WorkSchedule { start, end, .. } = &changed.work_schedule;
    if start >= end {
        let field = if change.end.is_some() { "end" } else { "start" };
        let problem = format!("makes a working day from {start} to {end}; it ends after it begins");
        return Err(ApiError::invalid(field, problem).within("work_schedule"));
    }
    Ok(changed)
}

/// Gives `user` the key `new` in place of `old`, which opens nothing any more. False if it has done
/// so before: of two calls with the same key only one changes it.
pub fn change_key(tx: &Tx<'_>, user: UserId, old: &str, new: &str) -> Result<bool, ApiError> {
    let sql = "UPDATE users SET api_key = ?3 WHERE id = ?1 AND api_key = ?2";
    Ok(tx.execute(sql, params![user.0, old, new])? > 0)
}

fn to_profile(row: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: row.get("user_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        forwarding_email: row.get("forwarding_email")?,
        timezone: row.get("timezone")?,
        language: row.get("language")?,
        work_schedule: WorkSchedule {
            days: to_json(row.get("work_days")?),
            start: row.get("work_start")?,
            end: row.get("work_end")?,
        },
        preferences: to_json(row.get("preferences")?),
    })
}

/// Only a damaged file holds what isn't JSON; it is shown as null.
fn to_json(text: String) -> Value {
    serde_json::from_str(&text).unwrap_or_default()
}
