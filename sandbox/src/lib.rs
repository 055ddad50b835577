//! A local server of the Linkyfy API, for development, demos and tests.
//!
//! The modules stand in the order in which a request flows through them: a listener takes it, the
//! key and the limit are checked, faults that a test wants come in its way, its body is read, a handler decides, the store keeps, and the
//! answer leaves in its envelope. Rule ids (`S2`, `W5`, …) are those of the behaviour contract.

pub mod server;

pub mod connections;

pub mod files;
pub mod site;

pub mod auth;
pub mod control;
pub mod rate_limit;

pub mod arrivals;
pub mod inject;
pub mod faults;

pub mod routes;
pub mod aliases;
pub mod request;
pub mod fields;

pub mod api;
pub mod live;
pub mod snippet;

pub mod simulation;

pub mod seed;
pub mod store;

pub mod clock;
pub mod envelope;
pub mod page;
