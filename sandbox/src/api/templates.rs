//! `/templates`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `POST /templates`.
pub async fn create() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /templates`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /templates/{template_id}`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /templates/{template_id}`.
pub async fn update() -> Answer {
    Err(ApiError::not_found())
}

/// `DELETE /templates/{template_id}`.
pub async fn delete() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /templates/{template_id}/archive`.
pub async fn archive() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /templates/{template_id}/restore`.
pub async fn restore() -> Answer {
    Err(ApiError::not_found())
}
