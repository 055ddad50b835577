//! The part that knows the browser, run as WebAssembly in a real one. Whole visits are tested in
//! `tests/browser`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test's own scripts")]

use std::collections::{BTreeMap, BTreeSet};

use js_sys::eval;
use linkyfy::browser::{mint, visitor};
use linkyfy::text::Text;
use linkyfy::visitor::reconcile;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The text that a script gives.
fn text(code: &str) -> Text {
    eval(code).unwrap().as_string().unwrap().as_str().into()
}

#[wasm_bindgen_test]
fn v1_v2_the_id_is_in_cookie_and_storage_and_stays_the_same() {
    let id = visitor::id();
    visitor::remember();
    assert_eq!(text("localStorage.linkyfy_vid"), id);
    let cookie = text("document.cookie.match(/linkyfy_vid=([^;]*)/)[1]");
    assert_eq!(cookie, id);
    assert!(!text("document.cookie").has("linkyfy_probe"));
    assert_eq!(visitor::id(), id);
    assert_eq!(reconcile(&"".into(), &id), Some(id), "well formed");
}

#[wasm_bindgen_test]
fn v1_every_id_is_a_version_4_uuid_of_random_digits() {
    let mut seen = BTreeMap::<_, BTreeSet<_>>::new();
    for _ in 0..1000 {
        let id = mint();
        assert_eq!(reconcile(&"".into(), &id), Some(id.clone()), "well formed");
        for (place, digit) in String::from(&id).char_indices() {
            seen.entry(place).or_default().insert(digit);
        }
    }
    // Of a thousand random digits, each is among them but for one time in 10^28.
    for (place, digits) in seen {
        let count = match place {
            8 | 13 | 18 | 23 | 14 => 1,
            19 => 4,
            _ => 16,
        };
        assert_eq!(digits.len(), count, "digit {place}: {digits:?}");
    }
}

#[wasm_bindgen_test]
fn v8_a_visitor_who_was_here_is_known_before_an_id_is_made() {
    visitor::forget_id();
    assert_eq!(visitor::known(), None);
    let id = visitor::id();
    visitor::remember();
    assert_eq!(visitor::known(), Some(id));
}
