//! The sandbox from outside: over HTTP, and as a process. Each test is named after the rule of the
//! behaviour contract that it shows.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy.toml allows them in tests, but doesn't take a test's helpers for a part of it"
)]

mod calls;
mod cases;
mod common;
mod document;

mod api;
mod billing;
mod campaigns;
mod contacts;
mod domains_and_mailboxes;
mod fault_rules;
mod faults;
mod inbox;
mod live;
mod notifications;
mod openapi;
mod operations;
mod process;
mod profile;
mod robustness;
mod sending;
mod smtp;
mod static_files;
mod templates;
mod tracking;
