//! The visitor's id: made, recognised, and agreed on between the cookie and its mirror.

use uuid::{Builder, fmt::Hyphenated};

use crate::text::Text;

/// The pattern of an id as [`mint`] makes them, between two other patterns.
macro_rules! id {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})",
            $after
        )
    };
}

/// A new id: a version 4 UUID from 16 secure random bytes (V1).
pub fn mint(random: [u8; 16]) -> Text {
    let mut text = [0; Hyphenated::LENGTH];
    let id = Builder::from_random_bytes(random).into_uuid();
    (&*id.hyphenated().encode_lower(&mut text)).into()
}

/// The visitor's id (V2): the cookie's, which subdomains share, before its mirror's. A value that is not well formed is none. `cookies` is what `document.cookie` gives: a page
/// can see two cookies of one name, for its host and for a wider domain.
pub fn reconcile(cookies: &Text, mirror: &Text) -> Option<Text> {
    let cookie = cookies.find(id!("(?:^|; )linkyfy_vid=", "(?:;|$)"));
    cookie.or_else(|| mirror.find(id!("^", "$")))
}

/// The domain that a cookie of this host may be set for first: the host's own. None for a name
/// without a dot, which has no wider domain.
pub fn domain(host: &Text) -> Option<Text> {
    host.find(r"^.+\..+$")
}

/// The next wider domain to try. The browser refuses those that belong to nobody (`co.uk`).
pub fn wider(domain: &Text) -> Option<Text> {
    domain.find(r"^[^.]+\.(.+\..+)$")
}

/// Whether the cookie that tries a domain has been accepted.
pub fn is_probed(cookies: &Text) -> bool {
    cookies.has("(?:^|; )linkyfy_probe=")
}

/// The cookie that tries a domain: `present` sets it, not `present` takes it away.
pub fn probe_cookie(present: bool, domain: &Text, secure: bool) -> Text {
    let start = if present { "linkyfy_probe=1; Max-Age=9" } else { "linkyfy_probe=; Max-Age=0" };
    cookie(start.into(), Some(domain), secure)
}

/// The cookie of a name and an equals sign that keeps a value for 400 days after the last visit,
/// the most that browsers grant (RFC 6265bis, section 5.5); an empty value takes it away. `domain`
/// is none for the host alone.
pub fn kept_cookie(name: &str, value: &Text, domain: Option<&Text>, secure: bool) -> Text {
    let age = if value.is_empty() { "; Max-Age=0" } else { "; Max-Age=34560000" };
    cookie(Text::from(name).and(value).plus(age), domain, secure)
}

/// A cookie as `document.cookie` takes it, from its name, value and age.
fn cookie(start: Text, domain: Option<&Text>, secure: bool) -> Text {
    let cookie = start.plus("; Path=/; SameSite=Lax").plus(if secure { "; Secure" } else { "" });
    match domain {
        Some(domain) => cookie.plus("; Domain=").and(domain),
        None => cookie,
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NEW: &str = "";
    const COOKIE: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
    const MIRROR: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    fn agreed(cookies: &str, mirror: &str) -> String {
        reconcile(&cookies.into(), &mirror.into()).map_or(String::new(), |id| String::from(&id))
    }

    #[test]
    fn v1_an_id_is_a_version_4_uuid() {
        assert_eq!(mint([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(mint([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn v1_every_id_is_well_formed(random: [u8; 16]) {
            prop_assert!(mint(random).has(id!("^", "$")));
        }

        #[test]
        fn v2_any_cookies_and_mirror_give_a_well_formed_id_or_none(cookies in ".*", mirror in ".*") {
            let id = Text::from(agreed(&cookies, &mirror).as_str());
            prop_assert!(id.is_empty() || id.has(id!("^", "$")));
        }
    }

    #[test]
    fn v2_cookie_before_mirror_before_a_new_one() {
        let cookies = format!("a=b; linkyfy_vid={COOKIE}; c=d");
        assert_eq!(agreed(&cookies, MIRROR), COOKIE);
        assert_eq!(agreed(&cookies, ""), COOKIE);
        assert_eq!(agreed("a=b", MIRROR), MIRROR);
        assert_eq!(agreed("", ""), NEW);
    }

    #[test]
    fn v2_a_value_that_is_not_well_formed_is_replaced() {
        for bad in ["", "1", "undefined", &COOKIE[1..], "1b9d6bcd-bbfd-1b2d-9b5d-ab8dfbbd4bed"] {
            assert_eq!(agreed(&format!("linkyfy_vid={bad}"), MIRROR), MIRROR);
            assert_eq!(agreed("", bad), NEW);
            let two = format!("linkyfy_vid={bad}; linkyfy_vid={COOKIE}");
            assert_eq!(agreed(&two, ""), COOKIE, "the well-formed one of two");
        }
        let others = format!("xlinkyfy_vid={COOKIE}; linkyfy_vid{COOKIE}; a=linkyfy_vid={COOKIE}");
        assert_eq!(agreed(&others, ""), NEW, "other cookies' values");
    }

    #[test]
    fn v2_domains_go_from_the_host_itself_to_the_widest() {
        let all = |host: &str| {
            let domains = iter::successors(domain(&host.into()), wider);
            domains.map(|domain| String::from(&domain)).collect::<Vec<_>>()
        };
        assert_eq!(all("a.example.co.uk"), ["a.example.co.uk", "example.co.uk", "co.uk"]);
        assert_eq!(all("example.com"), ["example.com"]);
        assert_eq!(all("localhost"), [""; 0]);
    }

    #[test]
    fn v2_the_cookie_lives_400_days_on_its_domain_and_only_by_https_there() {
        let cookie = |domain: Option<&Text>, secure| {
            String::from(&kept_cookie("linkyfy_vid=", &COOKIE.into(), domain, secure))
        };
        let start = format!("linkyfy_vid={COOKIE}; Max-Age=34560000; Path=/; SameSite=Lax");
        assert_eq!(
            cookie(Some(&"example.com".into()), true),
            format!("{start}; Secure; Domain=example.com")
        );
        assert_eq!(cookie(None, false), start);
    }
}
