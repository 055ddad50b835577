//! `/contact-lists`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `POST /contact-lists`.
pub async fn create() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /contact-lists`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /contact-lists/{list_id}`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /contact-lists/{list_id}`.
pub async fn update() -> Answer {
    Err(ApiError::not_found())
}

/// `DELETE /contact-lists/{list_id}`.
pub async fn delete() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /contact-lists/{list_id}/contacts`.
pub async fn add_contacts() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /contact-lists/{list_id}/contacts/{contact_id}`.
pub async fn update_contact() -> Answer {
    Err(ApiError::not_found())
}

/// `DELETE /contact-lists/{list_id}/contacts/{contact_id}`.
pub async fn remove_contact() -> Answer {
    Err(ApiError::not_found())
}
