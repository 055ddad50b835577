//! The part that knows web-sys, run as WebAssembly in a real browser. Whole visits are tested in
//! `tests/browser`.
#![cfg(target_arch = "wasm32")]

use js_sys::{Function, eval};
use linkyfy::browser::{self, forms, visitor};
use linkyfy::text::Text;
use linkyfy::visitor::reconcile;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn js(code: &str) -> JsValue {
    eval(code).unwrap()
}

/// The text that a script gives.
fn text(code: &str) -> Text {
    js(code).as_string().unwrap().as_str().into()
}

/// A form with these fields, in the page.
fn form(fields: &str) -> web_sys::HtmlFormElement {
    js(&format!(
        "const form = document.createElement('form'); form.innerHTML = `{fields}`; \
         document.body.append(form); form"
    ))
    .unchecked_into()
}

#[wasm_bindgen_test]
fn v1_v2_the_id_is_in_cookie_and_storage_and_stays_the_same() {
    let id = visitor::id();
    assert_eq!(text("localStorage.linkyfy_vid"), id);
    let cookie = text("document.cookie.match(/linkyfy_vid=([^;]*)/)[1]");
    assert_eq!(cookie, id);
    assert!(!text("document.cookie").has("linkyfy_probe"));
    assert_eq!(visitor::id(), id);
    assert_eq!(reconcile(&"".into(), &id), Some(id), "well formed");
}

#[wasm_bindgen_test]
fn f1_f7_only_the_email_is_taken_from_a_form() {
    let typed = forms::email(&form(
        "<input name=name value=Ann><input type=email value='ann@example.com'>\
         <input type=password value=secret><button>Go</button><select></select><textarea></textarea>",
    ));
    assert_eq!(typed, Some("ann@example.com".into()));
    let named = forms::email(&form("<input name=Email value='ann@example.com'>"));
    assert_eq!(named, Some("ann@example.com".into()));
    let tokens =
        forms::email(&form("<input autocomplete='section-a EMAIL' value='ann@example.com'>"));
    assert_eq!(tokens, Some("ann@example.com".into()));
    assert_eq!(forms::email(&form("<input type=email><input type=email>")), None);
    assert_eq!(forms::email(&form("<input type=search name=q>")), None);
}

#[wasm_bindgen_test]
fn l8_an_option_is_the_text_that_the_entry_point_gives() {
    let get = Function::new_with_args("name", "return { api: 'x', empty: '', none: null }[name]");
    assert_eq!(browser::option(&get, "api"), Some("x".into()));
    assert_eq!(browser::option(&get, "empty"), Some("".into()));
    assert_eq!(browser::option(&get, "none"), None);
    assert_eq!(browser::option(&get, "other"), None);
    let throws = Function::new_no_args("throw new Error('not ours')");
    assert_eq!(browser::option(&throws, "api"), None);
}
