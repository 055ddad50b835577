//! What JavaScript sees, and nothing else. Texts come and go by their numbers (`text`), 0 is none.

// wasm-bindgen exports only what is `pub`, wherever it stands.
#![allow(unreachable_pub)]

use wasm_bindgen::prelude::*;

use crate::event::Event;
use crate::text::Text;
use crate::{browser, delivery, judge, tracker};

fn number(text: Option<Text>) -> i32 {
    text.map_or(0, |text| text.number())
}

/// Starts the tracker whose options were added last; false where nothing was started. What can't
/// be taken is said on the console (L8).
#[wasm_bindgen(js_name = start_)]
pub fn start() -> bool {
    tracker::start()
}

/// Counts a view of the page as it is now, or of the URL and referrer that the site names.
#[wasm_bindgen(js_name = impression_)]
pub fn impression(page_url: i32, referrer: i32) {
    let url = Text::known(page_url).unwrap_or_else(browser::url);
    tracker::asked(&url, Text::known(referrer));
}

/// Records that the visitor registered with this address (F10), on the page as it is now or, where a
/// form was sent before, on that of this path. A form that was kept has an id.
#[wasm_bindgen(js_name = registration_)]
pub fn registration(email: i32, path: i32, id: i32) {
    let page = Text::known(path).unwrap_or_else(browser::url);
    let id = Text::known(id).unwrap_or_else(browser::mint);
    tracker::registration(&Text::made(email), &page, &id);
}

/// A new UUID, a text.
#[wasm_bindgen(js_name = mint_)]
pub fn mint() -> i32 {
    browser::mint().number()
}

/// The visitor's id, a text; none where nothing is counted on this page.
#[wasm_bindgen(js_name = visitorId_)]
pub fn visitor_id() -> i32 {
    number(tracker::visitor_id())
}

/// The link with the visitor's id, a text; none where there is no id (V8).
#[wasm_bindgen(js_name = decorate_)]
pub fn decorate(link: i32) -> i32 {
    number(tracker::decorate(&Text::made(link)))
}

/// The same, and none where the link doesn't lead to one of the site's other domains.
#[wasm_bindgen(js_name = follow_)]
pub fn follow(link: i32) -> i32 {
    number(tracker::follow(&Text::made(link)))
}

/// The visitor agrees to be tracked, or doesn't (V6).
#[wasm_bindgen(js_name = consent_)]
pub fn consent(given: bool) {
    tracker::consent(given);
}

/// Erases all that is kept of the visitor and stops everything, on later pages as well; or takes
/// that back, and starts afresh (V5).
#[wasm_bindgen(js_name = optOut_)]
pub fn opt_out(out: bool) {
    tracker::opt_out(out);
}

/// Makes a new visitor of this one (V5).
#[wasm_bindgen(js_name = reset_)]
pub fn reset() {
    tracker::reset();
}

/// Delivers what waits, before its time.
#[wasm_bindgen(js_name = flush_)]
pub fn flush() {
    delivery::drain(true);
}

/// Stops every tracker, and leaves the page as it was.
#[wasm_bindgen(js_name = destroy_)]
pub fn destroy() {
    tracker::destroy();
}

/// Judges a form: gives the place of its field and what all evidence comes to in tenths, a space
/// between, and then the evidence, a line each. `fields` and `forms` are lists of rows.
#[wasm_bindgen(js_name = judge_)]
pub fn judge(form: i32, fields: i32, forms: i32) -> i32 {
    let verdict = judge::judge(&Text::made(form), &Text::made(fields), &Text::made(forms));
    let score = Text::from_number(verdict.score);
    verdict.field.plus(" ").plus(score).plus("\n").plus(verdict.reasons).number()
}

/// The page's address may have changed.
#[wasm_bindgen(js_name = moved_)]
pub fn moved() {
    tracker::moved();
}

/// The page has become visible, or the network is back.
#[wasm_bindgen(js_name = shown_)]
pub fn shown() {
    tracker::shown();
}

/// The page is back from the back/forward cache.
#[wasm_bindgen(js_name = restored_)]
pub fn restored() {
    tracker::restored();
}

/// Whether this tab is the one that delivers.
#[wasm_bindgen(js_name = locked_)]
pub fn locked(got: bool) {
    delivery::locked(got);
}

/// The lock is free again.
#[wasm_bindgen(js_name = released_)]
pub fn released() {
    delivery::released();
}

/// The outbox's timer has run out.
#[wasm_bindgen(js_name = woke_)]
pub fn woke() {
    delivery::drain(false);
}

/// A request has been answered: the event as it was posted, the status or 0 where there is no
/// answer, what the answer's headers ask for, and the API's code.
#[wasm_bindgen(js_name = answered_)]
pub fn answered(event: i32, queued: bool, status: i32, retry_after: i32, reset: i32, code: i32) {
    delivery::answered(
        &Event(Text::made(event)),
        queued,
        status,
        &Text::made(retry_after),
        &Text::made(reset),
        &Text::made(code),
    );
}
