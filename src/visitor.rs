//! The visitor's id: made, recognised, and agreed on between the cookie and its mirror.

use crate::text::Text;

/// The pattern of an id, a version 4 UUID (V1), between two other patterns.
macro_rules! id {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            "([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})",
            $after
        )
    };
}

/// The visitor's id (V2): the cookie's, which subdomains share, before its mirror's. A value
/// that is not well formed is none. `cookies` is what `document.cookie` gives: a page can see two
/// cookies of one name, for its host and for a wider domain.
pub fn reconcile(cookies: &Text, mirror: &Text) -> Option<Text> {
    let cookie = cookies.find(id!("(?:^|; )linkyfy_vid=", "(?:;|$)"));
    cookie.or_else(|| mirror.find(id!("^", "$")))
}

/// The id of the tab that was first, where several make one at once (V4): each claims its own by a cookie
/// that is named after it, and cookies are given in the order in which they were made (RFC 6265bis,
/// section 5.8.3).
pub fn first(cookies: &Text) -> Option<Text> {
    cookies.find(id!("linkyfy_vid_", "="))
}

/// How long an id may be on its way from another domain, in milliseconds (V8).
const CARRY_MS: f64 = 120_000.0;

/// A link with the visitor's id in its query, in place of one that is there, and when it was put
/// there, in milliseconds since 1970 (V8).
pub fn decorate(url: &Text, id: &Text, now: f64) -> Text {
    let carried = Text::from("^([^?#]*)[?]?\t$1?linkyfy_vid=").plus(id).plus(".");
    let carried = carried.plus(Text::from_number(now)).plus("&\n&+(#|$)\t$1");
    url.clone().rewrite("([?&])linkyfy_vid=[^&#]*&?\t$1").rewrite(carried)
}

/// The visitor's id that a URL carries, where it is fresh and the page that led here is of one of
/// the site's other `domains`, separated by white space (V8).
pub fn carried(url: &Text, referrer: &Text, domains: &Text, now: f64) -> Option<Text> {
    let id = url.find(id!("[?&]linkyfy_vid=", r"\.[0-9]"))?;
    let age = now - url.find(r"[?&]linkyfy_vid=[^.&#]*\.([0-9]+)(?:[&#]|$)")?.to_number();
    ((0.0..CARRY_MS).contains(&age) && leads_to(referrer, domains)).then_some(id)
}

/// Whether a URL's host is one of the domains, separated by white space, or below one.
pub fn leads_to(url: &Text, domains: &Text) -> bool {
    let domains = domains.clone().rewrite("\\.\t\\.\n\\s+\t|");
    let host = Text::from(r"^https?://(?:[^/?#@]*\.)?(?:").plus(&domains);
    !domains.is_empty() && url.has(host.plus(")(?::[0-9]+)?(?:[/?#]|$)"))
}

/// The domain of so many labels and one that a cookie of this host may be set for; at last the host
/// itself. None for a name without a dot, nor for an address: these have no wider domain, and where one
/// is named all the same, a browser may keep another cookie than the host's own.
pub fn domain(host: &Text, labels: i32) -> Option<Text> {
    let labels = Text::from(r"(?:[^.]+\.){").plus(Text::from_number(labels.into()));
    host.find(labels.plus(r"}[^\d.][^.]*$"))
}

/// Whether the cookie that tries a domain has been accepted.
pub fn is_probed(cookies: &Text) -> bool {
    cookies.has("linkyfy_probe=1")
}

/// How long a cookie is kept after the last visit, in seconds: 400 days, the most that browsers grant
/// (RFC 6265bis, section 5.5).
const COOKIE_LIFE_S: i32 = 34_560_000;
/// How long a cookie that is needed for a moment would stay if it weren't taken away, in seconds.
const MOMENT_S: i32 = 9;

/// The cookie that tries a domain: `present` sets it, not `present` takes it away.
pub fn probe_cookie(present: bool, domain: &Text, secure: bool) -> Text {
    moment_cookie("linkyfy_probe=1".into(), present, domain, secure)
}

/// The cookie of a tab that has made this id, for [`first`]: `present` sets it, not `present` takes it away.
pub fn claim_cookie(present: bool, id: &Text) -> Text {
    moment_cookie(Text::from("linkyfy_vid_").plus(id).plus("="), present, &"".into(), false)
}

fn moment_cookie(start: Text, present: bool, domain: &Text, secure: bool) -> Text {
    cookie(start, if present { MOMENT_S } else { 0 }, domain, secure)
}

/// The cookie of a name and an equals sign that keeps a value; an empty value takes it away.
/// `domain` is empty for the host alone.
pub fn kept_cookie(name: Text, value: &Text, domain: &Text, secure: bool) -> Text {
    let age = if value.is_empty() { 0 } else { COOKIE_LIFE_S };
    cookie(name.plus(value), age, domain, secure)
}

