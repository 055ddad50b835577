//! Facts about the page → whether it counts, and its URL as it is sent.

use crate::config::{Name, Options};
use crate::text::Text;

/// What is known of the page before anything is counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The page's URL, as `location.href` gives it.
    pub url: Text,
    /// The page is shown inside a frame.
    pub framed: bool,
    /// `navigator.webdriver`: a program drives the browser.
    pub automated: bool,
}

/// A page by http whose host never leaves the machine (RFC 6761, section 6.3; RFC 1122, section
/// 3.2.1.3). The URL parser has written every spelling of an address as four decimal numbers.
const LOCAL: &str = r"^https?://(?:[^/?#]*[.@])?(?:localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)(?::[0-9]+)?(?:[/?#]|$)";

/// Whether anything is counted in this window (T6).
pub fn counts(facts: &Facts, options: &impl Options) -> bool {
    facts.url.has("^https?://")
        && (options.has(Name::AllowLocalhost) || !facts.url.has(LOCAL))
        && (options.has(Name::AllowAutomation) || !facts.automated)
        && (options.has(Name::AllowFrames) || !facts.framed)
}

/// Whether the path of a URL, or a path, matches one of the globs of paths that are not counted: `*`
/// stands for any text within one segment, `**` for any text (T6).
pub fn is_excluded(url: &Text, options: &impl Options) -> bool {
    let Some(globs) = options.get(Name::Exclude) else { return false };
    let path = url.clone().rewrite("^[^/]*//[^/?#]*|[?#].*");
    let any = globs.rewrite(GLOBS);
    !any.is_empty() && path.has(Text::from("^").plus(&any).plus("$"))
}

/// From globs separated by white space to a pattern that stands between `^` and `$`.
const GLOBS: &str = concat!(
    r"\s+",
    "\t \n",
    "^ | $",
    "\t\n",
    r"[.+?^${}()|\[\]\\]",
    "\t\\$&\n",
    r"\*\*",
    "\t\x01\n",
    r"\*",
    "\t[^/]*\n",
    "\x01\t.*\n",
    " \t$|^",
);

/// What all URLs have that aren't sent as they are.
const SUSPECT: &str = "[?&#;@]|.{2049}";

/// The URL's fragment.
const FRAGMENT: &str = "#.*";
/// A visitor's id that another domain has added (V8), and what is left of the query then; and the fragment
/// that routers put behind an address without one, which is the same place.
const CARRIED: &str = "([?&])linkyfy_vid=[^&#]*&?\t$1\n[?&]+(#|$)\t$1\n#!?/?$";

/// Where the page is: its URL without a visitor's id, and without the fragment unless that is part of the
/// page's address.
pub fn place(url: &Text, options: &impl Options) -> Text {
    let place = url.clone().rewrite(CARRIED);
    if options.has(Name::HashRouting) { place } else { place.rewrite(FRAGMENT) }
}

/// What no URL is sent with: user-info; the value of a parameter that is an e-mail address, or
/// whose name says that it is a secret. The campaign's parameters are kept, whatever they are
/// called: they are marked meanwhile.
const PRIVATE: &str = concat!(
    "^([^/]*//)[^/?#]*@\t$1\n",
    "([?&#;](?:[^=&#]*=)?)[^?&#]*(?:@|%(?:25)*40)[^?&#]*\t$1redacted\n",
    "([?&])utm_\t$1\x01\n",
    // A name ends at a semicolon: over many of them, this would look for a long time. A value may be an
    // address with parameters of its own.
    "([?&#;=](?:[^=&#;\x01]*?(?:token|passw|pwd|secret|key|code|sess|auth|credential|signature",
    "|csrf|jwt|otp|saml)[^=&#;]*?|sid|sig|pin|pass|hash|nonce|ticket)(?:=|%(?:25)*3D))[^&#]*\t$1redacted\n",
    "\x01\tutm_",
);

/// Leaves one question mark, and no separator without a parameter, after some are gone.
const TIDY: &str = concat!("&+\t&\n", r"\?&", "\t?\n", "[?&]+(#|$)\t$1\n", "^(.{2048}).*\t$1",);

