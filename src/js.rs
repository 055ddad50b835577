//! What JavaScript sees, and nothing else.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;

use crate::text::Text;
use crate::{browser, tracker};

/// Starts a tracker. `get` gives the text of an option by its kebab-case name, or null; what can't
/// be taken is said on the console (L8).
#[wasm_bindgen]
pub fn start(get: &Function) {
    if let Err(row) = tracker::start(&|name| browser::option(get, name)) {
        let text = Text::from("linkyfy: data-").plus(row.name).plus(" takes ").plus(row.takes);
        browser::complain(&text.plus(". Nothing is tracked."));
    }
}

/// Counts a view of the page as it is now.
#[wasm_bindgen]
pub fn impression() {
    tracker::impression();
}

/// Records that the visitor registered with this address (F10). What is no text is no address.
#[wasm_bindgen]
pub fn registration(email: JsValue) {
    if let Ok(email) = email.dyn_into() {
        tracker::registration(&Text(email));
    }
}

/// The visitor's id; undefined where nothing is counted on this page.
#[wasm_bindgen(js_name = visitorId)]
pub fn visitor_id() -> Option<JsString> {
    tracker::visitor_id().map(|id| id.0)
}
