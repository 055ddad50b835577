//! A form on the page as the plain description that `form` judges.

use web_sys::HtmlFormElement;

use super::text;
use crate::form::{self, Field};

/// What is typed into the form's e-mail field, where it has exactly one. No other field's value is
/// read (F7).
pub fn email(form: &HtmlFormElement) -> Option<String> {
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