/// The URL as it is sent (T5): without user-info, without the fragment unless it is part of the
/// page's address, without the values of secrets and addresses, and 2,048 characters at most.
/// `typed` names the parameters that a form of the page before put there, separated by `|`: they
/// are dropped, and so are all but the allowed ones where the site names them.
pub fn scrub(url: &Text, options: &impl Options, typed: &Text) -> Text {
    if !url.has(SUSPECT) {
        return url.clone();
    }
    let mut url = place(url, options).rewrite(PRIVATE);
    if let Some(names) = options.get(Name::UrlParams) {
        let kept = Text::from("([?&])((?:").plus(names.rewrite("\\s+\n,\t|"));
        url = url.rewrite(kept.plus(")=)\t$1\x01$2\n([?&])[^\x01&#][^&#]*\t$1\n\x01"));
    }
    if !typed.is_empty() {
        url = url.rewrite(Text::from("([?&])(?:").plus(typed).plus(")=[^&#]*\t$1"));
    }
    url.rewrite(TIDY)
}

/// Why a view may count.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(i32)]
pub enum Cause {
    /// Somebody sees the page.
    Shown,
    /// The address has changed within the document (T2).
    Moved,
    /// The page is back from the back/forward cache (T3).
    Restored,
    /// The site says so (P1).
    Asked,
}

