//! What stands in a request's address: ids in its path, and its query.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::convert::Infallible;
use std::ops::RangeInclusive;
use url::form_urlencoded;

use crate::envelope::ApiError;
use crate::fields::{MAX_ECHO_CHARS, MAX_ID};
use crate::page::{DEFAULT_PER_PAGE, MAX_PER_PAGE, PageRequest};

/// The ids in a path. What can't be one is 404, as every id is that nobody has.
pub struct Ids(Vec<(String, i64)>);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let params = RawPathParams::from_request_parts(parts, state).await;
        let params = params.map_err(|_| ApiError::not_found())?;
        let to_id =
            |(name, text): (&str, &str)| Some((name.to_owned(), parse_number(text, 1..=MAX_ID)?));
        let ids: Option<_> = params.iter().map(to_id).collect();
        ids.map(Self).ok_or_else(ApiError::not_found)
    }
}

impl Ids {
    /// The id of that name; nothing where the path has none, as some aliases have not.
    pub fn find(&self, name: &str) -> Option<i64> {
        self.0.iter().find(|(known, _)| known == name).map(|&(_, id)| id)
    }

    /// The id of that name, which the path has.
    pub fn get(&self, name: &str) -> Result<i64, ApiError> {
        self.find(name).ok_or_else(ApiError::not_found)
    }
}

/// A number as the API itself would write it: digits only, no leading zero.
fn parse_number(text: &str, range: RangeInclusive<i64>) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (range.contains(&number) && number.to_string() == text).then_some(number)
}

/// A request's query. Of a name that it has several times the last counts.
pub struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query()))
    }
}

impl Query {
    /// Reads a query as it stands in an address.
    pub fn parse(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// 422 if it has a parameter that isn't among `known`.
    pub fn check_names(&self, known: &[&str]) -> Result<(), ApiError> {
        let Some((name, _)) = self.0.iter().find(|(name, _)| !known.contains(&name.as_str()))
        else {
            return Ok(());
        };
        let name: String = name.chars().take(MAX_ECHO_CHARS).collect();
        let takes = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(ApiError::invalid(&name, format!("is no query parameter here; there are {takes}")))
    }

    /// The parameter as it stands there.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An integer; 422 if it isn't one within `range`.
    pub fn number(&self, name: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, ApiError> {
        let (min, max) = (range.start(), range.end());
        let takes = format!("takes an integer from {min} to {max}");
        self.read(name, &takes, |text| parse_number(text, range.clone()))
    }

    /// An id; 422 if it can't be one.
    pub fn id(&self, name: &str) -> Result<Option<i64>, ApiError> {
        self.number(name, 1..=MAX_ID)
    }

    /// `true` or `1`, `false` or `0`, as Laravel takes them; 422 if it is anything else.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, ApiError> {
        self.read(name, "takes true, false, 1 or 0", |text| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        })
    }

    /// A text of 1 to `max` characters; 422 if it is empty or longer.
    pub fn text(&self, name: &str, max: usize) -> Result<Option<String>, ApiError> {
        let takes = format!("takes a text of 1 to {max} characters");
        self.read(name, &takes, |text| {
            (1..=max).contains(&text.chars().count()).then(|| text.to_owned())
        })
    }

    /// `page` and `per_page`; 422 if one is out of its range.
    pub fn page(&self) -> Result<PageRequest, ApiError> {
        Ok(PageRequest {
            page: self.id("page")?.unwrap_or(1),
            per_page: self.number("per_page", 1..=MAX_PER_PAGE)?.unwrap_or(DEFAULT_PER_PAGE),
        })
    }

    fn read<T>(
        &self,
        name: &str,
        takes: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ApiError> {
        let Some(text) = self.value(name) else {
            return Ok(None);
        };
        parse(text).map(Some).ok_or_else(|| ApiError::invalid(name, takes))
    }
}
