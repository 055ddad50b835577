//! `/billing`: the user's plan and payments.

use axum::extract::State;

use crate::envelope::{Answer, success};
use crate::fields::{Fields, one_of};
use crate::request::Query;
use crate::server::Shared;
use crate::store::{UserId, billing};

/// The plans that there are.
const PLAN_TYPES: &[&str] = &["full_service", "own_smtp"];

/// `GET /billing/plan`: the plan with its use and its billing cycle.
pub async fn get_plan(State(app): State<Shared>, user: UserId) -> Answer {
    Ok(success(app.store.transact(move |tx| billing::plan(tx, user)).await?))
}

/// `PUT /billing/plan`: another plan, at once; use and billing cycle go on.
pub async fn change_plan(State(app): State<Shared>, user: UserId, mut fields: Fields) -> Answer {
    let plan_type = fields.required("plan_type", one_of(PLAN_TYPES))?;
    fields.done()?;
    Ok(success(app.store.transact(move |tx| billing::change_plan(tx, user, &plan_type)).await?))
}

/// `GET /billing/payments`: a page of the payments, newest first.
pub async fn list_payments(State(app): State<Shared>, user: UserId, query: Query) -> Answer {
    let request = query.page()?;
    Ok(success(app.store.transact(move |tx| billing::payments(tx, user, request)).await?))
}
