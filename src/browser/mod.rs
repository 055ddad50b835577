//! The only code that knows web-sys: it gathers facts and carries out decisions.

pub mod forms;
pub mod transport;
pub mod visitor;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Document, HtmlFormElement, Location, Window};

use crate::page::Facts;

/// What Rust gives JavaScript to call back: one type for all, so that its glue exists once.
pub(crate) type Callback = Closure<dyn FnMut(JsValue)>;

#[wasm_bindgen]
extern "C" {
    /// The page's window. `web_sys::window()` would look for it anew at every call.
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
}

mod guard {
    use super::*;

    #[wasm_bindgen(module = "/src/browser/guard.js")]
    extern "C" {
        #[wasm_bindgen(js_name = onSubmit)]
        pub(super) fn on_submit(run: &JsValue);
        pub(super) fn settle(promise: &Promise, run: &JsValue);
    }
}

pub(crate) fn window() -> Window {
    WINDOW.with(Window::clone)
}

fn document() -> Document {
    // Only a detached window has no document, and no script runs in one.
    window().document().unwrap_throw()
}

fn location() -> Location {
    window().location()
}

/// A property that holds text; empty where there is none or the browser doesn't tell: in a
/// sandboxed frame `document.cookie` throws.
fn text(object: &JsValue, name: &str) -> String {
    let value = Reflect::get(object, &name.into());
    value.ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// The page's URL.
pub fn url() -> String {
    text(&location(), "href")
}

/// The URL that led to the page, as the browser tells it.
pub fn referrer() -> String {
    text(&document(), "referrer")
}

/// Milliseconds since the page was opened; unlike the time of day it never jumps.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// What is known of the page before anything is counted (T6).
pub fn facts() -> Facts {
    let location = location();
    let window = window();
    Facts {
        protocol: text(&location, "protocol"),
        hostname: text(&location, "hostname"),
        path: text(&location, "pathname"),
        framed: window.parent().ok().flatten().is_none_or(|parent| parent != window),
        // web-sys doesn't know the property.
        automated: Reflect::get(&window.navigator(), &"webdriver".into())
            .is_ok_and(|webdriver| webdriver.is_truthy()),
    }
}

/// The text of an option by its kebab-case name; nothing where it is not set. `get` is what the
/// entry point gives to ask with.
pub fn option(get: &Function, name: &str) -> Option<String> {
    get.call1(&JsValue::UNDEFINED, &name.into()).ok()?.as_string()
}

/// Says on the console what the site's owner has to mend (L8).
pub fn complain(parts: &[&str]) {
    web_sys::console::error_1(&parts.concat().into());
}

/// Calls back with every form that is submitted by a visitor or a script (F1, F2), for as long as
/// the page lives.
pub fn on_submit(mut run: impl FnMut(&HtmlFormElement) + 'static) {
    let callback = Callback::new(move |form: JsValue| run(form.unchecked_ref()));
    guard::on_submit(&callback.into_js_value());
}
