//! `/campaigns`: making, changing, listing and showing campaigns, whom they write to, and what has
//! become of it.

use axum::extract::State;

use super::projects::MAX_MAILS;
use super::{MAX_ITEMS, MAX_SHORT_CHARS, MAX_TEXT_CHARS};
use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{self, Fields};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::store::UserId;
use crate::store::campaigns::{self, FollowUp, Given};
use crate::store::recipients;

/// Longest delay of a follow-up, in days.
const MAX_DELAY_DAYS: i64 = 365;

/// `POST /campaigns`: 201 with the new campaign, which is enabled.
pub async fn create(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let project = fields.required("project_id", fields::id())?;
    let name = fields.required("name", fields::filled_text(MAX_SHORT_CHARS))?;
    let given = Given { name: Some(name), ..read_given(&mut fields)? };
    fields.done()?;
    let work = app.store.transact(move |tx| campaigns::add(tx, user, project, &given));
    Ok(created(work.await?))
}

/// `GET /campaigns`: a page of the user's campaigns, oldest first.
pub async fn list(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let (project, status) = (query.id("project_id")?, query.text("status", MAX_SHORT_CHARS)?);
    let request = query.page()?;
    let work = app
        .store
        .transact(move |tx| campaigns::page(tx, user, project, status.as_deref(), request));
    Ok(success(work.await?))
}

/// `GET /campaigns/{campaign_id}`: the campaign in full.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("campaign_id")?;
    Ok(success(app.store.transact(move |tx| campaigns::full(tx, user, id)).await?))
}

/// `PUT /campaigns/{campaign_id}`: changes the given fields; 422 while the campaign is sending.
pub async fn update(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("campaign_id")?;
    let name = fields.optional("name", fields::filled_text(MAX_SHORT_CHARS))?;
    let given = Given { name, ..read_given(&mut fields)? };
    fields.done()?;
    Ok(success(app.store.transact(move |tx| campaigns::update(tx, user, id, &given)).await?))
}

/// `POST /campaigns/{campaign_id}/enable`.
pub async fn enable(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("campaign_id")?;
    let work = app.store.transact(move |tx| campaigns::set_enabled(tx, user, id, true));
    Ok(success(work.await?))
}

/// `POST /campaigns/{campaign_id}/disable`.
pub async fn disable(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("campaign_id")?;
    let work = app.store.transact(move |tx| campaigns::set_enabled(tx, user, id, false));
    Ok(success(work.await?))
}

/// `GET /campaigns/{campaign_id}/stats`.
pub async fn get_stats(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("campaign_id")?;
    Ok(success(app.store.transact(move |tx| campaigns::stats(tx, user, id)).await?))
}

/// `GET /campaigns/{campaign_id}/recipients`: a page of them, oldest first.
pub async fn list_recipients(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    query: Query,
) -> Answer {
    let (id, request) = (ids.get("campaign_id")?, query.page()?);
    Ok(success(app.store.transact(move |tx| recipients::page(tx, user, id, request)).await?))
}

/// `POST /campaigns/{campaign_id}/contact-lists`: has it write to more lists.
pub async fn add_contact_lists(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("campaign_id")?;
    let lists = fields.required("contact_list_ids", fields::list(MAX_ITEMS, fields::id()))?;
    fields.done()?;
    if lists.is_empty() {
        return Err(ApiError::invalid("contact_list_ids", "takes at least one id"));
    }
    app.store.transact(move |tx| campaigns::add_lists(tx, user, id, &lists)).await?;
    Ok(success(()))
}

/// All but the name.
fn read_given(fields: &mut Fields) -> Result<Given, ApiError> {
    let follow_ups = fields.optional("follow_ups", fields::objects(MAX_ITEMS))?;
    Ok(Given {
        name: None,
        daily_allocation: fields.optional("daily_allocation", fields::integer(0..=MAX_MAILS))?,
        contact_list_ids: fields
            .optional("contact_list_ids", fields::list(MAX_ITEMS, fields::id()))?,
        email_mode: fields.optional("email_mode", fields::filled_text(MAX_SHORT_CHARS))?,
        ai_prompt: fields.optional("ai_prompt", fields::text(0..=MAX_TEXT_CHARS))?,
        follow_ups: follow_ups.map(read_follow_ups).transpose()?,
        auto_reply_enabled: fields.optional("auto_reply_enabled", fields::boolean())?,
        calendly_link: fields.optional("calendly_link", fields::web_url())?,
        registration_link: fields.optional("registration_link", fields::web_url())?,
    })
}

fn read_follow_ups(list: Vec<Fields>) -> Result<Vec<FollowUp>, ApiError> {
    let read = |(index, mut fields): (usize, Fields)| {
        let mut read = || {
            let delay_days = fields.required("delay_days", fields::integer(0..=MAX_DELAY_DAYS))?;
            let mode = fields.required("mode", fields::filled_text(MAX_SHORT_CHARS))?;
            Ok(FollowUp { delay_days, mode })
        };
        let follow_up = read().and_then(|follow_up| fields.done().map(|()| follow_up));
        follow_up.map_err(|error: ApiError| error.within(&format!("follow_ups[{index}]")))
    };
    list.into_iter().enumerate().map(read).collect()
}
