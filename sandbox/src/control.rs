//! `/__sandbox`: what isn't the API's: the ledger and the faults for tests, the stream for the
//! dashboard.
//!
//! No key and no CORS. Only pages of this very server may use it.

use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::json;

use crate::envelope::{Answer, ApiError, Code, iso_milliseconds, success};
use crate::events::Kind;
use crate::faults::Plan;
use crate::fields::{Fields, MAX_ID};
use crate::live;
use crate::projects::{parse_number, query_value};
use crate::server::Shared;
use crate::store::Store;

/// Middleware: 403 for every `Host` but this server's own. A page of another site that has its
/// name resolve to 127.0.0.1 (DNS rebinding) is of the same origin for its browser, and only this
/// header tells. And 403 for a change that a page of another origin asks for: a POST of plain text
/// needs no leave from CORS.
pub async fn require_own_origin(State(app): State<Shared>, request: Request, next: Next) -> Answer {
    check_origin(request.method(), request.headers(), app.port)?;
    Ok(next.run(request).await)
}

fn check_origin(method: &Method, headers: &HeaderMap, port: u16) -> Result<(), ApiError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let own = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    let is_own = |host: &str| own.iter().any(|own| own.eq_ignore_ascii_case(host));
    if !text(header::HOST).is_some_and(is_own) {
        return Err(ApiError::new(
            Code::Forbidden,
            format!("Host takes {} or {}.", own[0], own[1]),
        ));
    }
    let foreign = headers.contains_key(header::ORIGIN)
        && !text(header::ORIGIN).and_then(|it| it.strip_prefix("http://")).is_some_and(is_own);
    if foreign && !method.is_safe() {
        return Err(ApiError::new(Code::Forbidden, "Pages of other origins may change nothing."));
    }
    Ok(())
}

/// The query's `project_id`, nothing where it is absent; 422 where it isn't an id.
fn project_id(query: Option<&str>) -> Result<Option<i64>, ApiError> {
    let Some(text) = query_value(query, "project_id") else {
        return Ok(None);
    };
    let takes = || ApiError::invalid("project_id", format!("takes an integer from 1 to {MAX_ID}"));
    parse_number(&text, 1..=MAX_ID).map(Some).ok_or_else(takes)
}

/// `GET /__sandbox/ledger`: all that was recorded and all requests that arrived, of one project or
/// of all, in order of arrival. A project that doesn't exist has recorded nothing.
pub async fn ledger(State(app): State<Shared>, RawQuery(query): RawQuery) -> Answer {
    let project = project_id(query.as_deref())?;
    // Read first: the event of every request that is shown as recorded is shown, too.
    let requests = app.arrivals.to_json(project);
    let (mut impressions, mut registrations) = (Vec::new(), Vec::new());
    for recorded in app.store.run(move |store| store.ledger(project)).await? {
        let (id, event) = (recorded.id, recorded.event);
        let received_at = iso_milliseconds(recorded.received_at_ms);
        let (list, mut row) = match event.kind {
            Kind::Impression { page_url, referrer } => (
                &mut impressions,
                json!({
                    "id": id, "project_id": event.project_id, "visitor_id": event.visitor_id,
                    "page_url": page_url, "referrer": referrer, "received_at": received_at,
                }),
            ),
            Kind::Registration { email } => (
                &mut registrations,
                json!({
                    "id": id, "project_id": event.project_id, "visitor_id": event.visitor_id,
                    "email": email, "received_at": received_at,
                }),
            ),
        };
        if let Some(event_id) = event.event_id {
            row["event_id"] = event_id.into();
        }
        list.push(row);
    }
    Ok(success(json!({
        "impressions": impressions, "registrations": registrations, "requests": requests,
    })))
}

/// `DELETE /__sandbox/ledger`: forgets events and requests, of one project or of all.
pub async fn forget(State(app): State<Shared>, RawQuery(query): RawQuery) -> Answer {
    let project = project_id(query.as_deref())?;
    let shared = app.clone();
    let work = move |store: &Store| {
        store.forget_events(project)?;
        shared.arrivals.forget(project);
        shared.live.announce_all();
        Ok(())
    };
    app.store.run(work).await?;
    Ok(success(()))
}

/// `GET /__sandbox/faults`: the rules, and how often each has hit.
pub async fn faults(State(app): State<Shared>) -> Response {
    success(app.faults.get())
}

/// `POST /__sandbox/faults`: rules in place of those before, all as new. For instance, all but
/// `rules` and `fault` optional:
///
/// ```json
/// {"seed": 42, "rules": [{
///     "path": "/tracking/registration", "probability": 0.3, "times": 2, "preflight": false,
///     "fault": {"kind": "status", "status": 503, "retry_after": 2, "reset_in": 3, "html": true}
/// }]}
/// ```
///
/// The other faults: `{"kind": "status", "status": 429, "http-date-in": 2}`,
/// `{"kind": "latency", "ms": 500}`, `{"kind": "drop_before"}`, `{"kind": "drop_after"}` and
/// `{"kind": "hang"}`.
pub async fn set_faults(State(app): State<Shared>, fields: Fields) -> Answer {
    app.faults.set(Plan::read(fields)?);
    Ok(success(app.faults.get()))
}

/// `DELETE /__sandbox/faults`: nothing goes wrong any more.
pub async fn no_faults(State(app): State<Shared>) -> Response {
    app.faults.set(Plan::default());
    success(())
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
