//! What JavaScript sees, and nothing else.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;

use crate::browser::forms::{self, Form};
use crate::event::Event;
use crate::text::Text;
use crate::{browser, delivery, tracker};

/// Starts a tracker. `get` gives the text of an option by its kebab-case name, or null; what can't
/// be taken is said on the console (L8). `handlers` are the functions below that the page's events
/// call, by their names.
#[wasm_bindgen]
pub fn start(get: &Function, handlers: &JsValue) {
    browser::connect(handlers);
    if let Err(row) = tracker::start(&|name| browser::option(get, name)) {
        let text = Text::from("linkyfy: data-").plus(row.name).plus(" takes ").plus(row.takes);
        browser::complain(text.plus(". Nothing is tracked."));
    }
}

/// Counts a view of the page as it is now, or of the URL and referrer that the site names.
#[wasm_bindgen]
pub fn impression(page_url: JsValue, referrer: JsValue) {
    let [page_url, referrer] = [page_url, referrer].map(|url| url.dyn_into().ok().map(Text));
    tracker::impression(page_url, referrer);
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

/// The visitor agrees to be tracked, or doesn't (V6).
#[wasm_bindgen]
pub fn consent(given: bool) {
    tracker::consent(given);
}

/// Erases all that is kept of the visitor and stops everything, on later pages as well (V5).
#[wasm_bindgen(js_name = optOut)]
pub fn opt_out() {
    tracker::opt_out(true);
}

/// Takes opting out back, and starts afresh (V5).
#[wasm_bindgen(js_name = optIn)]
pub fn opt_in() {
    tracker::opt_out(false);
}

/// Makes a new visitor of this one (V5).
#[wasm_bindgen]
pub fn reset() {
    tracker::reset();
}

/// Delivers what waits, before its time. The promise is kept with an empty text when the outbox is
/// empty, or with the reason why not: `busy` where another tab delivers, `waiting` where the
/// API can't be reached or has asked to wait.
#[wasm_bindgen]
pub fn flush() -> JsValue {
    let settling = browser::settling();
    delivery::drain(true);
    settling
}

/// Stops every tracker, and leaves the page as it was.
#[wasm_bindgen]
pub fn destroy() {
    tracker::destroy();
}

/// A form is being submitted. Whether anything may be remembered of it.
#[wasm_bindgen]
pub fn submit(form: &Form) -> bool {
    if let Some(email) = forms::email(form) {
        tracker::registration(&email);
    }
    tracker::visitor_id().is_some()
}

/// The page's address may have changed.
#[wasm_bindgen]
pub fn moved() {
    tracker::moved();
}

/// The page has become visible, or the network is back.
#[wasm_bindgen]
pub fn shown() {
    tracker::shown();
}

/// The page is back from the back/forward cache.
#[wasm_bindgen]
pub fn restored() {
    tracker::restored();
}

/// Whether this tab is the one that delivers.
#[wasm_bindgen]
pub fn locked(got: bool) {
    delivery::locked(got);
}

/// The lock is free again.
#[wasm_bindgen]
pub fn released() {
    delivery::released();
}

/// The outbox's timer has run out.
#[wasm_bindgen]
pub fn woke() {
    delivery::drain(false);
}

/// A request has been answered: the event as it was posted, and a `Response`, or undefined where
/// there is no answer.
#[wasm_bindgen]
pub fn answered(
    event: JsString,
    queued: bool,
    answer: JsValue,
    retry_after: JsString,
    reset: JsString,
    code: JsString,
) {
    let [event, retry_after, reset, code] = [event, retry_after, reset, code].map(Text);
    let status = browser::status(answer);
    delivery::answered(Event(event), queued, status, &retry_after, &reset, &code);
}
