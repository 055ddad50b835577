//! A plain description of a form → the field whose address registers, and whether it is new.

use crate::email;
use crate::text::Text;

/// What is known of one field of a form; never its value (F7).
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The field's type as the browser understands it: `email`, `text`, `password`, …
    pub kind: Text,
    /// The `autocomplete` attribute as the browser understands it: tokens in lower case, what the
    /// field holds last (<https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill>).
    pub autocomplete: Text,
    /// The field's `name`.
    pub name: Text,
}

impl Field {
    fn is_email(&self) -> bool {
        self.kind.has("^email$")
            || self.kind.has("^text$")
                && (self.autocomplete.has("email$") || self.name.has("^email$"))
    }
}

/// The place of the form's e-mail field among `fields`, where there is exactly one.
///
/// Two e-mail fields may be somebody else's address; such a form is not counted.
pub fn email_field(fields: impl Iterator<Item = Field>) -> Option<usize> {
    let mut found = None;
    for (place, field) in fields.enumerate() {
        if field.is_email() && found.replace(place).is_some() {
            return None;
        }
    }
    found
}

/// How long the same address on the same page view is one registration, in milliseconds (F3).
pub const REPEAT_MS: f64 = 30.0 * 60.0 * 1000.0;

/// The addresses that registered on this page view, each with when it last counted (F3).
#[derive(Debug, Default)]
pub struct Registered(Vec<(Text, f64)>);

impl Registered {
    /// The normalised address where this submission counts: the text is an address, and it hasn't
    /// counted within the last [`REPEAT_MS`]. `now` is in milliseconds, from any origin.
    pub fn admit(&mut self, text: &Text, now: f64) -> Option<Text> {
        let address = email::normalise(text)?;
        match self.0.iter_mut().find(|seen| seen.0 == address) {
            Some(seen) if now - seen.1 < REPEAT_MS => return None,
            Some(seen) => seen.1 = now,
            None => self.0.push((address.clone(), now)),
        }
        Some(address)
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn field(kind: &str, autocomplete: &str, name: &str) -> Field {
        Field { kind: kind.into(), autocomplete: autocomplete.into(), name: name.into() }
    }

    #[test]
    fn f1_the_one_email_field_is_found_by_type_autocomplete_or_name() {
        let others = [field("text", "name", "full_name"), field("password", "new-password", "pw")];
        for email in [
            field("email", "", ""),
            field("text", "section-a email", "who"),
            field("text", "", "Email"),
        ] {
            let fields = [others[0].clone(), email, others[1].clone()];
            assert_eq!(email_field(fields.clone().into_iter()), Some(1), "{:?}", fields[1]);
        }
    }

    #[test]
    fn f1_no_field_and_two_fields_are_none() {
        let email = field("email", "", "email");
        assert_eq!(email_field(iter::empty()), None);
        assert_eq!(
            email_field([field("text", "", "q"), field("hidden", "", "email")].into_iter()),
            None
        );
        assert_eq!(email_field(iter::repeat_n(email, 2)), None);
    }

    #[test]
    fn f7_a_password_or_hidden_field_is_never_the_one_whatever_its_name() {
        for kind in ["password", "hidden", "checkbox", "submit", "file"] {
            assert_eq!(email_field(iter::once(field(kind, "email", "email"))), None, "{kind}");
        }
    }

    #[test]
    fn f3_the_same_address_counts_once_in_thirty_minutes() {
        let mut registered = Registered::default();
        let mut admit = |text: &str, now| registered.admit(&text.into(), now);
        assert_eq!(admit("ann@Example.com", 0.0), Some("ann@example.com".into()));
        assert_eq!(admit(" ann@example.com", 1.0), None);
        assert!(admit("bob@example.com", 1.0).is_some(), "another address");
        assert_eq!(admit("ann@example.com", REPEAT_MS - 1.0), None);
        assert!(admit("ann@example.com", REPEAT_MS).is_some());
        assert_eq!(admit("ann@example.com", REPEAT_MS + 1.0), None);
        assert_eq!(admit("not an address", 2.0), None);
    }
}
