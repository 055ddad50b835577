//! The options of a tracker: one row each, spelled for the script tag and for JavaScript alike.

use crate::text::Text;

/// The largest integer that JavaScript, and so JSON on the wire, holds exactly: 2^53 − 1.
const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

/// What an option is called and what it takes.
///
/// The script tag spells it `data-` + `name`, JavaScript spells it in camel case
/// (`project-id` → `data-project-id`, `projectId`).
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The name in kebab case, without `data-`.
    pub name: &'static str,
    /// What the option takes, as the end of a sentence.
    pub takes: &'static str,
}

/// Whose events these are. Required.
pub const PROJECT_ID: Row = Row { name: "project-id", takes: "your project's number, such as 42" };
/// Base URL of the API (W1).
pub const API: Row = Row {
    name: "api",
    takes: "an http(s) URL without query, such as https://mailer.linkyfy.ai/api/v1",
};
/// Path of impressions below the base URL (W6).
pub const IMPRESSION_PATH: Row = Row { name: "impression-path", takes: PATH };
/// Path of registrations below the base URL (W6).
pub const REGISTRATION_PATH: Row = Row { name: "registration-path", takes: PATH };
/// Paths that are not counted (T6).
pub const EXCLUDE: Row =
    Row { name: "exclude", takes: "paths separated by spaces, such as /admin/** /drafts/*" };
/// Whether page views count by themselves (T7).
pub const AUTO: Row = Row { name: "auto", takes: "off, or nothing at all" };
/// Whether the visitor has to agree before anything is stored or sent (V6).
pub const CONSENT: Row = Row { name: "consent", takes: "required, or nothing at all" };
/// The only URL parameters that are sent (T5).
pub const URL_PARAMS: Row = Row { name: "url-params", takes: "names separated by commas" };

const PATH: &str = "a path that starts with /";

/// An option that takes no value: it is on when present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Count on localhost and loopback addresses too (T6).
    AllowLocalhost,
    /// Count automated browsers too (T6).
    AllowAutomation,
    /// Count inside frames too (T6).
    AllowFrames,
    /// The URL's fragment is part of the page's address (T2, T5).
    HashRouting,
    /// Send each event's id, so that the server can drop duplicates (D8).
    EventId,
    /// Global Privacy Control is no refusal (V7).
    IgnoreGpc,
    /// Do Not Track is a refusal (V7).
    RespectDnt,
    /// Send bodies as plain text, which spares the browser from asking first.
    SimpleRequest,
}

/// The flags' names in kebab case, in the order of [`Flag`].
const FLAGS: [&str; 8] = [
    "allow-localhost",
    "allow-automation",
    "allow-frames",
    "hash-routing",
    "event-id",
    "ignore-gpc",
    "respect-dnt",
    "simple-request",
];

/// A tracker's options, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Whose events these are: an integer, as JavaScript has it.
    pub project_id: f64,
    /// Where impressions are posted (W2).
    pub impression_url: Text,
    /// Where registrations are posted (W3).
    pub registration_url: Text,
    /// Globs of paths that are not counted, separated by white space.
    pub exclude: Text,
    /// Page views count by themselves.
    pub auto: bool,
    /// The visitor has to agree before anything is stored or sent.
    pub consent_required: bool,
    /// The only URL parameters that are sent, where the site names them.
    pub url_params: Option<Text>,
    /// A bit for each flag that is on.
    flags: u32,
}

impl Options {
    /// Whether a flag is on.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags & (1 << flag as u32) != 0
    }
}

