//! Text, kept where it is cheapest: a JavaScript string in the browser, a `String` on the host.
//!
//! Copying text into WebAssembly and taking it apart there would be half of the tracker's bytes.
//! All that decisions need of a text is here: to find, replace and join. Patterns are regular
//! expressions of the few forms that JavaScript and the crate `regex` read alike, without regard
//! to case; ranges and groups are spelled out. The host runs the decisions' tests, and
//! `tests/in_browser.rs` shows that both sides read the forms in use alike.

#[cfg(not(target_arch = "wasm32"))]
pub use host::Text;
#[cfg(target_arch = "wasm32")]
pub use wasm::Text;

impl Text {
    /// Whether the pattern is found anywhere in the text.
    pub fn has(&self, pattern: &str) -> bool {
        self.find(pattern).is_some()
    }

    /// This text followed by another.
    pub fn plus(&self, other: impl Into<Text>) -> Text {
        self.followed_by(&other.into())
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use js_sys::JsString;
    use wasm_bindgen::prelude::*;

    /// A text; cheap to clone.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Text(pub(crate) JsString);

    #[wasm_bindgen(module = "/src/text.js")]
    extern "C" {
        fn find(text: &JsString, pattern: &str) -> Option<JsString>;
        #[wasm_bindgen(js_name = find)]
        fn find_made(text: &JsString, pattern: &JsString) -> Option<JsString>;
        fn replace(text: &JsString, pattern: &str, with: &str) -> JsString;
        fn join(first: &JsString, second: &JsString) -> JsString;
        fn lower(text: &JsString) -> JsString;
        #[wasm_bindgen(js_name = toNumber)]
        fn to_number(text: &JsString) -> f64;
    }

    impl Text {
        /// The first match's group, or all of it where the pattern has no group.
        pub fn find(&self, pattern: &str) -> Option<Text> {
            find(&self.0, pattern).map(Text)
        }

        /// Whether a pattern that was put together is found anywhere in the text.
        pub fn is_like(&self, pattern: &Text) -> bool {
            find_made(&self.0, &pattern.0).is_some()
        }

        /// The text with every match replaced; `$1` stands for the group, `$&` for the match.
        pub fn replace(&self, pattern: &str, with: &str) -> Text {
            Text(replace(&self.0, pattern, with))
        }

        /// The text in lower case.
        pub fn lower(&self) -> Text {
            Text(lower(&self.0))
        }

        /// The number that the text spells, or NaN.
        pub fn to_number(&self) -> f64 {
            to_number(&self.0)
        }

        pub(super) fn followed_by(&self, other: &Text) -> Text {
            Text(join(&self.0, &other.0))
        }
    }

    impl From<&str> for Text {
        fn from(text: &str) -> Self {
            Text(text.into())
        }
    }

    impl From<&Text> for Text {
        fn from(text: &Text) -> Self {
            text.clone()
        }
    }

    impl serde::Serialize for Text {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serde_wasm_bindgen::preserve::serialize(&self.0, serializer)
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use regex::{Regex, RegexBuilder};

    /// A text; cheap to clone.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Text(pub(crate) String);

    impl serde::Serialize for Text {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&self.0)
        }
    }

    thread_local! {
        /// Compiled once each: property tests run the same few patterns thousands of times.
        static COMPILED: RefCell<HashMap<String, Regex>> = RefCell::default();
    }

    /// # Panics
    /// The pattern is none. Patterns are constants; each is run by a test.
    fn compile(pattern: &str) -> Regex {
        #[allow(clippy::expect_used, reason = "the host runs tests only")]
        let compile =
            || RegexBuilder::new(pattern).case_insensitive(true).build().expect("a pattern");
        COMPILED.with_borrow_mut(|known| {
            known.entry(pattern.to_owned()).or_insert_with(compile).clone()
        })
    }

    impl Text {
        /// The first match's group, or all of it where the pattern has no group.
        pub fn find(&self, pattern: &str) -> Option<Text> {
            let pattern = compile(pattern);
            let found = pattern.captures(&self.0)?;
            found.get(pattern.captures_len() - 1).map(|group| group.as_str().into())
        }

        /// Whether a pattern that was put together is found anywhere in the text.
        pub fn is_like(&self, pattern: &Text) -> bool {
            self.has(&pattern.0)
        }

        /// The text with every match replaced; `$1` stands for the group, `$&` for the match.
        pub fn replace(&self, pattern: &str, with: &str) -> Text {
            let with = with.replace("$1", "${1}").replace("$&", "${0}");
            Text(compile(pattern).replace_all(&self.0, with).into_owned())
        }

        /// The text in lower case.
        pub fn lower(&self) -> Text {
            Text(self.0.to_lowercase())
        }

        /// The number that the text spells, or NaN.
        pub fn to_number(&self) -> f64 {
            self.0.parse().unwrap_or(f64::NAN)
        }

        pub(super) fn followed_by(&self, other: &Text) -> Text {
            Text([self.0.as_str(), &other.0].concat())
        }
    }

    impl From<&str> for Text {
        fn from(text: &str) -> Self {
            Text(text.to_owned())
        }
    }

    impl From<&Text> for Text {
        fn from(text: &Text) -> Self {
            text.clone()
        }
    }

    impl PartialEq<&str> for Text {
        fn eq(&self, other: &&str) -> bool {
            self.0 == *other
        }
    }
}
