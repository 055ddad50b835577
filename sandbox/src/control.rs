//! `/__sandbox`: what isn't the API's: the ledger for tests, the stream for the dashboard.
//!
//! No key and no CORS. Only pages of this very server may read it.

use axum::extract::{RawQuery, Request, State};
use axum::http::header;
use axum::middleware::Next;
use serde_json::json;

use crate::envelope::{Answer, ApiError, Code, iso_milliseconds, success};
use crate::events::Kind;
use crate::fields::MAX_ID;
use crate::live;
use crate::projects::{parse_number, query_value};
use crate::server::Shared;

/// Middleware: 403 for every `Host` but this server's own. A page of another site that has its
/// name resolve to 127.0.0.1 (DNS rebinding) is of the same origin for its browser, and only this
/// header tells.
pub async fn require_own_host(State(app): State<Shared>, request: Request, next: Next) -> Answer {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", app.port));
    if host.is_some_and(|host| own.iter().any(|own| own.eq_ignore_ascii_case(host))) {
        return Ok(next.run(request).await);
    }
    Err(ApiError::new(Code::Forbidden, format!("Host takes {} or {}.", own[0], own[1])))
}

/// The query's `project_id`, nothing where it is absent; 422 where it isn't an id.
fn project_id(query: Option<&str>) -> Result<Option<i64>, ApiError> {
    let Some(text) = query_value(query, "project_id") else {
        return Ok(None);
    };
    let takes = || ApiError::invalid("project_id", format!("takes an integer from 1 to {MAX_ID}"));
    parse_number(&text, 1..=MAX_ID).map(Some).ok_or_else(takes)
}

/// `GET /__sandbox/ledger`: all that was recorded, of one project or of all, in order of arrival.
/// A project that doesn't exist has recorded nothing.
pub async fn ledger(State(app): State<Shared>, RawQuery(query): RawQuery) -> Answer {
    let project = project_id(query.as_deref())?;
    let (mut impressions, mut registrations) = (Vec::new(), Vec::new());
    for recorded in app.store.run(move |store| store.ledger(project)).await? {
        let (id, event) = (recorded.id, recorded.event);
        let received_at = iso_milliseconds(recorded.received_at_ms);
        match event.kind {
            Kind::Impression { page_url, referrer } => impressions.push(json!({
                "id": id, "project_id": event.project_id, "visitor_id": event.visitor_id,
                "page_url": page_url, "referrer": referrer, "received_at": received_at,
            })),
            Kind::Registration { email } => registrations.push(json!({
                "id": id, "project_id": event.project_id, "visitor_id": event.visitor_id,
                "email": email, "received_at": received_at,
            })),
        }
    }
    Ok(success(json!({ "impressions": impressions, "registrations": registrations })))
}

/// `GET /__sandbox/live`: the project's state as Server-Sent Events; 404 if there is no such
/// project.
pub async fn live(State(app): State<Shared>, RawQuery(query): RawQuery) -> Answer {
    let project = project_id(query.as_deref())?
        .ok_or_else(|| ApiError::invalid("project_id", "is missing; it takes a project's id"))?;
    if !app.store.run(move |store| store.has_project(project)).await? {
        return Err(ApiError::not_found());
    }
    Ok(live::stream_of(app, project))
}
