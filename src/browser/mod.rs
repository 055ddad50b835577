//! The only code that knows the browser: it gathers facts and carries out decisions.

pub mod trackers;
pub mod visitor;

use uuid::Builder;
use wasm_bindgen::prelude::*;

use crate::event::{Event, place};
use crate::page::Facts;
use crate::text::Text;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = get)]
    fn read(path: i32) -> i32;
    #[wasm_bindgen(js_name = put)]
    fn write(path: i32, text: i32);
    #[wasm_bindgen(js_name = forget)]
    fn remove(path: i32);
    fn events(sound: i32) -> i32;
    /// Forgets all that waits, to be delivered or judged, and what forms put into URLs.
    #[wasm_bindgen(js_name = dropAll)]
    pub fn forget_events();
    fn keep(place: i32, text: i32);
    fn recall(place: i32) -> i32;
    fn option(tracker: i32, name: i32) -> i32;
    #[wasm_bindgen(js_name = isFramed)]
    fn is_framed() -> bool;
    /// Whether somebody can see the page (T1).
    #[wasm_bindgen(js_name = isShown)]
    pub fn is_shown() -> bool;
    fn secure() -> i32;
    fn uuid(first: i32, second: i32, third: i32, fourth: i32) -> i32;
}

#[wasm_bindgen(module = "/src/browser/transport.js")]
extern "C" {
    #[wasm_bindgen(js_name = post)]
    fn start_post(url: i32, json: i32, event: i32, queued: i32, simple: i32);
    /// Wakes the outbox after so many milliseconds, where it isn't woken before.
    pub fn later(milliseconds: f64);
    /// Asks to be the one tab that delivers (D4); the answer is handled.
    pub fn lock();
    /// Lets another tab deliver.
    pub fn unlock();
    /// Has the page shown to the trackers, once this task's scripts are done; where the visitor isn't
    /// known, one tab after the other (V4).
    #[wasm_bindgen(js_name = showFirst)]
    pub fn show_first(is_known: bool);
}

#[wasm_bindgen(module = "/src/browser/told.js")]
extern "C" {
    #[wasm_bindgen(js_name = complain)]
    fn say(option: i32);
    #[wasm_bindgen(js_name = settled)]
    fn settle(reason: i32);
    #[wasm_bindgen(js_name = review)]
    fn ask(json: i32) -> i32;
    #[wasm_bindgen(js_name = notify)]
    fn tell(kind: i32, json: i32, code: i32);
}

#[wasm_bindgen(module = "/src/browser/listeners.js")]
extern "C" {
    /// Has all that happens on the page handled, from the end of this task's scripts on.
    pub fn listen();
    /// Takes back all that was done to the page, and what is under way.
    pub fn stop();
}

/// The text at a path from the window, such as `document.cookie`; empty where there is none.
#[inline(always)]
fn get(path: &str) -> Text {
    Text::made(read(Text::from(path).number()))
}

/// Sets the text at a path from the window, where the browser lets.
#[inline(always)]
fn put(path: &str, text: &Text) {
    write(Text::from(path).number(), text.number());
}

/// Takes what stands at a path from the window away.
#[inline(always)]
fn forget(path: &str) {
    remove(Text::from(path).number());
}

/// The page's URL.
pub fn url() -> Text {
    get("location.href")
}

/// The URL that led to the page, as the browser tells it.
pub fn referrer() -> Text {
    get("document.referrer")
}

/// The names, as a pattern, that forms put into URLs (T5).
pub fn typed() -> Text {
    get("localStorage.linkyfy_typed")
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A number from 0 to 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// A new version 4 UUID, made by the crate of the browser's secure randomness (V1). The bits come and go
/// as numbers: the crate's own way to them would bring memory that JavaScript writes to.
pub fn mint() -> Text {
    let word = || u128::from(secure().cast_unsigned());
    let random = word() | word() << 32 | word() << 64 | word() << 96;
    let id = Builder::from_random_bytes(random.to_le_bytes()).into_uuid();
    let bits = u128::from_le_bytes(id.into_bytes());
    let part = |shift: u32| (bits >> shift) as i32;
    Text::made(uuid(part(0), part(32), part(64), part(96)))
}

/// What is known of the page before anything is counted (T6).
pub fn facts() -> Facts {
    Facts { url: url(), framed: is_framed(), automated: get("navigator.webdriver") == "true" }
}

/// Says on the console what the site's owner has to mend: an option of this name (L8).
pub fn complain(option: &Text) {
    say(option.number());
}

/// The lines of all events that the browser keeps, shared by all tabs of the site (D5). What lies
/// there and doesn't match the pattern is set aside.
#[inline(always)]
pub fn stored_events(sound: &str) -> Text {
    Text::made(events(Text::from(sound).number()))
}

/// Where an event lies, a path from the window.
fn place_of(event: &Event) -> Text {
    Text::from("localStorage.linkyfy_outbox-").plus(event.word(place::ID))
}

/// Stores an event's line; false where the browser keeps nothing of it. In a full storage its state
/// may stay as it was.
pub fn store_event(event: &Event) -> bool {
    let path = place_of(event).number();
    write(path, event.0.clone().plus("\n").number());
    !Text::made(read(path)).is_empty()
}

/// Forgets an event.
pub fn forget_event(event: &Event) {
    remove(place_of(event).number());
}

/// Posts a JSON text (D1). The request has started when this returns, and outlives the page; its
/// answer is handled once, with the event and `queued` as they are here.
pub fn post(url: &Text, json: &Text, event: &Text, queued: bool, simple: bool) {
    start_post(url.number(), json.number(), event.number(), queued.into(), simple.into());
}

/// The outbox has come to rest: it is empty where there is no reason.
#[inline(always)]
pub fn settled(reason: Text) {
    settle(reason.number());
}

/// What the page makes of an event, in JSON, before it is sent (P4): its address and referrer in
/// two lines, empty where nothing is changed; none where it is not to be sent.
pub fn review(json: &Text) -> Option<Text> {
    Text::known(ask(json.number()))
}

/// Tells the page what became of an event (P3).
#[inline(always)]
pub fn notify(kind: &str, json: &Text, code: &Text) {
    tell(Text::from(kind).number(), json.number(), code.number());
}
