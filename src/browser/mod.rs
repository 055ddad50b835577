//! The only code that knows web-sys: it gathers facts and carries out decisions.

pub mod forms;
pub mod visitor;

use gloo_net::http::Response;
use js_sys::{Function, JSON, JsString};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::event::{Event, place};
use crate::page::Facts;
use crate::text::Text;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    /// Tells what handles the page's events: an object of functions.
    pub fn connect(handlers: &JsValue);
    #[wasm_bindgen(js_name = get)]
    fn read(path: &str) -> JsString;
    #[wasm_bindgen(js_name = put)]
    fn write(path: &str, text: &JsString);
    fn forget(path: &str);
    fn kept() -> JsString;
    fn keep(id: &JsString, line: &JsString) -> bool;
    fn drop(id: &JsString);
    #[wasm_bindgen(js_name = isFramed)]
    fn is_framed() -> bool;
    /// Whether somebody can see the page (T1).
    #[wasm_bindgen(js_name = isShown)]
    pub fn is_shown() -> bool;
    #[wasm_bindgen(js_name = post)]
    fn start_post(url: &JsString, json: &JsString, event: &JsString, queued: bool, simple: bool);
    #[wasm_bindgen(js_name = notify)]
    fn dispatch(kind: &str, json: &JsString, code: &JsString);
    /// Wakes the outbox after so many milliseconds; an earlier timer is given up.
    pub fn later(milliseconds: f64);
    /// Asks to be the one tab that delivers (D4); the answer is handled.
    pub fn lock();
    /// Lets another tab deliver.
    pub fn unlock();
    /// Has all that happens on the page handled.
    pub fn listen();
    /// Takes back all that was done to the page, and what is under way.
    pub fn stop();
    /// A promise that is kept when the outbox comes to rest.
    pub fn settling() -> JsValue;
    /// The outbox has come to rest: it is empty where there is no reason.
    pub fn settled(reason: &str);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
}

/// Where an outbox goes that isn't ours (D5).
const SET_ASIDE: &str = "localStorage.linkyfy_outbox_bad";

/// The text at a path from the window, such as `document.cookie`; empty where there is none.
fn get(path: &str) -> Text {
    Text(read(path))
}

/// Sets the text at a path from the window, where the browser lets.
fn put(path: &str, text: &Text) {
    write(path, &text.0);
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

/// A new UUID, from the browser's secure randomness.
pub fn mint() -> Text {
    let mut random = [0; 16];
    fill_with_random(&mut random);
    crate::visitor::mint(random)
}

/// What is known of the page before anything is counted (T6).
pub fn facts() -> Facts {
    Facts { url: url(), framed: is_framed(), automated: get("navigator.webdriver").has("true") }
}

/// The text of an option by its kebab-case name; nothing where it is not set. `get` is what the
/// entry point gives to ask with.
pub fn option(get: &Function, name: &str) -> Option<Text> {
    get.call1(&JsValue::UNDEFINED, &name.into()).ok()?.dyn_into().ok().map(Text)
}

/// Says on the console what the site's owner has to mend (L8).
pub fn complain(text: Text) {
    web_sys::console::error_1(&text.0);
}

/// The lines of all events that are stored, shared by all tabs of the site (D5).
pub fn stored_events() -> Text {
    Text(kept())
}

/// Stores an event's line; false where the browser keeps nothing of it. In a full storage, its
/// state may stay as it was.
pub fn store_event(event: &Event) -> bool {
    keep(&event.word(place::ID).0, &event.0.clone().plus("\n").0)
}

/// Forgets an event.
pub fn forget_event(event: &Event) {
    drop(&event.word(place::ID).0);
}

/// Forgets all that waits to be delivered, and what forms put into URLs.
pub fn forget_events() {
    drop(&JsString::from(""));
    forget(SET_ASIDE);
    forget("localStorage.linkyfy_typed");
}

/// Puts a text that lay in the outbox's place and isn't ours aside.
pub fn set_aside(text: &Text) {
    drop(&JsString::from(""));
    put(SET_ASIDE, text);
}

/// A body as JSON.
pub fn json(body: &impl Serialize) -> Text {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    let json = body.serialize(&serializer).ok().and_then(|body| JSON::stringify(&body).ok());
    Text(json.unwrap_or_default())
}

/// Posts a JSON text (D1). The request has started when this returns, and outlives the page; its
/// answer is handled once, with the event and `queued` as they are here.
pub fn post(url: &Text, json: &Text, event: &Text, queued: bool, simple: bool) {
    start_post(&url.0, &json.0, &event.0, queued, simple);
}

/// An answer's HTTP status, 0 where there is none.
pub fn status(answer: JsValue) -> u16 {
    let answer = answer.dyn_into::<web_sys::Response>().map(Response::from);
    answer.map_or(0, |answer| answer.status())
}

/// Tells the page what became of an event (P3).
pub fn notify(kind: &str, json: &Text, code: &Text) {
    dispatch(kind, &json.0, &code.0);
}
