//! Whether an address that is submitted counts.

use crate::email;
use crate::text::Text;

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
        assert_eq!(admit("ann@example.com", 1_799_999.0), None);
        assert!(admit("ann@example.com", 1_800_000.0).is_some());
        assert_eq!(admit("ann@example.com", 1_800_001.0), None);
        assert_eq!(admit("not an address", 2.0), None);
    }
}
