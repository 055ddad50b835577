//! The only code that knows web-sys: it gathers facts and carries out decisions.

pub mod forms;
pub mod transport;
pub mod visitor;

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::HtmlFormElement;

use crate::page::Facts;
use crate::text::Text;

/// What Rust gives JavaScript to call back: one type for all, so that its glue exists once.
type Callback = Closure<dyn FnMut(JsValue)>;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = get)]
    fn read(path: &str) -> JsString;
    #[wasm_bindgen(js_name = put)]
    fn write(path: &str, text: &JsString);
    #[wasm_bindgen(catch, js_name = isFramed)]
    fn is_framed() -> Result<bool, JsValue>;
    #[wasm_bindgen(js_name = post)]
    fn start_post(url: &JsString, json: &JsString, run: &JsValue);
    #[wasm_bindgen(js_name = onSubmit)]
    fn call_on_submit(run: &JsValue);
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn fill_with_random(bytes: &mut [u8]);
}

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

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// What is known of the page before anything is counted (T6).
pub fn facts() -> Facts {
    Facts {
        url: url(),
        framed: is_framed().unwrap_or(true),
        automated: get("navigator.webdriver").has("true"),
    }
}

/// The text of an option by its kebab-case name; nothing where it is not set. `get` is what the
/// entry point gives to ask with.
pub fn option(get: &Function, name: &str) -> Option<Text> {
    get.call1(&JsValue::UNDEFINED, &name.into()).ok()?.dyn_into().ok().map(Text)
}

/// Says on the console what the site's owner has to mend (L8).
pub fn complain(text: &Text) {
    web_sys::console::error_1(&text.0);
}

/// Calls back with every form that is submitted by a visitor or a script (F1, F2), for as long as
/// the page lives.
pub fn on_submit(mut run: impl FnMut(&HtmlFormElement) + 'static) {
    let callback = Callback::new(move |form: JsValue| run(form.unchecked_ref()));
    call_on_submit(&callback.into_js_value());
}
