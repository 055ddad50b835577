//! Whole visits in a real browser: what a page does, and what a server receives of it. One program
//! for all, so that the browsers of one module's tests fill the gaps of another's.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "in tests, a panic is a failure"
)]

mod api;
mod banners;
mod consent;
mod csp;
mod decisions;
mod delivery;
mod demo;
mod erased;
mod form_cost;
mod form_places;
mod forms;
mod frameworks;
mod hostile;
mod kept_forms;
mod labelled;
mod leaks;
mod let_go;
mod lifecycle;
mod linked;
mod loading;
mod npm;
mod outbox;
mod page_views;
mod places;
mod refused;
mod routing;
mod scrubbing;
mod snippet;
mod soak;
mod support;
mod versioned;
mod visitor;
mod wire;
