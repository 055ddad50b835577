//! `/notifications`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /notifications`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /notifications/{notification_id}/read`.
pub async fn mark_read() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /notifications/read-all`.
pub async fn mark_all_read() -> Answer {
    Err(ApiError::not_found())
}
