//! `/mailboxes`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /mailboxes`.
pub async fn list() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /mailboxes/{mailbox_id}`.
pub async fn get() -> Answer {
    Err(ApiError::not_found())
}
