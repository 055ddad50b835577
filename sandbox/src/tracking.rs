//! `/tracking`: the public calls that trackers make (W2, W3).

use axum::extract::State;

use crate::envelope::{Answer, ApiError, success};
use crate::events::{Kind, NewEvent};
use crate::fields::{self, Fields};
use crate::server::Shared;
use crate::store::Store;

/// Longest visitor id, in characters.
const MAX_VISITOR_CHARS: usize = 255;

/// `POST /tracking/impression` (W2).
pub async fn impression(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let project_id = fields.required("project_id", fields::id())?;
    let visitor_id = fields.required("visitor_id", fields::text(1..=MAX_VISITOR_CHARS))?;
    let page_url = fields.required("page_url", fields::web_url())?;
    let referrer = fields.optional("referrer", fields::referrer())?.unwrap_or_default();
    fields.done()?;
    let kind = Kind::Impression { page_url, referrer };
    record(&app, NewEvent { project_id, visitor_id, kind }).await
}

/// `POST /tracking/registration` (W3).
pub async fn registration(State(app): State<Shared>, mut fields: Fields) -> Answer {
    let project_id = fields.required("project_id", fields::id())?;
    let visitor_id = fields.required("visitor_id", fields::text(1..=MAX_VISITOR_CHARS))?;
    let email = fields.required("email", fields::email())?;
    fields.done()?;
    record(&app, NewEvent { project_id, visitor_id, kind: Kind::Registration { email } }).await
}

/// Writes the event, tells the dashboards, and answers; 422 if there is no such project.
async fn record(app: &Shared, event: NewEvent) -> Answer {
    let shared = app.clone();
    let work = move |store: &Store| {
        let written = store.record(&event)?;
        // Here and not after the wait below, which ends early if the client goes.
        if written {
            shared.live.announce(event.project_id);
        }
        Ok(written)
    };
    if app.store.run(work).await? {
        Ok(success(()))
    } else {
        Err(ApiError::invalid("project_id", "takes the id of a project; there is none of this id"))
    }
}
