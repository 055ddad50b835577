//! SMTP and IMAP configurations in the store.

use rusqlite::{Row, params};
use serde::Serialize;

use super::{Tx, UserId};
use crate::envelope::ApiError;

/// What every answer has in place of a password, whatever its length.
pub const MASK: &str = "********";

/// The configurations of a user; of a project where one is given, as some aliases give none.
const OWN: &str = "id = ?1 AND (?3 IS NULL OR project_id = ?3)
    AND project_id IN (SELECT id FROM projects WHERE user_id = ?2)";

/// What a request says about a configuration; what is absent stays, or has never been. No `Debug`:
/// it has a password.
pub struct Settings {
    /// Where mail is sent.
    pub smtp_host: Option<String>,
    /// Its port there.
    pub smtp_port: Option<i64>,
    /// How that connection is encrypted.
    pub smtp_encryption: Option<String>,
    /// Who sends.
    pub smtp_username: Option<String>,
    /// Their password. Nothing where the request sent the mask back.
    pub smtp_password: Option<String>,
    /// Where mail is read.
    pub imap_host: Option<String>,
    /// Its port there.
    pub imap_port: Option<i64>,
    /// How that connection is encrypted.
    pub imap_encryption: Option<String>,
    /// Who mail comes from.
    pub from_name: Option<String>,
    /// Their address.
    pub from_email: Option<String>,
    /// Do answers come here?
    pub is_reply_mailbox: Option<bool>,
}

/// A configuration as the API shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Smtp {
    id: i64,
    project_id: i64,
    smtp_host: String,
    smtp_port: i64,
    smtp_encryption: Option<String>,
    smtp_username: String,
    /// [`MASK`], always.
    smtp_password: &'static str,
    imap_host: Option<String>,
    imap_port: Option<i64>,
    imap_encryption: Option<String>,
    from_name: Option<String>,
    from_email: String,
    is_reply_mailbox: bool,
}

/// Makes a configuration of a project of `user`'s.
pub fn add(tx: &Tx<'_>, user: UserId, project: i64, settings: &Settings) -> Result<Smtp, ApiError> {
    tx.own_project(user, project)?;
    let sql = "INSERT INTO smtp_configs (project_id, smtp_host, smtp_port, smtp_encryption,
                   smtp_username, smtp_password, imap_host, imap_port, imap_encryption, from_name,
                   from_email, is_reply_mailbox)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING *";
    let values = params![
        project,
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_encryption,
        settings.smtp_username,
        settings.smtp_password,
        settings.imap_host,
        settings.imap_port,
        settings.imap_encryption,
        settings.from_name,
        settings.from_email,
        settings.is_reply_mailbox.unwrap_or(false),
    ];
    let made = tx.find(sql, values, to_smtp)?;
    only_reply_mailbox(tx, &made)?;
    Ok(made)
}

/// All configurations of a project of `user`'s, oldest first.
pub fn list(tx: &Tx<'_>, user: UserId, project: i64) -> Result<Vec<Smtp>, ApiError> {
    tx.own_project(user, project)?;
    tx.all("SELECT * FROM smtp_configs WHERE project_id = ?1 ORDER BY id", [project], to_smtp)
}

/// Changes what `settings` has.
pub fn update(
    tx: &Tx<'_>,
    user: UserId,
    project: Option<i64>,
    id: i64,
    settings: &Settings,
) -> Result<Smtp, ApiError> {
    let sql = format!(
        "UPDATE smtp_configs SET smtp_host = COALESCE(?4, smtp_host),
             smtp_port = COALESCE(?5, smtp_port),
             smtp_encryption = COALESCE(?6, smtp_encryption),
             smtp_username = COALESCE(?7, smtp_username),
             smtp_password = COALESCE(?8, smtp_password),
             imap_host = COALESCE(?9, imap_host), imap_port = COALESCE(?10, imap_port),
             imap_encryption = COALESCE(?11, imap_encryption),
             from_name = COALESCE(?12, from_name), from_email = COALESCE(?13, from_email),
             is_reply_mailbox = COALESCE(?14, is_reply_mailbox)
         WHERE {OWN} RETURNING *"
    );
    let values = params![
        id,
        user.0,
        project,
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_encryption,
        settings.smtp_username,
        settings.smtp_password,
        settings.imap_host,
        settings.imap_port,
        settings.imap_encryption,
        settings.from_name,
        settings.from_email,
        settings.is_reply_mailbox,
    ];
    let changed = tx.find(&sql, values, to_smtp)?;
    only_reply_mailbox(tx, &changed)?;
    Ok(changed)
}

/// Deletes the configuration; 422 if it is the last of its project or the reply mailbox and a
/// campaign of the project is enabled.
pub fn delete(tx: &Tx<'_>, user: UserId, project: Option<i64>, id: i64) -> Result<(), ApiError> {
    let sql = format!("SELECT * FROM smtp_configs WHERE {OWN}");
    let config = tx.find(&sql, params![id, user.0, project], to_smtp)?;
    let sql = "SELECT (SELECT COUNT(*) FROM smtp_configs WHERE project_id = ?1),
                   EXISTS (SELECT 1 FROM campaigns WHERE project_id = ?1 AND status = 'enabled')";
    let (count, active): (i64, bool) =
        tx.find(sql, [config.project_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let what = if config.is_reply_mailbox { "the reply mailbox" } else { "the last configuration" };
    if active && (count == 1 || config.is_reply_mailbox) {
        let problem = format!("is {what}, which can't be removed while campaigns are active");
        return Err(ApiError::invalid("smtp_id", problem));
    }
    tx.execute("DELETE FROM smtp_configs WHERE id = ?1", [id])?;
    Ok(())
}

/// A reply mailbox takes the place of the one that the project had.
fn only_reply_mailbox(tx: &Tx<'_>, config: &Smtp) -> Result<(), ApiError> {
    if config.is_reply_mailbox {
        let sql = "UPDATE smtp_configs SET is_reply_mailbox = 0 WHERE project_id = ?1 AND id <> ?2";
        tx.execute(sql, [config.project_id, config.id])?;
    }
    Ok(())
}

fn to_smtp(row: &Row<'_>) -> rusqlite::Result<Smtp> {
    Ok(Smtp {
        id: row.get("id")?,
        project_id: row.get("project_id")?,
        smtp_host: row.get("smtp_host")?,
        smtp_port: row.get("smtp_port")?,
        smtp_encryption: row.get("smtp_encryption")?,
        smtp_username: row.get("smtp_username")?,
        smtp_password: MASK,
        imap_host: row.get("imap_host")?,
        imap_port: row.get("imap_port")?,
        imap_encryption: row.get("imap_encryption")?,
        from_name: row.get("from_name")?,
        from_email: row.get("from_email")?,
        is_reply_mailbox: row.get("is_reply_mailbox")?,
    })
}
