//! A form on the page as the plain description that `form` judges.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::form;
use crate::text::Text;

/// A form on the page.
pub type Form = web_sys::HtmlFormElement;

#[wasm_bindgen(module = "/src/browser/page.js")]
extern "C" {
    fn describe(form: &Form) -> JsString;
    #[wasm_bindgen(js_name = valueAt)]
    fn value_at(form: &Form, place: usize) -> JsString;
}

/// What is typed into the form's e-mail field, where it has exactly one. No other field's value is
/// read (F7).
pub fn email(form: &Form) -> Option<Text> {
    let place = form::email_field(&Text(describe(form)))?;
    Some(Text(value_at(form, place)))
}
