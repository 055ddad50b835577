//! Templates in the store.

use rusqlite::{Row, params};
use serde::Serialize;

use super::{Tx, UserId};
use crate::envelope::{ApiError, iso_seconds};

/// What a template is made from.
pub struct NewTemplate {
    /// What its owner calls it.
    pub name: String,
    /// The subject of its mails.
    pub subject: String,
    /// Their text.
    pub body: String,
}

/// What is to be another in a template; what is absent stays.
pub struct TemplateChange {
    /// What its owner calls it.
    pub name: Option<String>,
    /// The subject of its mails.
    pub subject: Option<String>,
    /// Their text.
    pub body: Option<String>,
}

/// A template as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Template {
    id: i64,
    name: String,
    subject: String,
    body: String,
    archived: bool,
    created_at: String,
    updated_at: String,
}

/// Makes a template of `user`'s.
pub fn add(tx: &Tx<'_>, user: UserId, template: &NewTemplate) -> Result<Template, ApiError> {
    let sql = "INSERT INTO templates (user_id, name, subject, body, created_at, updated_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?5) RETURNING *";
    let NewTemplate { name, subject, body } = template;
    tx.find(sql, params![user.0, name, subject, body, tx.now_ms], to_template)
}

/// `user`'s templates, oldest first.
pub fn list(tx: &Tx<'_>, user: UserId, with_archived: bool) -> Result<Vec<Template>, ApiError> {
    let sql = "SELECT * FROM templates WHERE user_id = ?1 AND (?2 OR NOT archived) ORDER BY id";
    tx.all(sql, params![user.0, with_archived], to_template)
}

/// The template, if it is `user`'s.
pub fn get(tx: &Tx<'_>, user: UserId, id: i64) -> Result<Template, ApiError> {
    let sql = "SELECT * FROM templates WHERE id = ?1 AND user_id = ?2";
    tx.find(sql, [id, user.0], to_template)
}

/// Changes what `change` has; without anything there it leaves the time of the last change, too.
pub fn update(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    change: &TemplateChange,
) -> Result<Template, ApiError> {
    let sql = "UPDATE templates SET name = COALESCE(?3, name), subject = COALESCE(?4, subject),
                   body = COALESCE(?5, body),
                   updated_at = CASE WHEN COALESCE(?3, ?4, ?5) IS NULL THEN updated_at ELSE ?6 END
               WHERE id = ?1 AND user_id = ?2 RETURNING *";
    let TemplateChange { name, subject, body } = change;
    tx.find(sql, params![id, user.0, name, subject, body, tx.now_ms], to_template)
}

/// Puts the template into the archive or takes it out; where it already is there, nothing changes.
pub fn set_archived(
    tx: &Tx<'_>,
    user: UserId,
    id: i64,
    archived: bool,
) -> Result<Template, ApiError> {
    let sql = "UPDATE templates SET archived = ?3,
                   updated_at = CASE archived WHEN ?3 THEN updated_at ELSE ?4 END
               WHERE id = ?1 AND user_id = ?2 RETURNING *";
    tx.find(sql, params![id, user.0, archived, tx.now_ms], to_template)
}

/// Deletes the template.
pub fn delete(tx: &Tx<'_>, user: UserId, id: i64) -> Result<(), ApiError> {
    let sql = "DELETE FROM templates WHERE id = ?1 AND user_id = ?2 RETURNING id";
    tx.find(sql, [id, user.0], |_| Ok(()))
}

fn to_template(row: &Row<'_>) -> rusqlite::Result<Template> {
    Ok(Template {
        id: row.get("id")?,
        name: row.get("name")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        archived: row.get("archived")?,
        created_at: iso_seconds(row.get("created_at")?),
        updated_at: iso_seconds(row.get("updated_at")?),
    })
}
