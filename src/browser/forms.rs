//! A form on the page as the plain description that `form` judges.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};

use crate::form::{self, Field};
use crate::text::Text;

/// A form on the page.
pub type Form = web_sys::HtmlFormElement;

/// What is typed into the form's e-mail field, where it has exactly one. No other field's value is
/// read (F7).
pub fn email(form: &Form) -> Option<Text> {
    let elements = form.elements();
    let fields =
        (0..elements.length()).filter_map(|place| elements.item(place)).map(|field| Field {
            kind: text(&field, "type"),
            autocomplete: text(&field, "autocomplete"),
            name: text(&field, "name"),
        });
    let place = form::email_field(fields)?;
    elements.item(place as u32).map(|field| text(&field, "value"))
}

/// A property that holds text; empty where there is none.
fn text(field: &JsValue, name: &str) -> Text {
    let value = Reflect::get(field, &name.into());
    Text(value.ok().and_then(|value| value.dyn_into().ok()).unwrap_or_default())
}
