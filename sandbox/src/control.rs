//! `/__sandbox`: what isn't the API's: the ledger and the faults for tests, the stream for the
//! dashboard.
//!
//! No key and no CORS. Only pages of this very server may use it.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::json;

use crate::clock::MAX_AHEAD_MS;
use crate::envelope::{Answer, ApiError, Code, iso_milliseconds, success};
use crate::faults::Plan;
use crate::fields::{self, Fields};
use crate::live;
use crate::rate_limit::Counts;
use crate::request::Query;
use crate::server::Shared;
use crate::simulation;
use crate::store::events::Kind;
use crate::store::{Store, StoreError, sending, snapshot as all_rows, users};

/// Most working days that one step plays.
const MAX_TICKS: i64 = 100;

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

/// `GET /__sandbox/ledger`: all that was recorded and all requests that arrived, of one project or
/// of all, in order of arrival. A project that doesn't exist has recorded nothing.
pub async fn ledger(State(app): State<Shared>, query: Query) -> Answer {
    let project = query.id("project_id")?;
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
pub async fn forget(State(app): State<Shared>, query: Query) -> Answer {
    let project = query.id("project_id")?;
    let shared = app.clone();
    let work = move |store: &Store| {
        store.forget_events(project)?;
        shared.arrivals.forget(project);
        shared.live.announce_all();
        Ok::<_, StoreError>(())
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
pub async fn live(State(app): State<Shared>, query: Query) -> Answer {
    let project = query
        .id("project_id")?
        .ok_or_else(|| ApiError::invalid("project_id", "is missing; it takes a project's id"))?;
    if !app.store.run(move |store| store.has_project(project)).await? {
        return Err(ApiError::not_found());
    }
    Ok(live::stream_of(app, project))
}

/// `POST /__sandbox/clock`, `{"advance_ms": 60000}`: moves the sandbox's clock forward: times of what
/// is made, minutes of the rate limit, schedules, and the `Date` of answers. Auto-replies that are
/// due by then and may go are sent. A restart keeps it.
pub async fn advance_clock(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let advance_ms = fields.required("advance_ms", fields::integer(0..=MAX_AHEAD_MS))?;
    fields.done()?;
    let work = app.store.transact(move |tx| {
        tx.move_clock(advance_ms)?;
        sending::send_auto_replies(tx, tx.now_ms, tx.now_ms + advance_ms)
    });
    let auto_replies = work.await?;
    let clock = &app.store.clock;
    Ok(success(json!({
        "now": iso_milliseconds(clock.now_ms()), "ahead_ms": clock.ahead_ms(),
        "auto_replies": auto_replies,
    })))
}

/// `POST /__sandbox/plan`, `{"quota_exceeded": true, "subscription_expired": false}`, either
/// optional: the demo user's plan. An expired subscription is 402 for every call with a key;
/// a quota exceeded is 429 `QUOTA_EXCEEDED` where mail would be sent.
pub async fn set_plan(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let quota = fields.optional("quota_exceeded", fields::boolean())?;
    let expired = fields.optional("subscription_expired", fields::boolean())?;
    fields.done()?;
    let plan = app.store.transact(move |tx| Ok(users::set_demo_plan(tx, quota, expired)?)).await?;
    Ok(success(plan))
}

/// `GET /__sandbox/rate-limit`: the limit, and how many calls with a key were let through and turned
/// away since it was last set.
pub async fn rate_limit(State(app): State<Shared>) -> Response {
    let (per_minute, Counts { allowed, refused }) = (app.limiter.limit(), app.limiter.counts());
    success(json!({ "per_minute": per_minute, "allowed": allowed, "refused": refused }))
}

/// `PUT /__sandbox/rate-limit`, `{"per_minute": 60}`: 0 is no limit. All minutes begin anew.
pub async fn set_rate_limit(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let per_minute = fields.required("per_minute", fields::integer(0..=i64::from(u32::MAX)))?;
    fields.done()?;
    app.limiter.set_limit(u32::try_from(per_minute).unwrap_or(u32::MAX));
    Ok(success(json!({ "per_minute": per_minute })))
}

/// `POST /__sandbox/reset`: everything as after the first start; the demo user keeps the key.
pub async fn reset(State(app): State<Shared>) -> Answer {
    let shared = app.clone();
    let work = move |store: &Store| {
        store.reset()?;
        shared.arrivals.forget(None);
        shared.faults.set(Plan::default());
        shared.limiter.set_limit(shared.settings.rate_limit);
        shared.live.announce_all();
        Ok::<_, StoreError>(())
    };
    app.store.run(work).await?;
    Ok(success(()))
}

/// `GET /__sandbox/snapshot`: all rows of all tables, keys as they are, passwords masked.
pub async fn snapshot(State(app): State<Shared>) -> Answer {
    Ok(success(app.store.transact(all_rows).await?))
}

/// `POST /__sandbox/step`, `{"ticks": 1, "pause_in_batch": false}`, both optional: plays working days
/// of the sending simulation ([`simulation`]), and tells what they have brought. With
/// `pause_in_batch` the last stops in the middle of its batch: the campaigns in `sending` have the
/// status `sending` and can't be updated until the next step, which sends the rest if that day's work
/// isn't over.
pub async fn step(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let ticks = fields.optional("ticks", fields::integer(1..=MAX_TICKS))?.unwrap_or(1);
    let pause = fields.optional("pause_in_batch", fields::boolean())?.unwrap_or(false);
    fields.done()?;
    Ok(success(app.store.transact(move |tx| simulation::step(tx, ticks, pause)).await?))
}
