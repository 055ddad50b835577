//! `/projects`: making, listing and showing projects, their snippet and their tracking data.

use axum::extract::{Extension, FromRequestParts, Path, RawQuery, State};
use axum::http::request::Parts;
use serde::Serialize;
use serde_json::json;
use url::form_urlencoded;

use crate::envelope::{Answer, ApiError, created, success};
use crate::fields::{self, Fields, MAX_ID};
use crate::server::Shared;
use crate::snippet::snippet;
use crate::store::{NewProject, Project, UserId};

/// Longest name and other short text, in characters.
const MAX_SHORT_CHARS: usize = 255;
/// Longest description, in characters.
const MAX_DESCRIPTION_CHARS: usize = 5000;
/// Greatest number of mails a day or a week.
const MAX_MAILS: i64 = 1_000_000;
/// Projects on a page where the query doesn't say.
const DEFAULT_PER_PAGE: i64 = 15;
/// Most projects on a page.
const MAX_PER_PAGE: i64 = 100;

/// The id in a path. What can't be one is 404, as every id is that nobody has.
pub struct ProjectId(i64);

impl<S: Send + Sync> FromRequestParts<S> for ProjectId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|_| ApiError::not_found())?;
        parse_number(&text, 1..=MAX_ID).map(Self).ok_or_else(ApiError::not_found)
    }
}

/// A number as the API itself would write it: digits only, no leading zero.
pub fn parse_number(text: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (range.contains(&number) && number.to_string() == text).then_some(number)
}

/// The value of `name` in a query, the last where there are several.
pub fn query_value(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.filter(|(key, _)| key == name).last().map(|(_, value)| value.into_owned())
}

fn query_number(query: Option<&str>, name: &str, max: i64, default: i64) -> Result<i64, ApiError> {
    let Some(text) = query_value(query, name) else {
        return Ok(default);
    };
    let takes = || ApiError::invalid(name, format!("takes an integer from 1 to {max}"));
    parse_number(&text, 1..=max).ok_or_else(takes)
}

/// `POST /projects`: 201 with the new project.
pub async fn create(
    State(app): State<Shared>,
    Extension(user): Extension<UserId>,
    mut fields: Fields,
) -> Answer {
    let short = || fields::text(0..=MAX_SHORT_CHARS);
    let mails = || fields::integer(0..=MAX_MAILS);
    let project = NewProject {
        name: fields.required("name", fields::filled_text(MAX_SHORT_CHARS))?,
        company_name: fields.optional("company_name", short())?,
        website_url: fields.optional("website_url", fields::web_url())?,
        description: fields.optional("description", fields::text(0..=MAX_DESCRIPTION_CHARS))?,
        from_name: fields.optional("from_name", short())?,
        daily_allocation: fields.optional("daily_allocation", mails())?,
        weekly_limit: fields.optional("weekly_limit", mails())?,
    };
    fields.done()?;
    let project = app.store.run(move |store| store.add_project(user, &project)).await?;
    Ok(created(project))
}

/// `GET /projects`: a page of the user's projects, oldest first.
pub async fn list(
    State(app): State<Shared>,
    Extension(user): Extension<UserId>,
    RawQuery(query): RawQuery,
) -> Answer {
    let page = query_number(query.as_deref(), "page", MAX_ID, 1)?;
    let per_page = query_number(query.as_deref(), "per_page", MAX_PER_PAGE, DEFAULT_PER_PAGE)?;
    let before = (page - 1) * per_page;
    let found = app.store.run(move |store| store.projects(user, before, per_page)).await?;
    let on_page = i64::try_from(found.projects.len()).unwrap_or(per_page);
    let filled = on_page > 0;
    Ok(success(Page {
        data: found.projects,
        current_page: page,
        last_page: last_page(found.total, per_page),
        per_page,
        total: found.total,
        from: filled.then_some(before + 1),
        to: filled.then_some(before + on_page),
    }))
}

/// The last page that has something on it; 1 where there is nothing at all.
fn last_page(total: i64, per_page: i64) -> i64 {
    ((total + per_page - 1) / per_page).max(1)
}

/// One page of a list.
#[derive(Serialize)]
struct Page {
    data: Vec<Project>,
    current_page: i64,
    last_page: i64,
    per_page: i64,
    total: i64,
    /// Place of the first on this page, from 1; null on an empty page.
    from: Option<i64>,
    /// Place of the last on this page; null on an empty page.
    to: Option<i64>,
}

/// A project with all that belongs to it. What the sandbox doesn't have yet is empty.
#[derive(Serialize)]
struct ProjectFull {
    #[serde(flatten)]
    project: Project,
    settings: serde_json::Map<String, serde_json::Value>,
    campaigns_count: u32,
    domains_count: u32,
    mailboxes_count: u32,
}

/// `GET /projects/{id}`: the project in full.
pub async fn show(
    State(app): State<Shared>,
    Extension(user): Extension<UserId>,
    id: ProjectId,
) -> Answer {
    let project = of_user(&app, user, id).await?;
    Ok(success(ProjectFull {
        project,
        settings: serde_json::Map::new(),
        campaigns_count: 0,
        domains_count: 0,
        mailboxes_count: 0,
    }))
}

/// `GET /projects/{id}/tracking-snippet`: HTML that works on a page as it is (S6).
pub async fn tracking_snippet(
    State(app): State<Shared>,
    Extension(user): Extension<UserId>,
    id: ProjectId,
) -> Answer {
    let project = of_user(&app, user, id).await?;
    Ok(success(json!({ "snippet": snippet(&app.origin, project.id) })))
}

/// `GET /projects/{id}/tracking-stats`: totals, conversion rate and days (S4).
pub async fn tracking_stats(
    State(app): State<Shared>,
    Extension(user): Extension<UserId>,
    id: ProjectId,
) -> Answer {
    let project = of_user(&app, user, id).await?;
    Ok(success(app.store.run(move |store| store.stats(project.id)).await?))
}

/// The project; 404 if there is none or somebody else has it (S2).
async fn of_user(app: &Shared, user: UserId, id: ProjectId) -> Result<Project, ApiError> {
    let project = app.store.run(move |store| store.project(user, id.0)).await?;
    project.ok_or_else(ApiError::not_found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s2_a_list_has_at_least_one_page() {
        for (total, last) in [(0, 1), (1, 1), (15, 1), (16, 2), (30, 2)] {
            assert_eq!(last_page(total, DEFAULT_PER_PAGE), last);
        }
    }
}
