//! How answers are written: the envelope around data and errors (W5), and times.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Serialize;

use crate::store::StoreError;

/// What a handler gives back: an answer in its envelope, or the reason why there is none.
pub type Answer = Result<Response, ApiError>;

/// The error codes that the sandbox gives (W5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// 422: a body, a field or a query parameter isn't what the operation takes.
    ValidationError,
    /// 404: no such route, or nothing there that this user may see.
    NotFound,
    /// 401: the API key is missing or wrong.
    Unauthorized,
    /// 402: the user's subscription has expired, which a test can have (S5).
    SubscriptionExpired,
    /// 403: the request is refused whoever sends it.
    Forbidden,
    /// 429: the user may send no more mail in this billing cycle.
    QuotaExceeded,
    /// 429: more than the limit in this minute. The vendor lists no code for it, and
    /// `QUOTA_EXCEEDED` means the sending quota, which waiting for a minute doesn't mend.
    RateLimited,
    /// 500: the sandbox itself failed.
    ServerError,
}

impl Code {
    /// The HTTP status that goes with the code.
    pub fn status(self) -> StatusCode {
        match self {
            Self::ValidationError => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::SubscriptionExpired => StatusCode::PAYMENT_REQUIRED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::QuotaExceeded | Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code as it stands in the envelope.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "VALIDATION_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::Unauthorized => "UNAUTHORIZED",
            Self::SubscriptionExpired => "SUBSCRIPTION_EXPIRED",
            Self::Forbidden => "FORBIDDEN",
            Self::QuotaExceeded => "QUOTA_EXCEEDED",
            Self::RateLimited => "RATE_LIMITED",
            Self::ServerError => "SERVER_ERROR",
        }
    }
}

/// An error answer: a code, and one sentence for a human.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// Which of the documented kinds it is.
    pub code: Code,
    /// For a human; of a [`Code::ValidationError`] it begins with the name of the field (S3).
    pub message: String,
}

impl ApiError {
    /// An error of that code with that message.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// 422: `field` is at fault, and `problem` says what it takes (S3).
    pub fn invalid(field: &str, problem: impl AsRef<str>) -> Self {
        Self::new(Code::ValidationError, format!("{field}: {}", problem.as_ref()))
    }

    /// The same of a field within `place`: `rules[0]` and `path` make `rules[0].path`.
    pub fn within(mut self, place: &str) -> Self {
        self.message = format!("{place}.{}", self.message);
        self
    }

    /// 422 of `field` where it is 404: what isn't there was named by a field, not by the path.
    pub fn or_invalid(self, field: &str, problem: &str) -> Self {
        if self.code == Code::NotFound { Self::invalid(field, problem) } else { self }
    }

    /// 404 for something that isn't there, or isn't this user's.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "The requested resource does not exist.")
    }
}

impl From<StoreError> for ApiError {
    /// A client learns only that the store failed; why is in the log.
    fn from(error: StoreError) -> Self {
        tracing::error!("{error}");
        Self::new(Code::ServerError, "The sandbox could not use its database; its log says why.")
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Failure {
            success: bool,
            error: Error,
        }
        #[derive(Serialize)]
        struct Error {
            code: &'static str,
            message: String,
        }
        let error = Error { code: self.code.as_str(), message: self.message };
        (self.code.status(), Json(Failure { success: false, error })).into_response()
    }
}

/// 200 with `data` in its envelope.
pub fn success(data: impl Serialize) -> Response {
    #[derive(Serialize)]
    struct Success<T> {
        success: bool,
        data: T,
    }
    Json(Success { success: true, data }).into_response()
}

/// 201 with the resource just made in its envelope.
pub fn created(data: impl Serialize) -> Response {
    (StatusCode::CREATED, success(data)).into_response()
}

/// The answer to every route and method that doesn't exist.
pub async fn no_such_route() -> ApiError {
    ApiError::not_found()
}

/// Milliseconds since the epoch as the API writes times, in whole seconds: `2026-04-09T10:30:00Z`.
pub fn iso_seconds(epoch_ms: i64) -> String {
    format!("{:.0}", timestamp(epoch_ms))
}

/// Milliseconds since the epoch, to the millisecond: `2026-04-09T10:30:00.250Z`.
pub fn iso_milliseconds(epoch_ms: i64) -> String {
    format!("{:.3}", timestamp(epoch_ms))
}

/// A time that no calendar has (only a damaged file can hold one) is shown as the epoch.
fn timestamp(epoch_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(epoch_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w5_times_are_cut_to_their_unit() {
        assert_eq!(iso_seconds(1_775_730_600_999), "2026-04-09T10:30:00Z");
        assert_eq!(iso_milliseconds(1_775_730_600_050), "2026-04-09T10:30:00.050Z");
        assert_eq!(iso_seconds(i64::MAX), "1970-01-01T00:00:00Z");
    }
}
