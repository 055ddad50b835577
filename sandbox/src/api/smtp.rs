//! `/projects/{project_id}/smtp`: servers of the user's own that mail goes out by and comes in at.

use axum::extract::State;

use super::MAX_SHORT_CHARS;
use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{self, Fields, Rule, filled_text};
use crate::request::Ids;
use crate::server::Shared;
use crate::store::smtp::{self, MASK, Settings};
use crate::store::{Tx, UserId};

/// The last port.
const MAX_PORT: i64 = 65_535;

/// `POST /projects/{project_id}/smtp`: 201 with the new configuration. One that is the reply
/// mailbox takes the place of the one before.
pub async fn create(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let project = ids.get("project_id")?;
    let settings = read(&mut fields, true)?;
    fields.done()?;
    if settings.smtp_password.is_none() {
        return Err(ApiError::invalid("smtp_password", "is the mask, not a password"));
    }
    Ok(created(app.store.transact(move |tx| smtp::add(tx, user, project, &settings)).await?))
}

/// `GET /projects/{project_id}/smtp`: all configurations of the project, passwords masked.
pub async fn list(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let project = ids.get("project_id")?;
    Ok(success(app.store.transact(move |tx| smtp::list(tx, user, project)).await?))
}

/// `PUT /projects/{project_id}/smtp/{smtp_id}`: changes the fields that the body has. The mask in
/// place of a password leaves the password as it is.
pub async fn update(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let (project, id) = (ids.find("project_id"), ids.get("smtp_id")?);
    let settings = read(&mut fields, false)?;
    fields.done()?;
    let work = move |tx: &Tx<'_>| smtp::update(tx, user, project, id, &settings);
    Ok(success(app.store.transact(work).await?))
}

/// `DELETE /projects/{project_id}/smtp/{smtp_id}`: 422 for the last one and for the reply mailbox
/// while campaigns are active.
pub async fn delete(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let (project, id) = (ids.find("project_id"), ids.get("smtp_id")?);
    Ok(success(app.store.transact(move |tx| smtp::delete(tx, user, project, id)).await?))
}

/// Reads a body. A whole one has host, port, user name, password and address.
fn read(fields: &mut Fields, whole: bool) -> Result<Settings, ApiError> {
    let port = || fields::integer(1..=MAX_PORT);
    // Only `ssl` is documented, so any word is taken.
    let encryption = || filled_text(MAX_SHORT_CHARS);
    Ok(Settings {
        smtp_host: needed(fields, whole, "smtp_host", filled_text(MAX_SHORT_CHARS))?,
        smtp_port: needed(fields, whole, "smtp_port", port())?,
        smtp_encryption: fields.optional("smtp_encryption", encryption())?,
        smtp_username: needed(fields, whole, "smtp_username", filled_text(MAX_SHORT_CHARS))?,
        smtp_password: needed(fields, whole, "smtp_password", fields::text(1..=MAX_SHORT_CHARS))?
            .filter(|password| password != MASK),
        imap_host: fields.optional("imap_host", filled_text(MAX_SHORT_CHARS))?,
        imap_port: fields.optional("imap_port", port())?,
        imap_encryption: fields.optional("imap_encryption", encryption())?,
        from_name: fields.optional("from_name", fields::text(0..=MAX_SHORT_CHARS))?,
        from_email: needed(fields, whole, "from_email", fields::email())?,
        is_reply_mailbox: fields.optional("is_reply_mailbox", fields::boolean())?,
    })
}

/// The field's value; 422 if `whole` and it is absent.
fn needed<T>(
    fields: &mut Fields,
    whole: bool,
    name: &'static str,
    rule: Rule<T>,
) -> Result<Option<T>, ApiError> {
    if whole { fields.required(name, rule).map(Some) } else { fields.optional(name, rule) }
}
