//! `/tracking`: the public calls that trackers make (W2, W3).

use axum::extract::{Extension, State};

use crate::arrivals::{Arrival, Outcome};
use crate::envelope::{Answer, ApiError, success};
use crate::fields::{self, Fields};
use crate::server::Shared;
use crate::store::events::{Kind, NewEvent, Written};
use crate::store::{Store, StoreError};

/// Longest visitor id, in characters.
const MAX_VISITOR_CHARS: usize = 255;

/// `POST /tracking/impression` (W2).
pub async fn record_impression(
    State(app): State<Shared>,
    Extension(arrival): Extension<Arrival>,
    mut fields: Fields,
) -> Answer {
    let project_id = fields.required("project_id", fields::id())?;
    let visitor_id = fields.required("visitor_id", fields::text(1..=MAX_VISITOR_CHARS))?;
    let page_url = fields.required("page_url", fields::web_url())?;
    let referrer = fields.optional("referrer", fields::referrer())?.unwrap_or_default();
    let event_id = fields.optional("event_id", fields::uuid())?;
    fields.done()?;
    let kind = Kind::Impression { page_url, referrer };
    record(&app, arrival, NewEvent { project_id, visitor_id, kind, event_id }).await
}

/// `POST /tracking/registration` (W3).
pub async fn record_registration(
    State(app): State<Shared>,
    Extension(arrival): Extension<Arrival>,
    mut fields: Fields,
) -> Answer {
    let project_id = fields.required("project_id", fields::id())?;
    let visitor_id = fields.required("visitor_id", fields::text(1..=MAX_VISITOR_CHARS))?;
    let email = fields.required("email", fields::email())?;
    let event_id = fields.optional("event_id", fields::uuid())?;
    fields.done()?;
    let kind = Kind::Registration { email };
    record(&app, arrival, NewEvent { project_id, visitor_id, kind, event_id }).await
}

/// Writes the event, tells the dashboards, and answers, also where it was written before (D8); 422
/// if there is no such project.
async fn record(app: &Shared, arrival: Arrival, event: NewEvent) -> Answer {
    let shared = app.clone();
    let work = move |store: &Store| {
        let written = store.record(&event)?;
        // Here and not after the wait below, which ends early if the client goes.
        match written {
            Written::Recorded => {
                shared.arrivals.set(arrival, Outcome::Recorded);
                shared.live.announce(event.project_id);
            }
            Written::Duplicate => shared.arrivals.set(arrival, Outcome::Duplicate),
            Written::NoProject => {}
        }
        Ok::<_, StoreError>(written)
    };
    match app.store.run(work).await? {
        Written::Recorded | Written::Duplicate => Ok(success(())),
        Written::NoProject => {
            let problem = "takes the id of a project; there is none of this id";
            Err(ApiError::invalid("project_id", problem))
        }
    }
}