/// A cookie as `document.cookie` takes it, from its name, value and age in seconds.
fn cookie(start: Text, age: i32, domain: &Text, secure: bool) -> Text {
    let age = Text::from_number(age.into()).plus("; Path=/; SameSite=Lax");
    let mut cookie = start.plus("; Max-Age=").plus(age);
    if secure {
        cookie = cookie.plus("; Secure");
    }
    if domain.is_empty() { cookie } else { cookie.plus("; Domain=").plus(domain) }
}

#[cfg(test)]
mod tests {
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

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
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
    fn v4_the_first_claim_is_whose_id_it_is() {
        let first = |cookies: &str| first(&cookies.into()).map(|id| String::from(&id));
        let claims = format!("a=b; linkyfy_vid_{MIRROR}=; linkyfy_vid_{COOKIE}=");
        assert_eq!(first(&claims), Some(MIRROR.to_owned()));
        assert_eq!(agreed(&claims, ""), NEW, "a claim is no visitor");
        assert_eq!(first(&format!("linkyfy_vid={COOKIE}; linkyfy_vid_x=")), None);
    }

    #[test]
    fn v8_a_link_carries_the_id_and_when() {
        let decorated = |url: &str| String::from(&decorate(&url.into(), &COOKIE.into(), 17.0));
        let carried = format!("linkyfy_vid={COOKIE}.17");
        for (url, expected) in [
            ("https://b.example", format!("https://b.example?{carried}")),
            ("https://b.example/x#y?z", format!("https://b.example/x?{carried}#y?z")),
            ("/x?a=%20+1&b", format!("/x?{carried}&a=%20+1&b")),
            ("/x?linkyfy_vid=1.2&a=1#y", format!("/x?{carried}&a=1#y")),
            ("/x?a=1&linkyfy_vid=1.2#y", format!("/x?{carried}&a=1#y")),
            ("/x?", format!("/x?{carried}")),
        ] {
            assert_eq!(decorated(url), expected, "{url}");
            assert_eq!(decorated(&expected), expected, "twice");
        }
    }

    #[test]
    fn v8_an_id_is_accepted_fresh_and_from_the_sites_other_domains_only() {
        const NOW: f64 = 1.8e12;
        let url = decorate(&"https://a.example/?x=1#y".into(), &COOKIE.into(), NOW);
        let domains = Text::from("b.example  c.example");
        let accepted = |url: &Text, referrer: &str, now: f64| {
            carried(url, &referrer.into(), &domains, now) == Some(COOKIE.into())
        };
        for referrer in ["https://b.example/", "https://www.c.example:8443/x?y", "http://B.example"]
        {
            assert!(accepted(&url, referrer, NOW + CARRY_MS - 1.0), "{referrer}");
            assert!(!accepted(&url, referrer, NOW + CARRY_MS), "stale");
            assert!(!accepted(&url, referrer, NOW - 1.0), "of tomorrow");
        }
        for referrer in [
            "",
            "https://d.example/",
            "https://xb.example/",
            "https://b.example.d.example/",
            "https://d.example/b.example/",
            "https://bxexample/",
            "https://b.example@d.example/",
        ] {
            assert!(!accepted(&url, referrer, NOW), "{referrer}");
        }
        for bad in ["1", &COOKIE[1..], "../../x"] {
            let url = decorate(&"https://a.example/".into(), &bad.into(), NOW);
            assert!(!accepted(&url, "https://b.example/", NOW), "{bad}");
        }
        assert_eq!(carried(&url, &"https://b.example/".into(), &"".into(), NOW), None);
    }

    #[test]
    fn v2_domains_go_from_the_widest_to_the_host_itself() {
        let all = |host: &str| {
            let domains = (1..9).map_while(|labels| domain(&host.into(), labels));
            domains.map(|domain| String::from(&domain)).collect::<Vec<_>>()
        };
        assert_eq!(all("a.example.co.uk"), ["co.uk", "example.co.uk", "a.example.co.uk"]);
        assert_eq!(all("example.com"), ["example.com"]);
        assert_eq!(all("www.1and1.com"), ["1and1.com", "www.1and1.com"]);
        for alone in ["localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(all(alone), [""; 0], "{alone}");
        }
    }

    #[test]
    fn v2_the_cookie_lives_400_days_on_its_domain_and_only_by_https_there() {
        let cookie = |domain: &str, secure| {
            let name = "linkyfy_vid=".into();
            String::from(&kept_cookie(name, &COOKIE.into(), &domain.into(), secure))
        };
        let start = format!("linkyfy_vid={COOKIE}; Max-Age=34560000; Path=/; SameSite=Lax");
        assert_eq!(cookie("example.com", true), format!("{start}; Secure; Domain=example.com"));
        assert_eq!(cookie("", false), start);
    }
}
