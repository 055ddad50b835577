//! `/notifications`: what the user is told.

use axum::extract::State;

use crate::envelope::{Answer, success};
use crate::request::{Ids, Query};
use crate::server::Shared;
use crate::store::{Tx, UserId, notifications};

/// `GET /notifications`: a page of them, newest first; with `unread=true` the unread alone.
/// `unread=false` is as good as nothing: all.
pub async fn list(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let request = query.page()?;
    let unread = query.boolean("unread")?.unwrap_or(false);
    let work = move |tx: &Tx<'_>| notifications::page(tx, user, unread, request);
    Ok(success(app.store.transact(work).await?))
}

/// `POST /notifications/{notification_id}/read`: no error where it was read before.
pub async fn mark_read(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("notification_id")?;
    Ok(success(app.store.transact(move |tx| notifications::mark_read(tx, user, id)).await?))
}

/// `POST /notifications/read-all`.
pub async fn mark_all_read(State(app): State<Shared>, user: UserId) -> Answer {
    Ok(success(app.store.transact(move |tx| notifications::mark_all_read(tx, user)).await?))
}
