//! Carries out what [`crate::faults`] decides, before and after the API's own handlers (S5).

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};

use crate::arrivals::{Arrival, Outcome};
use crate::clock::http_date;
use crate::connections::unanswered;
use crate::envelope::{ApiError, Code, success};
use crate::faults::{Fault, StatusFault};
use crate::rate_limit::RESET_HEADER;
use crate::server::Shared;

/// Middleware for all that isn't a preflight.
pub async fn faults(State(app): State<Shared>, request: Request, next: Next) -> Response {
    inject(&app, request, next, false).await
}

/// Middleware around CORS, which answers preflights itself.
pub async fn preflight_faults(State(app): State<Shared>, request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        inject(&app, request, next, true).await
    } else {
        next.run(request).await
    }
}

async fn inject(app: &Shared, request: Request, next: Next, preflight: bool) -> Response {
    let decision = app.faults.decide(request.uri().path(), preflight);
    let arrival: Option<Arrival> = request.extensions().get().copied();
    let note = |outcome| {
        if let Some(arrival) = arrival {
            app.arrivals.set(arrival, outcome);
        }
    };
    if !decision.delay.is_zero() {
        // So it stays if the client doesn't wait for so long.
        note(Outcome::Fault("latency"));
        if stops_within(app, decision.delay).await {
            return unanswered();
        }
        note(Outcome::Pending);
    }
    let Some(fault) = decision.fault else {
        return next.run(request).await;
    };
    if fault != Fault::DropAfter {
        note(Outcome::Fault(fault.kind()));
    }
    match fault {
        Fault::Status(fault) if preflight => {
            // With the headers that CORS gives it, and no body: no browser reads a preflight's.
            let mut answer = next.run(request).await;
            *answer.status_mut() = status_of(&fault);
            write_headers(&fault, app.store.clock.now(), answer.headers_mut());
            answer
        }
        Fault::Status(fault) => status_answer(&fault, app.store.clock.now()),
        Fault::DropAfter => {
            next.run(request).await;
            if let Some(arrival) = arrival {
                app.arrivals.set_dropped(arrival);
            }
            unanswered()
        }
        Fault::Hang => {
            let mut stopping = app.stopping.clone();
            // An error means that nobody is left to stop it: then it ends by itself.
            let _ = stopping.wait_for(|stopping| *stopping).await;
            unanswered()
        }
        Fault::DropBefore | Fault::Latency { .. } => unanswered(),
    }
}

/// Waits; true, and at once, if the sandbox is to end before.
async fn stops_within(app: &Shared, delay: Duration) -> bool {
    let mut stopping = app.stopping.clone();
    tokio::time::timeout(delay, stopping.wait_for(|stopping| *stopping)).await.is_ok()
}

fn status_of(fault: &StatusFault) -> StatusCode {
    StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn status_answer(fault: &StatusFault, now: Timestamp) -> Response {
    let status = status_of(fault);
    let mut answer = if fault.html {
        let title = status.canonical_reason().unwrap_or("Error");
        let number = status.as_str();
        Html(format!(
            "<!doctype html>\n<title>{number} {title}</title>\n<h1>{number} {title}</h1>\n\
             <hr>\n<p>proxy</p>\n"
        ))
        .into_response()
    } else if status.is_client_error() || status.is_server_error() {
        ApiError::new(code_of(fault.status), "A fault that was asked for.").into_response()
    } else {
        success(())
    };
    *answer.status_mut() = status;
    write_headers(fault, now, answer.headers_mut());
    answer
}

/// The code that goes with a status (W5), or that of the nearest kind.
fn code_of(status: u16) -> Code {
    match status {
        401 => Code::Unauthorized,
        402 => Code::SubscriptionExpired,
        403 => Code::Forbidden,
        404 | 410 => Code::NotFound,
        429 => Code::RateLimited,
        500.. => Code::ServerError,
        _ => Code::ValidationError,
    }
}

fn write_headers(fault: &StatusFault, now: Timestamp, headers: &mut HeaderMap) {
    if let Some(seconds) = fault.retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if let Some(seconds) = fault.http_date_in
        && let Ok(time) = now.checked_add(SignedDuration::from_secs(seconds))
        && let Some(value) = http_date(time)
    {
        headers.insert(header::RETRY_AFTER, value);
    }
    if let Some(seconds) = fault.reset_in {
        headers.insert(RESET_HEADER, (now.as_second() + seconds).into());
    }
}
