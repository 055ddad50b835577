//! Text, kept where it is cheapest: a JavaScript string in the browser, a `String` on the host.
//!
//! Copying text into WebAssembly and taking it apart there would be half of the tracker's bytes.
//! All that decisions need of a text is here: to find, rewrite and join. In the browser a text is a
//! number by which `text.js` knows it, and no longer than the call from JavaScript in which it was
//! made: so texts are never counted, dropped or freed one by one.
//!
//! Patterns are regular expressions of the few forms that JavaScript and the crate `regex` read
//! alike, without regard to case. The decisions' tests run on the host, and again in a browser,
//! where text is JavaScript's.

#[cfg(not(target_arch = "wasm32"))]
pub use host::Text;
#[cfg(target_arch = "wasm32")]
pub use wasm::Text;

impl Text {
    /// Whether the pattern is found anywhere in the text.
    #[inline(always)]
    pub fn has(&self, pattern: impl Into<Text>) -> bool {
        self.find(pattern).is_some()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.length() == 0
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl PartialEq<&str> for Text {
    #[inline(always)]
    fn eq(&self, other: &&str) -> bool {
        let other = Text::from(*other);
        *self == other
    }
}

#[cfg(target_arch = "wasm32")]
mod wasm {
    use std::fmt::{self, Debug, Formatter};
    use std::num::NonZeroI32;

    use wasm_bindgen::prelude::*;

    /// A text; cheap to clone.
    #[derive(Clone)]
    pub struct Text(NonZeroI32);

    #[wasm_bindgen(module = "/src/text.js")]
    extern "C" {
        fn constant(text: &str) -> i32;
        fn spell(text: i32) -> String;
        fn same(text: i32, other: i32) -> bool;
        fn length(text: i32) -> i32;
        fn find(text: i32, pattern: i32) -> i32;
        fn rewrite(text: i32, rules: i32) -> i32;
        fn join(text: i32, other: i32) -> i32;
        fn host(text: i32) -> i32;
        fn part(text: i32, separator: i32, place: i32) -> i32;
        #[wasm_bindgen(js_name = toNumber)]
        fn to_number(text: i32) -> f64;
        #[wasm_bindgen(js_name = toTime)]
        fn to_time(text: i32) -> f64;
        #[wasm_bindgen(js_name = fromNumber)]
        fn from_number(number: f64) -> i32;
    }

    impl Text {
        /// The text of a number from JavaScript, where none is 0.
        pub(crate) fn known(number: i32) -> Option<Self> {
            NonZeroI32::new(number).map(Self)
        }

        /// The text of a number from a function of `text.js` that always gives a text.
        pub(crate) fn made(number: i32) -> Self {
            // SAFETY: the number counts the texts that were there before, which are two or more.
            Self(unsafe { NonZeroI32::new_unchecked(number) })
        }

        /// The number by which JavaScript knows it.
        pub(crate) fn number(&self) -> i32 {
            self.0.get()
        }

        /// The first match's group, or all of it where the pattern has no group.
        #[inline(always)]
        pub fn find(&self, pattern: impl Into<Text>) -> Option<Text> {
            Text::known(find(self.number(), pattern.into().number()))
        }

        /// The text after one rule after the other, a line each: a pattern, a tab, and what stands
        /// in place of every match. `$1` and `$2` stand for groups, `$&` for the match.
        #[inline(always)]
        pub fn rewrite(self, rules: impl Into<Text>) -> Text {
            Text::made(rewrite(self.number(), rules.into().number()))
        }

        /// This text followed by another.
        #[inline(always)]
        pub fn plus(self, other: impl Into<Text>) -> Text {
            Text::made(join(self.number(), other.into().number()))
        }

        /// The host of this name as URLs have it: in lower case, and IDN-encoded.
        pub fn host(self) -> Text {
            Text::made(host(self.number()))
        }

        /// What stands at a place between separators; empty where there is no such place.
        #[inline(always)]
        pub fn part(&self, separator: impl Into<Text>, place: i32) -> Text {
            Text::made(part(self.number(), separator.into().number(), place))
        }

        /// The number that the text spells, or NaN; an empty one may also spell 0.
        pub fn to_number(&self) -> f64 {
            to_number(self.number())
        }

        /// The time that the text spells as a date, in milliseconds since 1970, or NaN.
        pub fn to_time(&self) -> f64 {
            to_time(self.number())
        }

        /// The integer's digits.
        pub fn from_number(number: f64) -> Text {
            Text::made(from_number(number))
        }

        /// How long the text is, in UTF-16 code units.
        pub fn length(&self) -> i32 {
            length(self.number())
        }
    }

    impl PartialEq for Text {
        fn eq(&self, other: &Self) -> bool {
            same(self.number(), other.number())
        }
    }

    impl From<&str> for Text {
        #[inline(always)]
        fn from(text: &str) -> Self {
            Text::made(constant(text))
        }
    }

    impl From<&Text> for String {
        fn from(text: &Text) -> Self {
            spell(text.number())
        }
    }

    impl Debug for Text {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            write!(f, "{:?}", String::from(self))
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
        pub fn find(&self, pattern: impl Into<Text>) -> Option<Text> {
            let pattern = compile(&pattern.into().0);
            let found = pattern.captures(&self.0)?;
            found.get(pattern.captures_len() - 1).map(|group| group.as_str().into())
        }

        /// The text after one rule after the other, a line each: a pattern, a tab, and what stands
        /// in place of every match. `$1` and `$2` stand for groups, `$&` for the match.
        pub fn rewrite(self, rules: impl Into<Text>) -> Text {
            rules.into().0.split('\n').fold(self, |text, rule| {
                let (pattern, with) = rule.split_once('\t').unwrap_or((rule, ""));
                let with = with.replace("$1", "${1}").replace("$2", "${2}").replace("$&", "${0}");
                Text(compile(pattern).replace_all(&text.0, with).into_owned())
            })
        }

        /// This text followed by another.
        pub fn plus(self, other: impl Into<Text>) -> Text {
            Text(self.0 + &other.into().0)
        }

        /// The host of this name as URLs have it: in lower case, and IDN-encoded.
        pub fn host(self) -> Text {
            Text(idna::domain_to_ascii(&self.0).unwrap_or_default())
        }

        /// The number that the text spells, or NaN; an empty one may also spell 0.
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
        pub fn part(&self, separator: impl Into<Text>, place: i32) -> Text {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            self.0.split(&separator.into().0).nth(place).unwrap_or_default().into()
        }

        /// How long the text is, in UTF-16 code units.
        pub fn length(&self) -> i32 {
            i32::try_from(self.0.encode_utf16().count()).unwrap_or(i32::MAX)
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
}
