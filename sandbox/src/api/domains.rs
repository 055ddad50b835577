//! `/domains`: what mail is sent from, in all projects of the user.

use axum::extract::State;

use crate::envelope::{Answer, success};
use crate::request::Ids;
use crate::server::Shared;
use crate::store::{UserId, domains};

/// `GET /domains`: all of the user's, oldest first.
pub async fn list(State(app): State<Shared>, user: UserId) -> Answer {
    Ok(success(app.store.transact(move |tx| domains::list(tx, user, None)).await?))
}

/// `GET /domains/{domain_id}`: the domain with its DNS records, reputation and mailboxes.
pub async fn get(State(app): State<Shared>, user: UserId, ids: Ids) -> Answer {
    let id = ids.get("domain_id")?;
    Ok(success(app.store.transact(move |tx| domains::full(tx, user, id)).await?))
}
