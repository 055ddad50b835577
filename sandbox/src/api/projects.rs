//! `/projects`: making, changing, listing and showing projects, their snippet and their tracking data.

use axum::extract::State;
use serde_json::json;

use super::{MAX_ITEMS, MAX_SHORT_CHARS, MAX_TEXT_CHARS};
use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{self, Fields};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::snippet::snippet;
use crate::store::projects::{self, Details, NewProject};
use crate::store::{Tx, UserId, blocklist, domains, mailboxes};

/// Greatest number of mails a day or a week.
pub const MAX_MAILS: i64 = 1_000_000;

/// `POST /projects`: 201 with the new project.
pub async fn create(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let name = fields.required("name", fields::filled_text(MAX_SHORT_CHARS))?;
    let project = NewProject { name, details: read_details(&mut fields)? };
    fields.done()?;
    Ok(created(app.store.transact(move |tx| Ok(projects::add(tx, user, &project)?)).await?))
}

/// `GET /projects`: a page of the user's projects, oldest first.
pub async fn list(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let request = query.page()?;
    Ok(success(app.store.transact(move |tx| projects::page(tx, user, request)).await?))
}

/// `GET /projects/{project_id}`: the project in full.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("project_id")?;
    Ok(success(app.store.transact(move |tx| projects::full(tx, user, id)).await?))
}

/// `GET /projects/{project_id}/tracking-snippet`: HTML that works on a page as it is (S6).
pub async fn get_tracking_snippet(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("project_id")?;
    app.store.transact(move |tx| tx.own_project(user, id)).await?;
    Ok(success(json!({ "snippet": snippet(&app.origin, id) })))
}

/// `GET /projects/{project_id}/tracking-stats`: totals, conversion rate and days (S4).
pub async fn get_tracking_stats(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("project_id")?;
    app.store.transact(move |tx| tx.own_project(user, id)).await?;
    Ok(success(app.store.run(move |store| store.stats(id)).await.map_err(ApiError::from)?))
}

/// `PUT /projects/{project_id}`: changes the given fields.
pub async fn update(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("project_id")?;
    let name = fields.optional("name", fields::filled_text(MAX_SHORT_CHARS))?;
    let details = read_details(&mut fields)?;
    fields.done()?;
    let work =
        app.store.transact(move |tx| projects::update(tx, user, id, name.as_deref(), &details));
    Ok(success(work.await?))
}

/// `GET /projects/{project_id}/blocklist`: all entries.
pub async fn get_blocklist(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("project_id")?;
    Ok(success(app.store.transact(move |tx| blocklist::entries(tx, user, id)).await?))
}

/// `POST /projects/{project_id}/blocklist`: entries that are there already stay.
pub async fn add_to_blocklist(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    fields: Fields,
) -> Answer {
    let (id, entries) = (ids.get("project_id")?, read_entries(fields)?);
    app.store.transact(move |tx| blocklist::add(tx, user, id, &entries)).await?;
    Ok(success(()))
}

/// `DELETE /projects/{project_id}/blocklist`: entries that aren't there are no error.
pub async fn remove_from_blocklist(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    fields: Fields,
) -> Answer {
    let (id, entries) = (ids.get("project_id")?, read_entries(fields)?);
    app.store.transact(move |tx| blocklist::remove(tx, user, id, &entries)).await?;
    Ok(success(()))
}

/// All but the name.
fn read_details(fields: &mut Fields) -> Result<Details, ApiError> {
    let short = || fields::text(0..=MAX_SHORT_CHARS);
    let mails = || fields::integer(0..=MAX_MAILS);
    Ok(Details {
        company_name: fields.optional("company_name", short())?,
        website_url: fields.optional("website_url", fields::web_url())?,
        description: fields.optional("description", fields::text(0..=MAX_TEXT_CHARS))?,
        from_name: fields.optional("from_name", short())?,
        daily_allocation: fields.optional("daily_allocation", mails())?,
        weekly_limit: fields.optional("weekly_limit", mails())?,
    })
}

/// E-mail addresses and domains, at least one; in lower case.
fn read_entries(mut fields: Fields) -> Result<Vec<String>, ApiError> {
    let entries = fields.required("entries", fields::list(MAX_ITEMS, fields::email_or_domain()))?;
    fields.done()?;
    if entries.is_empty() {
        return Err(ApiError::invalid("entries", "takes at least one entry"));
    }
    Ok(entries)
}

/// `GET /projects/{project_id}/domains`: all of the project's.
pub async fn list_domains(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let project = ids.get("project_id")?;
    let work = move |tx: &Tx<'_>| {
        tx.own_project(user, project)?;
        domains::list(tx, user, Some(project))
    };
    Ok(success(app.store.transact(work).await?))
}

/// `GET /projects/{project_id}/mailboxes`: all of the project's.
pub async fn list_mailboxes(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let project = ids.get("project_id")?;
    let work = move |tx: &Tx<'_>| {
        tx.own_project(user, project)?;
        mailboxes::list(tx, user, Some(project))
    };
    Ok(success(app.store.transact(work).await?))
}
