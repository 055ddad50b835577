//! `/campaigns`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `POST /campaigns`.
pub async fn create() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /campaigns`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /campaigns/{campaign_id}`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /campaigns/{campaign_id}`.
pub async fn update() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /campaigns/{campaign_id}/enable`.
pub async fn enable() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /campaigns/{campaign_id}/disable`.
pub async fn disable() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /campaigns/{campaign_id}/stats`.
pub async fn get_stats() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /campaigns/{campaign_id}/recipients`.
pub async fn list_recipients() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /campaigns/{campaign_id}/contact-lists`.
pub async fn add_contact_lists() -> Answer {
    Err(ApiError::not_found())
}