/// Whether a view counts. `previous` is the place of the document's view before, empty where there was
/// none.
pub fn is_view(cause: Cause, options: &impl Options, previous: &Text, place: &Text) -> bool {
    let auto = !options.text(Name::Auto).has("off");
    match cause {
        Cause::Asked => true,
        Cause::Restored => auto,
        Cause::Shown => auto && previous.is_empty(),
        // The first view counts when the page is shown (T1), the same URL not again (T2).
        Cause::Moved => auto && !previous.is_empty() && previous != place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(not(target_arch = "wasm32"))]
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn page(url: &str) -> Facts {
        Facts { url: url.into(), framed: false, automated: false }
    }

    fn options<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![("project-id", "1"), (name, value)]
    }

    #[test]
    fn t6_an_ordinary_page_counts_and_a_file_does_not() {
        let none = options("", "");
        for url in ["https://shop.example/pricing", "http://shop.example/", "https://shop.example"]
        {
            assert!(counts(&page(url), &none), "{url}");
        }
        let local = options("allow-localhost", "");
        for url in [
            "file:///a/b.html",
            "about:blank",
            "data:text/html,x",
            "chrome-extension://x/y",
            // An app's own scheme.
            "capacitor://localhost/",
        ] {
            assert!(!counts(&page(url), &none), "{url}");
            assert!(!counts(&page(url), &none), "{url}");
            assert!(!counts(&page(url), &local), "{url}");
        }
    }

    #[test]
    fn t6_localhost_counts_only_where_allowed() {
        for host in ["localhost", "shop.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0"] {
            for (user, port) in [("", ""), ("", ":4000"), ("me:secret@", "")] {
                let local = page(&format!("http://{user}{host}{port}/x"));
                assert!(!counts(&local, &options("", "")), "{host}");
                assert!(counts(&local, &options("allow-localhost", "")), "{host}");
            }
        }
        for host in [
            "localhost.example",
            "127.example",
            "notlocalhost",
            "10.0.0.1",
            "a.example/localhost/",
            "a.example/?next=http://app.localhost:3000",
        ] {
            assert!(counts(&page(&format!("https://{host}/")), &options("", "")), "{host}");
        }
    }

    #[test]
    fn t6_automation_and_frames_count_only_where_allowed() {
        let automated = Facts { automated: true, ..page("https://a.example/") };
        assert!(!counts(&automated, &options("", "")));
        assert!(counts(&automated, &options("allow-automation", "")));
        let framed = Facts { framed: true, ..page("https://a.example/") };
        assert!(!counts(&framed, &options("", "")));
        assert!(counts(&framed, &options("allow-frames", "")));
    }

    #[test]
    fn t6_excluded_paths_do_not_count() {
        for (globs, path, excluded) in [
            ("/pricing", "/pricing", true),
            ("/pricing", "/pricing?plan=a#b", true),
            ("/pricing", "/pricing/", false),
            ("/pricing", "/x?y=/pricing", false),
            ("/admin/*", "/admin/users", true),
            ("/admin/*", "/admin/users/7", false),
            ("/admin/**", "/admin/users/7", true),
            ("/*/edit", "/posts/edit", true),
            ("/*/edit", "/edit", false),
            ("/**/edit", "/a/b/edit", true),
            ("/drafts/*\n /admin/** ", "/admin/x", true),
            ("/a\n/b", "/b", true),
            ("/a\n/b", "/a/b", false),
            ("/a.b", "/axb", false),
            ("/(a|b)+[c]", "/(a|b)+[c]", true),
            ("**", "/anything", true),
            ("", "/pricing", false),
        ] {
            let url = format!("https://a.example{path}");
            let excluded_now = is_excluded(&url.as_str().into(), &options("exclude", globs));
            assert_eq!(excluded_now, excluded, "{globs:?} on {path}");
        }
    }

    #[test]
    fn t5_fragment_and_user_info_are_not_sent() {
        for (url, sent) in [
            ("https://a.example/x?y=1#token=2", "https://a.example/x?y=1"),
            ("https://me:secret@a.example/x", "https://a.example/x"),
            ("https://me@a.example", "https://a.example"),
            ("https://a.example/@me?to=a@", "https://a.example/@me?to=redacted"),
            ("https://a.example?to=/@b", "https://a.example?to=redacted"),
            ("https://a.example/R&D/team", "https://a.example/R&D/team"),
            ("", ""),
        ] {
            assert_eq!(scrub(&url.into(), &options("", ""), &"".into()), sent);
        }
    }

    #[test]
    fn t5_secrets_and_addresses_are_replaced_and_campaigns_kept() {
        for (url, sent) in [
            ("https://a.example/?token=1&x=2", "https://a.example/?token=redacted&x=2"),
            (
                "https://a.example/?x=2&reset_password=a%20b",
                "https://a.example/?x=2&reset_password=redacted",
            ),
            ("https://a.example/?API-Key=1;2", "https://a.example/?API-Key=redacted"),
            (
                "https://a.example/?PHPSESSIONID=1&sid=2",
                "https://a.example/?PHPSESSIONID=redacted&sid=redacted",
            ),
            ("https://a.example/?code=1&state=2", "https://a.example/?code=redacted&state=2"),
            ("https://a.example/?oauth_verifier=1", "https://a.example/?oauth_verifier=redacted"),
            (
                "https://a.example/?u=ann@b.example&v=ann%40b.example",
                "https://a.example/?u=redacted&v=redacted",
            ),
            (
                "https://a.example/?utm_source=x&utm_code=y&gclid=z",
                "https://a.example/?utm_source=x&utm_code=y&gclid=z",
            ),
            (
                "https://a.example/x;jsessionid=1?PHPSESSID=2",
                "https://a.example/x;jsessionid=redacted",
            ),
            ("https://a.example/?ann@b.example", "https://a.example/?redacted"),
            ("https://a.example/?v=a&ann%40b.example", "https://a.example/?v=a&redacted"),
            ("https://a.example/m;email=ann@b.example", "https://a.example/m;email=redacted"),
            ("https://a.example/?u=prvs=1=ann@b.example&v=a", "https://a.example/?u=redacted&v=a"),
            ("https://a.example/?u=ann%2540b.example", "https://a.example/?u=redacted"),
            ("https://a.example/?u=ann%252540b.example", "https://a.example/?u=redacted"),
            ("https://a.example/?inside=1&aside=2", "https://a.example/?inside=1&aside=2"),
            // As CAS and Auth0 call what logs in or resets a password; not what an event sells.
            (
                "https://a.example/?ticket=ST-1&tickets=2",
                "https://a.example/?ticket=redacted&tickets=2",
            ),
            ("https://a.example/key=1/x?y=state=3", "https://a.example/key=1/x?y=state=3"),
            ("https://a.example/key=1/x?y=code=3", "https://a.example/key=1/x?y=code=redacted"),
            (
                "https://a.example/?next=/x?token=1&y=2",
                "https://a.example/?next=/x?token=redacted&y=2",
            ),
            (
                "https://a.example/?next=%2Fx%3Fa%3D1%26token%3D2%3D%26code%3D3&y=4",
                "https://a.example/?next=%2Fx%3Fa%3D1%26token%3Dredacted&y=4",
            ),
            (
                "https://a.example/?u=%252Fx%253Ftoken%253D1&v=2",
                "https://a.example/?u=%252Fx%253Ftoken%253Dredacted&v=2",
            ),
            ("https://a.example/?SAMLResponse=1", "https://a.example/?SAMLResponse=redacted"),
            (
                "https://a.example/?user%5Bpassword%5D=1&x=%2Ftokens&y=a%3D1",
                "https://a.example/?user%5Bpassword%5D=redacted&x=%2Ftokens&y=a%3D1",
            ),
        ] {
            assert_eq!(scrub(&url.into(), &options("", ""), &"".into()), sent);
        }
    }

    #[test]
    fn t2_v8_a_place_is_a_url_without_its_fragment_and_without_an_id() {
        let (plain, hash) = (options("", ""), options("hash-routing", ""));
        for (url, with_hash, without) in [
            ("https://a.example/x?code=1#y", "https://a.example/x?code=1#y", "/x?code=1"),
            ("https://a.example/x#", "https://a.example/x", "/x"),
            ("https://a.example/x#/", "https://a.example/x", "/x"),
            ("https://a.example/x#!/", "https://a.example/x", "/x"),
            ("https://a.example/x#/a/", "https://a.example/x#/a/", "/x"),
            ("https://a.example/x?linkyfy_vid=1.2#y", "https://a.example/x#y", "/x"),
            ("https://a.example/x?linkyfy_vid=1.2&a=1", "https://a.example/x?a=1", "/x?a=1"),
            ("https://a.example/x?a=1&linkyfy_vid=1.2", "https://a.example/x?a=1", "/x?a=1"),
            (
                "https://a.example/x?a=1&linkyfy_vid=1.2&b=2",
                "https://a.example/x?a=1&b=2",
                "/x?a=1&b=2",
            ),
        ] {
            assert_eq!(place(&url.into(), &hash), with_hash, "{url}");
            let without = format!("https://a.example{without}");
            assert_eq!(place(&url.into(), &plain), &*without, "{url}");
        }
    }

    #[test]
    fn t5_t2_the_fragment_is_sent_scrubbed_where_it_is_the_address() {
        let hash = options("hash-routing", "");
        let sent = scrub(&"https://a.example/#/x?token=1&y=2".into(), &hash, &"".into());
        assert_eq!(sent, "https://a.example/#/x?token=redacted&y=2");
    }

    #[test]
    fn t5_only_the_allowed_parameters_are_sent_where_the_site_names_them() {
        let allowed = options("url-params", "page, lang");
        for (url, sent) in [
            (
                "https://a.example/?x=1&page=2&y=3&lang=en&pages=4",
                "https://a.example/?page=2&lang=en",
            ),
            ("https://a.example/?x=1", "https://a.example/"),
            ("https://a.example/?flag&page=2", "https://a.example/?page=2"),
            ("https://a.example/x", "https://a.example/x"),
        ] {
            assert_eq!(scrub(&url.into(), &allowed, &"".into()), sent);
        }
    }

    #[test]
    fn t5_what_a_form_put_there_is_dropped() {
        for (url, sent) in [
            ("https://a.example/s?q=secret&page=2", "https://a.example/s?page=2"),
            ("https://a.example/s?page=2&q=secret&name=Ann", "https://a.example/s?page=2"),
            ("https://a.example/s?q=secret", "https://a.example/s"),
            ("https://a.example/s?faq=1&q=", "https://a.example/s?faq=1"),
        ] {
            assert_eq!(scrub(&url.into(), &options("", ""), &"q|name".into()), sent);
        }
    }

    #[test]
    fn t1_t2_t3_t7_a_view_counts_for_its_cause() {
        let (auto, off) = (options("", ""), options("auto", "off"));
        let [none, one, two] = ["", "https://a.example/1", "https://a.example/2"].map(Text::from);
        for (cause, previous, page_url, counts) in [
            (Cause::Shown, &none, &one, true),
            (Cause::Shown, &one, &one, false),
            (Cause::Shown, &one, &two, false),
            (Cause::Moved, &none, &one, false),
            (Cause::Moved, &one, &one, false),
            (Cause::Moved, &one, &two, true),
            (Cause::Restored, &one, &one, true),
        ] {
            assert_eq!(is_view(cause, &auto, previous, page_url), counts, "{cause:?} {previous:?}");
            assert!(!is_view(cause, &off, previous, page_url), "{cause:?} is left to the site");
        }
        assert!(is_view(Cause::Asked, &off, &one, &one));
    }

    #[test]
    fn v8_an_id_that_another_domain_has_added_is_not_sent() {
        let url = "https://a.example/?linkyfy_vid=1b9d6bcd.1800000000000&x=1".into();
        assert_eq!(scrub(&url, &options("", ""), &"".into()), "https://a.example/?x=1");
    }

    #[cfg(not(target_arch = "wasm32"))]
    proptest! {
        #[test]
        fn t5_what_is_sent_is_short_and_has_no_fragment(url in "(https://)?(u:p@)?[ü€a-z]{0,9}[/?#]?.{0,3000}") {
            let sent = String::from(&scrub(&url.as_str().into(), &options("", ""), &"".into()));
            prop_assert!(sent.chars().count() <= 2048 && !sent.contains('#'));
        }
    }
}
