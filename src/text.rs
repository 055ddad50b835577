//! Text, kept where it is cheapest: a JavaScript string in the browser, a `String` on the host.
//!
//! Copying text into WebAssembly and taking it apart there would be half of the tracker's bytes.
//! All that decisions need of a text is here: to find, rewrite and join. Patterns are regular
//! expressions of the few forms that JavaScript and the crate `regex` read alike, without regard
//! to case. The decisions' tests run on the host, and again in a browser, where text is
//! JavaScript's.

#[cfg(not(target_arch = "wasm32"))]
pub use host::Text;
#[cfg(target_arch = "wasm32")]
pub use wasm::Text;

impl Text {
    /// Whether the pattern is found anywhere in the text.
    pub fn has(&self, pattern: &str) -> bool {
        self.find(pattern).is_some()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length() == 0.0
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

#[cfg(target_arch = "wasm32")]
mod wasm {
    use js_sys::JsString;
    use wasm_bindgen::prelude::*;

    /// A text; cheap to clone.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Text(pub(crate) JsString);

    // What takes a text by value spares its caller the letting go.
    #[wasm_bindgen(module = "/src/text.js")]
    extern "C" {
        fn find(text: &JsString, pattern: &str) -> Option<JsString>;
        #[wasm_bindgen(js_name = find)]
        fn find_made(text: &JsString, pattern: &JsString) -> Option<JsString>;
        fn rewrite(text: JsString, rules: &str) -> JsString;
        #[wasm_bindgen(js_name = rewrite)]
        fn rewrite_by(text: JsString, rules: &JsString) -> JsString;
        #[wasm_bindgen(js_name = join)]
        fn plus(text: JsString, other: &str) -> JsString;
        fn join(text: JsString, other: &JsString) -> JsString;
        fn lower(text: JsString) -> JsString;
        #[wasm_bindgen(js_name = toNumber)]
        fn to_number(text: &JsString) -> f64;
        #[wasm_bindgen(js_name = toTime)]
        fn to_time(text: &JsString) -> f64;
        #[wasm_bindgen(js_name = fromNumber)]
        fn from_number(number: f64) -> JsString;
        fn part(text: &JsString, separator: &str, place: usize) -> JsString;
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

        /// The text after one rule after the other, a line each: a pattern, a tab, and what stands
        /// in place of every match. `$1` and `$2` stand for groups, `$&` for the match.
        pub fn rewrite(self, rules: &str) -> Text {
            Text(rewrite(self.0, rules))
        }

        /// The same by rules that were put together.
        pub fn rewrite_by(self, rules: &Text) -> Text {
            Text(rewrite_by(self.0, &rules.0))
        }

        /// This text followed by another.
        pub fn plus(self, other: &str) -> Text {
            Text(plus(self.0, other))
        }

        /// This text followed by another.
        pub fn and(self, other: &Text) -> Text {
            Text(join(self.0, &other.0))
        }

        /// The text in lower case.
        pub fn lower(self) -> Text {
            Text(lower(self.0))
        }

        /// The number that the text spells, or NaN.
        pub fn to_number(&self) -> f64 {
            to_number(&self.0)
        }

        /// The time that the text spells as a date, in milliseconds since 1970, or NaN.
        pub fn to_time(&self) -> f64 {
            to_time(&self.0)
        }

        /// The integer's digits.
        pub fn from_number(number: f64) -> Text {
            Text(from_number(number))
        }

        /// What stands at a place between separators; empty where there is no such place.
        pub fn part(&self, separator: &str, place: usize) -> Text {
            Text(part(&self.0, separator, place))
        }

        /// How long the text is, in UTF-16 code units.
        pub fn length(&self) -> f64 {
            f64::from(self.0.length())
        }
    }

    impl From<&str> for Text {
        fn from(text: &str) -> Self {
            Text(text.into())
        }
    }

    impl From<&Text> for String {
        fn from(text: &Text) -> Self {
            text.0.clone().into()
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

        /// The text after one rule after the other, a line each: a pattern, a tab, and what stands
        /// in place of every match. `$1` and `$2` stand for groups, `$&` for the match.
        pub fn rewrite(self, rules: &str) -> Text {
            rules.split('\n').fold(self, |text, rule| {
                let (pattern, with) = rule.split_once('\t').unwrap_or((rule, ""));
                let with = with.replace("$1", "${1}").replace("$2", "${2}").replace("$&", "${0}");
                Text(compile(pattern).replace_all(&text.0, with).into_owned())
            })
        }

        /// The same by rules that were put together.
        pub fn rewrite_by(self, rules: &Text) -> Text {
            self.rewrite(&rules.0)
        }

        /// This text followed by another.
        pub fn plus(self, other: &str) -> Text {
            Text(self.0 + other)
        }

        /// This text followed by another.
        pub fn and(self, other: &Text) -> Text {
            Text(self.0 + &other.0)
        }

        /// The text in lower case.
        pub fn lower(self) -> Text {
            Text(self.0.to_lowercase())
        }

        /// The number that the text spells, or NaN.
        pub fn to_number(&self) -> f64 {
            self.0.parse().unwrap_or(f64::NAN)
        }

        /// The time that the text spells as a date, in milliseconds since 1970, or NaN.
        pub fn to_time(&self) -> f64 {
            let time = httpdate::parse_http_date(&self.0).ok();
            let time = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
            time.map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
        }

        /// The integer's digits.
        pub fn from_number(number: f64) -> Text {
            Text(number.to_string())
        }

        /// What stands at a place between separators; empty where there is no such place.
        pub fn part(&self, separator: &str, place: usize) -> Text {
            self.0.split(separator).nth(place).unwrap_or_default().into()
        }

        /// How long the text is, in UTF-16 code units.
        pub fn length(&self) -> f64 {
            self.0.encode_utf16().count() as f64
        }
    }

    impl From<&str> for Text {
        fn from(text: &str) -> Self {
            Text(text.to_owned())
        }
    }

    impl From<&Text> for String {
        fn from(text: &Text) -> Self {
            text.0.clone()
        }
    }

    impl serde::Serialize for Text {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&self.0)
        }
    }
}
