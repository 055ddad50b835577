//! `/inbox/threads`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /inbox/threads`.
pub async fn list_threads() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /inbox/threads/{thread_id}`.
pub async fn get_thread() -> Answer {
    Err(ApiError::not_found())
}

/// `POST /inbox/threads/{thread_id}/reply`.
pub async fn reply() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /inbox/threads/{thread_id}/tag`.
pub async fn set_tag() -> Answer {
    Err(ApiError::not_found())
}

/// `DELETE /inbox/threads/{thread_id}/auto-reply`.
pub async fn cancel_auto_reply() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /inbox/threads/{thread_id}/auto-reply`.
pub async fn update_auto_reply() -> Answer {
    Err(ApiError::not_found())
}
