//! What JavaScript sees, and nothing else.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{browser, tracker};

/// Starts a tracker. `get` gives the text of an option by its kebab-case name, or null; what can't
/// be taken is said on the console (L8).
#[wasm_bindgen]
pub fn start(get: &Function) {
    if let Err(row) = tracker::start(|name| browser::option(get, name)) {
        browser::complain(
            &["linkyfy: data-", row.name, " takes ", row.takes, ". Nothing is tracked."].concat(),
        );
    }
}

/// Counts a view of the page as it is now.
#[wasm_bindgen]
pub fn impression() {
    tracker::impression();
}

/// Records that the visitor registered with this address (F10).
#[wasm_bindgen]
pub fn registration(email: &str) {
    tracker::registration(email);
}

/// The visitor's id; undefined where nothing is counted on this page.
#[wasm_bindgen(js_name = visitorId)]
pub fn visitor_id() -> Option<String> {
    tracker::visitor_id()
}
