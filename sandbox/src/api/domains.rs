//! `/domains`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /domains`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /domains/{domain_id}`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}
