//! `/profile`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /profile`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /profile`.
pub async fn update() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /profile/regenerate-api-key`.
pub async fn regenerate_api_key() -> Answer {
    Err(ApiError::not_found())
}
