//! `/mailboxes`: whose mail it is, in all projects of the user.

use axum::extract::State;

use crate::envelope::{Answer, success};
use crate::request::Ids;
use crate::server::Shared;
use crate::store::{UserId, mailboxes};

/// `GET /mailboxes`: all of the user's, oldest first.
pub async fn list(State(app): State<Shared>, user: UserId) -> Answer {
    Ok(success(app.store.transact(move |tx| mailboxes::list(tx, user, None)).await?))
}

/// `GET /mailboxes/{mailbox_id}`: the mailbox with its warm-up, its history and its reputation.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("mailbox_id")?;
    Ok(success(app.store.transact(move |tx| mailboxes::full(tx, user, id)).await?))
}
