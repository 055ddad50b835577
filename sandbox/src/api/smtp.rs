//! `/projects/{project_id}/smtp`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `POST /projects/{project_id}/smtp`.
pub async fn create() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /projects/{project_id}/smtp`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /projects/{project_id}/smtp/{smtp_id}`.
pub async fn update() -> Answer {
    Err(ApiError::not_found())
}

/// `DELETE /projects/{project_id}/smtp/{smtp_id}`.
pub async fn delete() -> Answer {
    Err(ApiError::not_found())
}
