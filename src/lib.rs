//! The Linkyfy website tracker: who came to a site, and who registered there.
//!
//! Data flows one way, in the order of the modules below: the page's options and facts decide
//! whether anything is counted, a form's description decides whose address is taken, an event is
//! made for the visitor, and the transport posts it. A module names only modules above it.
//! Everything up to `visitor` is pure: plain values in, plain values out, tested on the host.
//! `browser` is the only part that knows the browser.
//!
//! `client`, the API client's decisions, is compiled to a wasm of its own (feature `client`); neither
//! knows of the other.

pub mod text;
pub mod config;
pub mod consent;
pub mod email;
pub mod form;
#[cfg(not(target_arch = "wasm32"))]
pub mod evidence;
pub mod judge;
pub mod page;
pub mod visitor;
pub mod event;
pub mod retry;
pub mod outbox;

#[cfg(any(feature = "client", not(target_arch = "wasm32")))]
pub mod value;
#[cfg(any(feature = "client", not(target_arch = "wasm32")))]
pub mod client;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(all(target_arch = "wasm32", feature = "tracker"))]
mod delivery;
#[cfg(all(target_arch = "wasm32", feature = "tracker"))]
mod tracker;
#[cfg(all(target_arch = "wasm32", feature = "tracker"))]
mod js;

// The decisions' tests run on the host, and again in a browser: there text is JavaScript's.
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
