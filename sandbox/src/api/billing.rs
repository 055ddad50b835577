//! `/billing/plan`: not built yet.

use crate::envelope::{Answer, ApiError};

/// `GET /billing/plan`.
pub async fn get_plan() -> Answer {
    Err(ApiError::not_found())
}

/// `PUT /billing/plan`.
pub async fn change_plan() -> Answer {
    Err(ApiError::not_found())
}

/// `GET /billing/payments`.
pub async fn list_payments() -> Answer {
    Err(ApiError::not_found())
}
