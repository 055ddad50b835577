//! A plain description of a form → the field whose address registers, and whether it is new.

use crate::email;
use crate::text::Text;

/// A field for the visitor's address: by its type, by what it is filled in with (the last word of
/// `autocomplete`, <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill>),
/// or by its name.
const EMAIL: &str = "^email\t|^text\t(?:[^\t]* )?email\t|^text\t[^\t]*\temail$";

/// The place of the form's e-mail field, where there is exactly one. `fields` describes the form, a
/// field a line: type, autocomplete and name as the browser understands them, a tab between each;
/// never a value (F7).
///
/// Two e-mail fields may be somebody else's address; such a form is not counted.
pub fn email_field(fields: &Text) -> Option<i32> {
    let mut found = None;
    for place in 0.. {
        let field = fields.part("\n", place);
        if field.is_empty() {
            break;
        }
        if field.has(EMAIL) && found.replace(place).is_some() {
            return None;
        }
    }
    found
}

/// How long the same address on the same page view is one registration, in milliseconds (F3).
pub const REPEAT_MS: f64 = 30.0 * 60.0 * 1000.0;

/// The normalised address where this submission counts, and what was seen on this page view with it
/// (F3): the text is an address, and it hasn't counted within the last [`REPEAT_MS`]. `seen` is what
/// this gave the last time, empty at first. `now` is in milliseconds, from any origin.
pub fn admit(seen: &Text, text: &Text, now: f64) -> Option<(Text, Text)> {
    let address = email::normalise(text)?;
    // No address has white space in it. The last time comes first.
    let entry = Text::from("\n").plus(&address).plus(" ");
    let last = seen.part(&entry, 1).part("\n", 0);
    if !last.is_empty() && now - last.to_number() < REPEAT_MS {
        return None;
    }
    Some((address, entry.plus(Text::from_number(now)).plus(seen)))
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn place(fields: &[(&str, &str, &str)]) -> Option<i32> {
        let lines = fields.iter().map(|field| [field.0, field.1, field.2].join("\t"));
        email_field(&lines.collect::<Vec<_>>().join("\n").as_str().into())
    }

    #[test]
    fn f1_the_one_email_field_is_found_by_type_autocomplete_or_name() {
        let (name, password) = (("text", "name", "full_name"), ("password", "new-password", "pw"));
        for email in [("email", "", ""), ("text", "section-a email", "who"), ("text", "", "Email")]
        {
            assert_eq!(place(&[name, email, password]), Some(1), "{email:?}");
        }
    }

    #[test]
    fn f1_no_field_and_two_fields_are_none() {
        let email = ("email", "", "email");
        assert_eq!(place(&[]), None);
        assert_eq!(place(&[("text", "", "q"), ("hidden", "", "email")]), None);
        assert_eq!(place(&[("text", "gmail", "remail"), ("", "", "")]), None);
        assert_eq!(place(&[email, email]), None);
    }

    #[test]
    fn f7_a_password_or_hidden_field_is_never_the_one_whatever_its_name() {
        for kind in ["password", "hidden", "checkbox", "submit", "file"] {
            assert_eq!(place(&[(kind, "email", "email")]), None, "{kind}");
        }
    }

    #[test]
    fn f3_the_same_address_counts_once_in_thirty_minutes() {
        let mut seen = Text::from("");
        let mut admit = |text: &str, now| {
            let (address, all) = admit(&seen, &text.into(), now)?;
            seen = all;
            Some(address)
        };
        assert_eq!(admit("ann@Example.com", 0.0), Some("ann@example.com".into()));
        assert_eq!(admit(" ann@example.com", 1.0), None);
        assert!(admit("bob@example.com", 1.0).is_some(), "another address");
        assert_eq!(admit("ann@example.com", REPEAT_MS - 1.0), None);
        assert!(admit("ann@example.com", REPEAT_MS).is_some());
        assert_eq!(admit("ann@example.com", REPEAT_MS + 1.0), None);
        assert_eq!(admit("not an address", 2.0), None);
    }
}
