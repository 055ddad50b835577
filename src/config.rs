//! The options of a tracker: one list, for the script tag, for JavaScript, for types and docs.

use crate::text::Text;

/// The largest integer that JavaScript, and so JSON on the wire, holds exactly: 2^53 − 1.
const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

/// What is behind an option's name: a pattern and the default. An option without a value is on when it is
/// there, whatever it says but `false`: frameworks write that for what is to be left out.
macro_rules! cells {
    () => {
        "^([^f]|$)\t"
    };
    ($takes:literal, $default:literal, $pattern:literal) => {
        concat!($pattern, "\t", $default)
    };
}

/// What an option takes; nothing for one that is on when present.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! takes {
    () => {
        ""
    };
    ($takes:literal, $default:literal, $pattern:literal) => {
        $takes
    };
}

macro_rules! options {
    ($($(#[doc = $doc:literal])+ $key:ident: $name:literal $(, $cell:literal)*;)+) => {
        /// An option.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Name { $($(#[doc = $doc])+ $key),+ }

        /// All options in the order of [`Name`], a line each: name, pattern and default, a tab between
        /// each.
        const TABLE: &str = concat!($($name, "\t", cells!($($cell),*), "\n"),+);

        /// What each option takes, as the end of a sentence, and what it does, in sentences of the
        /// documentation, which visitors don't download.
        #[cfg(not(target_arch = "wasm32"))]
        const DOCS: &[(&str, &str)] = &[$((takes!($($cell),*), concat!($($doc),+))),+];
    };
}

// Each has its name in kebab case: the script tag spells it with `data-` before it, JavaScript in
// camel case (`project-id` → `data-project-id`, `projectId`). Then, where it has a value, what it takes,
// as the end of a sentence; its default; and a pattern: what that finds in the text is the value.
options! {
    /// Your project's number, such as 42.
    ProjectId: "project-id", "a number", "",
        r"^\s*0*([1-9][0-9]{0,15})\s*$";
    /// The API's base URL (W1).
    Api: "api", "a URL",
        "https://mailer.linkyfy.ai/api/v1",
        // A host, and nothing that would end a URL's path or need escaping in it. What no host begins with
        // is listed: of the letters of all languages V8 looks up each one's other case.
        r#"^\s*(https?://[^\s!-/:-@\\][^\s?#\\"<>]*?)/?\s*$"#;
    /// Path of impressions below the base URL (W6).
    ImpressionPath: "impression-path", "a /path", "/tracking/impression",
        r#"^/[^\s?#\\"<>]*$"#;
    /// Path of registrations below the base URL (W6).
    RegistrationPath: "registration-path", "a /path",
        "/tracking/registration", r#"^/[^\s?#\\"<>]*$"#;
    /// Whether page views count by themselves; `off` leaves them to `linkyfy.impression()` (T7).
    Auto: "auto", "on or off", "on", "^(on|off|)$";
    /// Paths that are not counted, such as `/admin/** /drafts/*`, with `*` for any text within a segment
    /// and `**` for any (T6). As URLs have them: `/%C3%BCber-uns`.
    Exclude: "exclude", "paths separated by spaces", "",
        r"[\s\S]*";
    /// The only URL parameters that are sent, where you name any (T5).
    UrlParams: "url-params", "names separated by spaces", "", r"^[\sa-z0-9_,.~-]*$";
    /// With `required`, nothing is stored or sent before `linkyfy.consent(true)` (V6).
    Consent: "consent", "required", "", "^required$";
    /// The site's other domains, such as `shop.example`: links there carry the visitor's id, and ids from there are
    /// accepted (V8).
    LinkerDomains: "linker-domains", "domains separated by spaces", "",
        r"^\s*([a-z0-9.-]+(?:\s+[a-z0-9.-]+)*)\s*$";
    /// Send each event's id, so that the server can drop duplicates (D8).
    EventId: "event-id";
    /// Send bodies as plain text, which spares the browser from asking the API first.
    SimpleRequest: "simple-request";
    /// The URL's fragment is part of the page's address (T2, T5).
    HashRouting: "hash-routing";
    /// Count on localhost and loopback addresses too (T6).
    AllowLocalhost: "allow-localhost";
    /// Count automated browsers too (T6).
    AllowAutomation: "allow-automation";
    /// Count inside frames too (T6).
    AllowFrames: "allow-frames";
    /// Global Privacy Control is no refusal (V7).
    IgnoreGpc: "ignore-gpc";
    /// Do Not Track is a refusal (V7).
    RespectDnt: "respect-dnt";
    /// Say on the console what becomes of every event, and show on the page which forms count (P3,
    /// F10).
    Debug: "debug";
}

/// A column of [`TABLE`].
mod column {
    pub(super) const NAME: i32 = 0;
    pub(super) const PATTERN: i32 = 1;
    pub(super) const DEFAULT: i32 = 2;
}

fn cell(row: i32, column: i32) -> Text {
    Text::from(TABLE).part("\n", row).part("\t", column)
}

/// An option as documentation has it.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug, Clone)]
pub struct Row {
    /// The name in kebab case.
    pub name: String,
    /// What it takes, as the end of a sentence; empty for one that is on when present.
    pub takes: &'static str,
    /// The value where it is not set; empty where there is none.
    pub default: String,
    /// What finds the value in a text.
    pub pattern: String,
    /// What it does, in sentences.
    pub doc: &'static str,
}

#[cfg(not(target_arch = "wasm32"))]
impl Row {
    /// What it takes, in words.
    pub fn takes_in_words(&self) -> &'static str {
        if self.takes.is_empty() { "no value" } else { self.takes }
    }
}

/// All options, for documentation and types.
#[cfg(not(target_arch = "wasm32"))]
pub fn rows() -> Vec<Row> {
    let row = |(place, (takes, doc)): (i32, &(&'static str, &'static str))| {
        let text = |column| String::from(&cell(place, column));
        let [name, default, pattern] = [column::NAME, column::DEFAULT, column::PATTERN].map(text);
        Row { name, takes, default, pattern, doc: doc.trim() }
    };
    (0..).zip(DOCS).map(row).collect()
}

/// A tracker's options, as the script tag or the page's script has them. They are read where they
/// are needed.
pub trait Options {
    /// The text of an option by its kebab-case name, or nothing where it is not set.
    fn read(&self, name: &Text) -> Option<Text>;

    /// An option's value, or its default.
    fn get(&self, name: Name) -> Option<Text> {
        let row = name as i32;
        match self.read(&cell(row, column::NAME)) {
            Some(text) => text.find(cell(row, column::PATTERN)),
            None => Some(cell(row, column::DEFAULT)).filter(|default| !default.is_empty()),
        }
    }

    /// Whether a flag is on.
    fn has(&self, name: Name) -> bool {
        self.get(name).is_some()
    }

    /// An option's value; empty where there is none.
    fn text(&self, name: Name) -> Text {
        self.get(name).unwrap_or_else(|| "".into())
    }

    /// Where events are posted (W2, W3); `path` is one of the paths.
    fn url(&self, path: Name) -> Text {
        self.text(Name::Api).plus(self.text(path))
    }

    /// The name of the first option whose value is not one that it takes (L8).
    fn wrong(&self) -> Option<Text> {
        let mut row = 0;
        loop {
            let name = cell(row, column::NAME);
            if name.is_empty() {
                break;
            }
            if self.read(&name).is_some_and(|text| !text.has(cell(row, column::PATTERN))) {
                return Some(name);
            }
            row += 1;
        }
        let project_id = self.text(Name::ProjectId);
        let is_number = !project_id.is_empty() && project_id.to_number() <= MAX_INTEGER;
        if is_number { None } else { Some(cell(Name::ProjectId as i32, column::NAME)) }
    }
}

/// Options for tests.
#[cfg(test)]
impl Options for Vec<(&str, &str)> {
    fn read(&self, name: &Text) -> Option<Text> {
        self.iter().find(|pair| *name == pair.0).map(|pair| pair.1.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    /// The options, where all are taken.
    fn with<'a>(pairs: &[(&'a str, &'a str)]) -> Result<Vec<(&'a str, &'a str)>, Text> {
        let options = pairs.to_vec();
        options.wrong().map_or(Ok(options), Err)
    }

    fn refused<'a>(name: Name) -> Result<Vec<(&'a str, &'a str)>, Text> {
        Err(cell(name as i32, column::NAME))
    }

    #[test]
    fn w1_w6_addresses_are_the_documented_ones_unless_configured() {
        let options = with(&[("project-id", "42")]).unwrap();
        let urls = |options: &Vec<_>| {
            [Name::ImpressionPath, Name::RegistrationPath].map(|path| options.url(path))
        };
        assert_eq!(options.text(Name::ProjectId), "42");
        let api = Text::from("https://mailer.linkyfy.ai/api/v1");
        let [impression, registration] = ["/tracking/impression", "/tracking/registration"];
        assert_eq!(urls(&options), [api.clone().plus(impression), api.plus(registration)]);

        let options = with(&[
            ("project-id", " 42 "),
            ("api", "http://127.0.0.1:4000/api/v1/"),
            ("impression-path", "/track/impression"),
            ("registration-path", "/track/registration"),
        ])
        .unwrap();
        let api = Text::from("http://127.0.0.1:4000/api/v1");
        let [impression, registration] = ["/track/impression", "/track/registration"];
        assert_eq!(urls(&options), [api.clone().plus(impression), api.plus(registration)]);
    }

    #[test]
    fn t6_everything_is_refused_by_default_and_allowed_by_presence() {
        let options = with(&[("project-id", "1")]).unwrap();
        let allow = [Name::AllowLocalhost, Name::AllowAutomation, Name::AllowFrames];
        assert!(!allow.iter().any(|flag| options.has(*flag)));
        let options = with(&[
            ("project-id", "1"),
            ("allow-localhost", ""),
            ("allow-automation", ""),
            ("allow-frames", ""),
        ])
        .unwrap();
        assert!(allow.iter().all(|flag| options.has(*flag)));
        assert!(!options.has(Name::EventId));
    }

    #[test]
    fn l8_a_bad_value_names_its_option() {
        assert_eq!(with(&[]), refused(Name::ProjectId));
        let ids = [
            "",
            " ",
            "abc",
            "42abc",
            "-1",
            "+1",
            "4.2",
            "0",
            "1e3",
            "0x2a",
            "９",
            "9007199254740992",
        ];
        for id in ids {
            assert_eq!(with(&[("project-id", id)]), refused(Name::ProjectId), "{id:?}");
        }
        let apis = [
            "",
            "nonsense",
            "/api/v1",
            "//mailer.linkyfy.ai",
            "ftp://a.example",
            "https://",
            "https:///x",
            "https://a.example?x=1",
            "https://a.example/#x",
            "https://a example",
            "javascript:alert(1)",
        ];
        for api in apis {
            assert_eq!(with(&[("project-id", "1"), ("api", api)]), refused(Name::Api), "{api:?}");
        }
        for path in ["", "impression", "https://a.example", "/a b", "/a?b"] {
            let paths = [("project-id", "1"), ("impression-path", path)];
            assert_eq!(with(&paths), refused(Name::ImpressionPath), "{path:?}");
            let paths = [("project-id", "1"), ("registration-path", path)];
            assert_eq!(with(&paths), refused(Name::RegistrationPath), "{path:?}");
        }
    }

    #[test]
    fn t7_v6_v8_l8_options_with_words_take_theirs() {
        let text = |name: Name, value| {
            let option = String::from(&cell(name as i32, column::NAME));
            let options = vec![("project-id", "1"), (&*option, value)];
            options.wrong().map_or_else(|| Ok(options.text(name)), Err)
        };
        for (name, value, taken) in [
            (Name::Auto, "off", "off"),
            (Name::Auto, "on", "on"),
            (Name::Auto, "", ""),
            (Name::Consent, "required", "required"),
            (Name::UrlParams, "page, lang", "page, lang"),
            (Name::UrlParams, "", ""),
            (Name::LinkerDomains, " shop.example  b.example ", "shop.example  b.example"),
            (Name::Exclude, "/a\n /b(*", "/a\n /b(*"),
        ] {
            assert_eq!(text(name, value), Ok(taken.into()), "{name:?} {value:?}");
        }
        for (name, value) in [
            (Name::Auto, "maybe"),
            (Name::Consent, "maybe"),
            (Name::Consent, ""),
            (Name::UrlParams, "page&lang"),
            (Name::LinkerDomains, ""),
            (Name::LinkerDomains, "https://shop.example/"),
            (Name::IgnoreGpc, "false"),
            (Name::Debug, "FALSE"),
        ] {
            assert_eq!(
                text(name, value),
                Err(cell(name as i32, column::NAME)),
                "{name:?} {value:?}"
            );
        }
        assert_eq!(with(&[("project-id", "1")]).unwrap().text(Name::Auto), "on");
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn l8_rows_stand_in_the_order_of_their_names_and_take_their_own_default() {
        let rows = rows();
        assert_eq!(rows[Name::Debug as usize].name, "debug");
        assert_eq!(rows.len(), Name::Debug as usize + 1);
        for (place, row) in (0..).zip(&rows) {
            let is_taken = Text::from(&*row.default).has(cell(place, column::PATTERN));
            assert!(row.default.is_empty() || is_taken, "{row:?}");
            assert!(row.name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'));
            assert!(row.doc.ends_with('.'), "{row:?}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn l8_any_text_is_taken_or_refused_without_a_panic(id in ".*", api in ".*", path in ".*") {
            let _ = with(&[("project-id", &id), ("api", &api), ("impression-path", &path)]);
        }

        #[test]
        fn w2_every_safe_integer_is_a_project_id(id in 1..=MAX_INTEGER as u64) {
            let id = id.to_string();
            prop_assert_eq!(with(&[("project-id", &id)]).unwrap().text(Name::ProjectId), id.as_str());
        }
    }
}
