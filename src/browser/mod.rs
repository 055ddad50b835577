//! The only code that knows web-sys: it gathers facts and carries out decisions.

pub mod forms;
pub mod transport;
pub mod visitor;

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlFormElement, Request};

use crate::page::Facts;

/// What Rust gives JavaScript to call back: one type for all, so that its glue exists once.
type Callback = Closure<dyn FnMut(JsValue)>;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    /// The text at a path from the window, such as `document.cookie`; empty where there is none.
    fn get(path: &str) -> String;
    fn put(path: &str, text: &str);
    #[wasm_bindgen(catch, js_name = isFramed)]
    fn is_framed() -> Result<bool, JsValue>;
    #[wasm_bindgen(js_name = postWithoutFetch)]
    fn post_without_fetch(url: &str, json: &JsString, run: &JsValue);
    /// Whether the request was started; `run` gets a `Response`, or undefined.
    #[wasm_bindgen(js_name = startFetch)]
    fn start_fetch(request: &Request, run: &JsValue) -> bool;
    #[wasm_bindgen(js_name = onSubmit)]
    fn call_on_submit(run: &JsValue);
}

/// The page's URL.
pub fn url() -> String {
    get("location.href")
}

/// The URL that led to the page, as the browser tells it.
pub fn referrer() -> String {
    get("document.referrer")
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
}

/// What is known of the page before anything is counted (T6).
pub fn facts() -> Facts {
    Facts {
        protocol: get("location.protocol"),
        hostname: get("location.hostname"),
        path: get("location.pathname"),
        framed: is_framed().unwrap_or(true),
        automated: get("navigator.webdriver") == "true",
    }
}

/// The text of an option by its kebab-case name; nothing where it is not set. `get` is what the
/// entry point gives to ask with.
pub fn option(get: &Function, name: &str) -> Option<String> {
    get.call1(&JsValue::UNDEFINED, &name.into()).ok()?.as_string()
}

/// Says on the console what the site's owner has to mend (L8).
pub fn complain(text: &str) {
    web_sys::console::error_1(&text.into());
}

/// Calls back with every form that is submitted by a visitor or a script (F1, F2), for as long as
/// the page lives.
pub fn on_submit(mut run: impl FnMut(&HtmlFormElement) + 'static) {
    let callback = Callback::new(move |form: JsValue| run(form.unchecked_ref()));
    call_on_submit(&callback.into_js_value());
}
