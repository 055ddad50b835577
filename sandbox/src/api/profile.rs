//! `/profile`: who the user is, when they work, and their key.

use axum::extract::State;
use axum::http::HeaderMap;
use jiff::tz::TimeZoneDatabase;
use serde_json::json;

use super::MAX_SHORT_CHARS;
use crate::auth::{KEY_HEADER, new_key, unauthorized};
use crate::envelope::{Answer, ApiError, success};
use crate::fields::{self, Fields, Rule};
use crate::server::Shared;
use crate::store::profile::{self, ProfileChange};
use crate::store::{StoreError, Tx, UserId};

/// The days of a week, as a work schedule names them.
const DAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Longest language tag, in characters, as RFC 5646 advises.
const MAX_LANGUAGE_CHARS: usize = 35;
/// Most preferences.
const MAX_PREFERENCES: usize = 100;
/// Longest that all preferences are, as JSON, in bytes.
const MAX_PREFERENCES_BYTES: usize = 50_000;

/// `GET /profile`.
pub async fn get(State(app): State<Shared>, user: UserId) -> Answer {
    Ok(success(app.store.transact(move |tx| profile::get(tx, user)).await?))
}

/// `PUT /profile`: changes the fields that the body has; within `work_schedule`, too. `preferences`
/// come in place of those before.
pub async fn update(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let schedule = fields.optional("work_schedule", fields::object())?;
    let mut schedule = schedule.unwrap_or_else(|| Fields::of(Default::default()));
    let [days, start, end] = ["days", "start", "end"];
    let within = |error: ApiError| error.within("work_schedule");
    let change = ProfileChange {
        name: fields.optional("name", fields::filled_text(MAX_SHORT_CHARS))?,
        email: fields.optional("email", fields::email())?,
        forwarding_email: fields.optional("forwarding_email", fields::nullable(fields::email()))?,
        timezone: fields.optional("timezone", timezone())?,
        language: fields.optional("language", language())?,
        days: schedule
            .optional(days, fields::list(DAYS.len(), fields::one_of(DAYS)))
            .map_err(within)?,
        start: schedule.optional(start, time_of_day()).map_err(within)?,
        end: schedule.optional(end, time_of_day()).map_err(within)?,
        preferences: fields
            .optional("preferences", fields::any_object(MAX_PREFERENCES, MAX_PREFERENCES_BYTES))?,
    };
    schedule.done().map_err(within)?;
    fields.done()?;
    let twice = |days: &Vec<String>| (1..days.len()).any(|at| days[..at].contains(&days[at]));
    if change.days.as_ref().is_some_and(twice) {
        return Err(within(ApiError::invalid(days, "takes each day once")));
    }
    Ok(success(app.store.transact(move |tx| profile::update(tx, user, &change)).await?))
}

/// `POST /profile/regenerate-api-key`: a new key, which stands in this answer and nowhere else. The
/// one that the call came with opens nothing from now on; nor does a second call that is under way
/// with it get one.
pub async fn regenerate_api_key(
    State(app): State<Shared>,
    user: UserId,
    headers: HeaderMap,
) -> Answer {
    let old = headers.get(KEY_HEADER).and_then(|value| value.to_str().ok());
    let old = old.ok_or_else(unauthorized)?.to_owned();
    let key = new_key().map_err(StoreError::Random)?;
    let (before, after) = (old.clone(), key.clone());
    let work = move |tx: &Tx<'_>| profile::change_key(tx, user, &before, &after);
    if !app.store.transact(work).await? {
        return Err(unauthorized());
    }
    app.limiter.forget(&old);
    Ok(success(json!({ "api_key": key })))
}

/// A name of the IANA database, spelled as there.
fn timezone() -> Rule<String> {
    fields::string("a time zone of the IANA database, such as Europe/Berlin".to_owned(), |name| {
        let zone = TimeZoneDatabase::bundled().get(name);
        zone.is_ok_and(|zone| zone.iana_name() == Some(name))
    })
}

/// A language tag: `en`, `pt-BR`, `zh-Hant-TW`.
fn language() -> Rule<String> {
    let takes =
        format!("a language tag such as en or pt-BR, of at most {MAX_LANGUAGE_CHARS} characters");
    fields::string(takes, |tag| {
        let mut parts = tag.split('-');
        let first = parts.next().unwrap_or_default();
        tag.len() <= MAX_LANGUAGE_CHARS
            && (2..=3).contains(&first.len())
            && first.chars().all(|c| c.is_ascii_lowercase())
            && parts.all(|part| {
                (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
            })
    })
}

/// `00:00` to `23:59`.
fn time_of_day() -> Rule<String> {
    fields::string("a time from 00:00 to 23:59".to_owned(), |text| {
        let number = |text: &str, end: u32| {
            text.len() == 2
                && text.chars().all(|c| c.is_ascii_digit())
                && text.parse::<u32>().is_ok_and(|number| number < end)
        };
        text.split_once(':').is_some_and(|(hour, minute)| number(hour, 24) && number(minute, 60))
    })
}
