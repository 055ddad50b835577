//! The visitor's id: made, recognised, and agreed on between the cookie and its mirror.

use std::iter;

use uuid::{Builder, fmt::Hyphenated};

/// Name of the cookie and of its mirror's key in localStorage.
pub const KEY: &str = "linkyfy_vid";

/// Name of the cookie that asks the browser which domains it takes cookies for. It is gone as soon
/// as it is answered.
pub const PROBE: &str = "linkyfy_probe";

/// How long the cookie lives after the last visit, in seconds: 400 days, the most that browsers
/// grant (RFC 6265bis, section 5.5).
const MAX_AGE_S: &str = "34560000";

/// A new id: a version 4 UUID from 16 secure random bytes (V1).
pub fn mint(random: [u8; 16]) -> String {
    let mut text = [0; Hyphenated::LENGTH];
    Builder::from_random_bytes(random).into_uuid().hyphenated().encode_lower(&mut text).to_owned()
}

/// Whether a text has the form of an id that [`mint`] makes.
pub fn is_id(text: &str) -> bool {
    text.len() == Hyphenated::LENGTH
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

/// The values of a cookie in `document.cookie`. A page can see two cookies of one name, for its
/// host and for a wider domain.
pub fn cookies<'a>(all: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(all);
    iter::from_fn(move || {
        let all = rest?;
        let end = all.bytes().position(|byte| byte == b';');
        rest = end.and_then(|end| all.get(end + 1..));
        end.map_or(Some(all), |end| all.get(..end))
    })
    .filter_map(move |pair| pair.trim_ascii_start().strip_prefix(name)?.strip_prefix("="))
}

/// The visitor's id (V2): the cookie's, which subdomains share, before its mirror's, before a new
/// one. A value that is not well formed is none.
pub fn reconcile(all_cookies: &str, mirror: &str, random: [u8; 16]) -> String {
    match cookies(all_cookies, KEY).chain([mirror]).find(|id| is_id(id)) {
        Some(id) => id.to_owned(),
        None => mint(random),
    }
}

/// The domains that a cookie may be set for on this host, widest first. The browser refuses those
/// that belong to nobody (`com`, `co.uk`); where it refuses all, the cookie is the host's alone.
pub fn domains(hostname: &str) -> impl Iterator<Item = &str> {
    let dots = hostname.bytes().enumerate().rev().filter(|&(_, byte)| byte == b'.');
    let ends = dots.skip(1).filter_map(|(dot, _)| hostname.get(dot + 1..));
    ends.chain(hostname.bytes().any(|byte| byte == b'.').then_some(hostname))
}

/// A cookie as `document.cookie` takes it (V2). `domain` is none for the host alone; `max_age_s`
/// is in seconds.
fn cookie(name: &str, value: &str, max_age_s: &str, domain: Option<&str>, secure: bool) -> String {
    let (key, domain) = domain.map_or(("", ""), |domain| ("; Domain=", domain));
    let secure = if secure { "; Secure" } else { "" };
    [name, "=", value, "; Path=/; SameSite=Lax; Max-Age=", max_age_s, key, domain, secure].concat()
}

/// The cookie that keeps the id.
pub fn id_cookie(id: &str, domain: Option<&str>, secure: bool) -> String {
    cookie(KEY, id, MAX_AGE_S, domain, secure)
}

/// The cookie that tries a domain: `present` sets it, not `present` takes it away.
pub fn probe_cookie(present: bool, domain: &str, secure: bool) -> String {
    cookie(PROBE, "1", if present { "9" } else { "0" }, Some(domain), secure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COOKIE: &str = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
    const MIRROR: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    #[test]
    fn v1_an_id_is_a_version_4_uuid() {
        assert_eq!(mint([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_eq!(mint([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    proptest! {
        #[test]
        fn v1_every_id_is_well_formed(random: [u8; 16]) {
            prop_assert!(is_id(&mint(random)));
        }

        #[test]
        fn v2_any_cookies_and_mirror_give_a_well_formed_id(cookies in ".*", mirror in ".*", random: [u8; 16]) {
            prop_assert!(is_id(&reconcile(&cookies, &mirror, random)));
        }
    }

    #[test]
    fn v2_cookie_before_mirror_before_a_new_one() {
        let cookies = format!("a=b; linkyfy_vid={COOKIE}; c=d");
        assert_eq!(reconcile(&cookies, MIRROR, [0; 16]), COOKIE);
        assert_eq!(reconcile(&cookies, "", [0; 16]), COOKIE);
        assert_eq!(reconcile("a=b", MIRROR, [0; 16]), MIRROR);
        assert_eq!(reconcile("", "", [0; 16]), mint([0; 16]));
    }

    #[test]
    fn v2_a_value_that_is_not_well_formed_is_replaced() {
        let upper = COOKIE.to_uppercase();
        for bad in
            ["", "1", "undefined", &COOKIE[1..], &upper, "1b9d6bcd-bbfd-1b2d-9b5d-ab8dfbbd4bed"]
        {
            assert_eq!(reconcile(&format!("linkyfy_vid={bad}"), MIRROR, [0; 16]), MIRROR);
            assert_eq!(reconcile("", bad, [0; 16]), mint([0; 16]));
            let two = format!("linkyfy_vid={bad}; linkyfy_vid={COOKIE}");
            assert_eq!(reconcile(&two, "", [0; 16]), COOKIE, "the well-formed one of two");
        }
        let other = format!("xlinkyfy_vid={COOKIE}; linkyfy_vid{COOKIE}");
        assert_eq!(reconcile(&other, "", [0; 16]), mint([0; 16]), "other cookies' values");
    }

    #[test]
    fn v2_domains_go_from_widest_to_the_host_itself() {
        let all = |host| domains(host).collect::<Vec<_>>();
        assert_eq!(
            all("a.shop.example.co.uk"),
            ["co.uk", "example.co.uk", "shop.example.co.uk", "a.shop.example.co.uk"]
        );
        assert_eq!(all("example.com"), ["example.com"]);
        assert_eq!(all("localhost"), [""; 0]);
    }

    #[test]
    fn v2_the_cookie_lives_400_days_on_its_domain_and_only_by_https_there() {
        assert_eq!(
            id_cookie(COOKIE, Some("example.com"), true),
            format!(
                "linkyfy_vid={COOKIE}; Path=/; SameSite=Lax; Max-Age=34560000; Domain=example.com; Secure"
            )
        );
        assert_eq!(
            id_cookie(COOKIE, None, false),
            format!("linkyfy_vid={COOKIE}; Path=/; SameSite=Lax; Max-Age=34560000")
        );
    }
}
