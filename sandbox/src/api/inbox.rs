//! `/inbox/threads`: what contacts answer, and what they are answered.

use axum::extract::State;

use super::{MAX_BODY_CHARS, MAX_SHORT_CHARS};
use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{Fields, filled_text};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::store::UserId;
use crate::store::inbox::{self, ThreadFilter};

/// `GET /inbox/threads`: a page of the user's threads, those with the latest messages first. Of a
/// project or campaign that isn't the user's there are none.
pub async fn list_threads(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let request = query.page()?;
    let filter = ThreadFilter {
        project_id: query.id("project_id")?,
        campaign_id: query.id("campaign_id")?,
        tag: query.text("tag", MAX_SHORT_CHARS)?,
    };
    Ok(success(app.store.transact(move |tx| inbox::page(tx, user, &filter, request)).await?))
}

/// `GET /inbox/threads/{thread_id}`: all its messages, oldest first.
pub async fn get_thread(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("thread_id")?;
    Ok(success(app.store.transact(move |tx| inbox::messages(tx, user, id)).await?))
}

/// `POST /inbox/threads/{thread_id}/reply`: 201 with the message sent; 429 `QUOTA_EXCEEDED` where
/// the user may send no more.
pub async fn reply(State(app): State<Shared>, user: UserId, ids: Ids, fields: Fields) -> Answer {
    let id = ids.get("thread_id")?;
    let body = body_of(fields)?;
    Ok(created(app.store.transact(move |tx| inbox::reply(tx, user, id, &body)).await?))
}

/// `PUT /inbox/threads/{thread_id}/tag`: a tag in place of the one before.
pub async fn set_tag(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    mut fields: Fields,
) -> Answer {
    let id = ids.get("thread_id")?;
    let tag = fields.required("tag", filled_text(MAX_SHORT_CHARS))?;
    fields.done()?;
    Ok(success(app.store.transact(move |tx| inbox::set_tag(tx, user, id, &tag)).await?))
}

/// `DELETE /inbox/threads/{thread_id}/auto-reply`: cancels the next one that is scheduled; 404 if
/// there is none.
pub async fn cancel_auto_reply(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("thread_id")?;
    Ok(success(app.store.transact(move |tx| inbox::cancel_auto_reply(tx, user, id)).await?))
}

/// `PUT /inbox/threads/{thread_id}/auto-reply`: another text for the next one that is scheduled;
/// 404 if there is none.
pub async fn update_auto_reply(
    State(app): State<Shared>,
    user: UserId,
    ids: Ids,
    fields: Fields,
) -> Answer {
    let id = ids.get("thread_id")?;
    let body = body_of(fields)?;
    Ok(success(app.store.transact(move |tx| inbox::update_auto_reply(tx, user, id, &body)).await?))
}

/// The text of a mail, which is all that the request's body has.
fn body_of(mut fields: Fields) -> Result<String, ApiError> {
    let body = fields.required("body", filled_text(MAX_BODY_CHARS))?;
    fields.done()?;
    Ok(body)
}