/// Reads the options; `get` gives the text of an option by its kebab-case name, or nothing where
/// it is not set.
///
/// # Errors
/// The row of the first option whose value is not one that it takes (L8).
pub fn read(get: &dyn Fn(&str) -> Option<Text>) -> Result<Options, &'static Row> {
    let project_id = get(PROJECT_ID.name)
        .and_then(|text| text.find("^\\s*0*([1-9][0-9]*)\\s*$"))
        .map_or(0.0, |digits| digits.to_number());
    if !(1.0..=MAX_INTEGER).contains(&project_id) {
        return Err(&PROJECT_ID);
    }
    let api = get(API.name).unwrap_or_else(|| "https://mailer.linkyfy.ai/api/v1".into());
    // A host, and nothing that would end a URL's path or need escaping in it.
    let api =
        api.find(r#"^\s*(https?://[a-z0-9\[\x80-\uffff][^\s?#\\"<>]*?)/?\s*$"#).ok_or(&API)?;
    let url = |row: &'static Row, default: &str| match get(row.name) {
        None => Ok(api.clone().plus(default)),
        Some(path) => {
            path.find(r#"^/[^\s?#\\"<>]*$"#).map(|path| api.clone().and(&path)).ok_or(row)
        }
    };
    let auto = get(AUTO.name);
    if auto.as_ref().is_some_and(|auto| !auto.has("^(?:on|off)?$")) {
        return Err(&AUTO);
    }
    let consent = get(CONSENT.name);
    if consent.as_ref().is_some_and(|consent| !consent.has("^(?:required)?$")) {
        return Err(&CONSENT);
    }
    let url_params = get(URL_PARAMS.name).map(|names| names.rewrite(r"\s+"));
    if url_params.as_ref().is_some_and(|names| !names.has("^[a-z0-9_,.~-]*$")) {
        return Err(&URL_PARAMS);
    }
    let mut flags = 0;
    for (bit, name) in FLAGS.iter().enumerate() {
        flags |= u32::from(get(name).is_some()) << bit;
    }
    Ok(Options {
        impression_url: url(&IMPRESSION_PATH, "/tracking/impression")?,
        registration_url: url(&REGISTRATION_PATH, "/tracking/registration")?,
        project_id,
        exclude: get(EXCLUDE.name).unwrap_or_else(|| "".into()),
        auto: auto.is_none_or(|auto| !auto.has("off")),
        consent_required: consent.is_some_and(|consent| consent.has("required")),
        url_params,
        flags,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn with(pairs: &[(&str, &str)]) -> Result<Options, &'static Row> {
        read(&|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.into()))
    }

    #[test]
    fn w1_w6_addresses_are_the_documented_ones_unless_configured() {
        let options = with(&[("project-id", "42")]).unwrap();
        assert_eq!(options.project_id, 42.0);
        assert_eq!(options.impression_url, "https://mailer.linkyfy.ai/api/v1/tracking/impression");
        assert_eq!(
            options.registration_url,
            "https://mailer.linkyfy.ai/api/v1/tracking/registration"
        );

        let options = with(&[
            ("project-id", " 42 "),
            ("api", "http://127.0.0.1:4000/api/v1/"),
            ("impression-path", "/track/impression"),
            ("registration-path", "/track/registration"),
        ])
        .unwrap();
        assert_eq!(options.impression_url, "http://127.0.0.1:4000/api/v1/track/impression");
        assert_eq!(options.registration_url, "http://127.0.0.1:4000/api/v1/track/registration");
    }

    #[test]
    fn t6_everything_is_refused_by_default_and_allowed_by_presence() {
        let options = with(&[("project-id", "1")]).unwrap();
        let allow = [Flag::AllowLocalhost, Flag::AllowAutomation, Flag::AllowFrames];
        assert!(!allow.iter().any(|flag| options.has(*flag)));
        let options = with(&[
            ("project-id", "1"),
            ("allow-localhost", ""),
            ("allow-automation", ""),
            ("allow-frames", ""),
        ])
        .unwrap();
        assert!(allow.iter().all(|flag| options.has(*flag)));
        assert!(!options.has(Flag::EventId));
    }

    #[test]
    fn l8_a_bad_value_names_its_option() {
        assert_eq!(with(&[]), Err(&PROJECT_ID));
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
            assert_eq!(with(&[("project-id", id)]), Err(&PROJECT_ID), "{id:?}");
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
            assert_eq!(with(&[("project-id", "1"), ("api", api)]), Err(&API), "{api:?}");
        }
        for path in ["", "impression", "https://a.example", "/a b", "/a?b"] {
            let paths = [("project-id", "1"), ("impression-path", path)];
            assert_eq!(with(&paths), Err(&IMPRESSION_PATH), "{path:?}");
            let paths = [("project-id", "1"), ("registration-path", path)];
            assert_eq!(with(&paths), Err(&REGISTRATION_PATH), "{path:?}");
        }
    }

    #[test]
    fn t7_v6_l8_options_with_words_take_theirs() {
        let auto =
            |value| with(&[("project-id", "1"), ("auto", value)]).map(|options| options.auto);
        assert_eq!(auto("off"), Ok(false));
        assert_eq!(auto("on"), Ok(true));
        assert_eq!(auto("maybe"), Err(&AUTO));
        assert!(with(&[("project-id", "1")]).unwrap().auto);
        let consent = |value| with(&[("project-id", "1"), ("consent", value)]);
        assert!(consent("required").unwrap().consent_required);
        assert!(!consent("").unwrap().consent_required);
        assert_eq!(consent("maybe"), Err(&CONSENT));
        let params = |value| with(&[("project-id", "1"), ("url-params", value)]);
        assert_eq!(params("page, lang").unwrap().url_params, Some("page,lang".into()));
        assert_eq!(params("page&lang"), Err(&URL_PARAMS));
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn l8_any_text_is_taken_or_refused_without_a_panic(id in ".*", api in ".*", path in ".*") {
            let _ = with(&[("project-id", &id), ("api", &api), ("impression-path", &path)]);
        }

        #[test]
        fn w2_every_safe_integer_is_a_project_id(id in 1..=MAX_INTEGER as u64) {
            prop_assert_eq!(with(&[("project-id", &id.to_string())]).unwrap().project_id, id as f64);
        }
    }
}
