//! `/templates`: texts for mails, some of them in an archive.

use axum::extract::State;

use super::{MAX_BODY_CHARS, MAX_SHORT_CHARS};
use crate::envelope::{Answer, created, success};
use crate::fields::{Fields, Rule, filled_text};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::store::templates::{self, NewTemplate, TemplateChange};
use crate::store::{Tx, UserId};

fn short() -> Rule<String> {
    filled_text(MAX_SHORT_CHARS)
}

/// `POST /templates`: 201 with the new template.
pub async fn create(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let template = NewTemplate {
        name: fields.required("name", short())?,
        subject: fields.required("subject", short())?,
        body: fields.required("body", filled_text(MAX_BODY_CHARS))?,
    };
    fields.done()?;
    Ok(created(app.store.transact(move |tx| templates::add(tx, user, &template)).await?))
}

/// `GET /templates`: all but the archived ones, oldest first; with `archived=true` those, too.
pub async fn list(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let with_archived = query.boolean("archived")?.unwrap_or(false);
    Ok(success(app.store.transact(move |tx| templates::list(tx, user, with_archived)).await?))
}

/// `GET /templates/{template_id}`: the template, archived or not.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("template_id")?;
    Ok(success(app.store.transact(move |tx| templates::get(tx, user, id)).await?))
}

/// `PUT /templates/{template_id}`: changes the fields that the body has.
pub async fn update(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("template_id")?;
    let change = TemplateChange {
        name: fields.optional("name", short())?,
        subject: fields.optional("subject", short())?,
        body: fields.optional("body", filled_text(MAX_BODY_CHARS))?,
    };
    fields.done()?;
    Ok(success(app.store.transact(move |tx| templates::update(tx, user, id, &change)).await?))
}

/// `DELETE /templates/{template_id}`: it is gone for good, archived or not.
pub async fn delete(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("template_id")?;
    Ok(success(app.store.transact(move |tx| templates::delete(tx, user, id)).await?))
}

/// `POST /templates/{template_id}/archive`: hides it from the list; no error where it is hidden.
pub async fn archive(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    set_archived(&app, user, &ids, true).await
}

/// `POST /templates/{template_id}/restore`: has it in the list again; no error where it is there.
pub async fn restore(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    set_archived(&app, user, &ids, false).await
}

async fn set_archived(app: &Shared, user: UserId, ids: &Ids, archived: bool) -> Answer {
    let id = ids.get("template_id")?;
    let work = move |tx: &Tx<'_>| templates::set_archived(tx, user, id, archived);
    Ok(success(app.store.transact(work).await?))
}
