//! Facts about the page → whether it counts, and its URL as it is sent.

use crate::config::Options;
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
const LOCAL: &str =
    r"^https?://([^/?#]*@)?((.*\.)?localhost|127\.[0-9.]+|\[::1\]|0\.0\.0\.0)(:[0-9]+)?([/?#]|$)";

/// Whether this page is counted at all (T6).
pub fn counts(facts: &Facts, options: &Options) -> bool {
    let url = &facts.url;
    url.has("^https?://")
        && (options.allow_localhost || !url.has(LOCAL))
        && (options.allow_automation || !facts.automated)
        && (options.allow_frames || !facts.framed)
        && !options.exclude.as_ref().is_some_and(|globs| matches(globs, url))
}

/// Whether a URL's path matches one of the globs: `*` stands for any text within one segment, `**`
/// for any text.
fn matches(globs: &Text, url: &Text) -> bool {
    let path = url.replace("^[^/]*//[^/?#]*|[?#].*", "");
    let any = globs
        .replace(r"^\s+|\s+$", "")
        .replace(r"[.+?^${}()|\[\]\\]", r"\$&")
        .replace(r"\*\*", "\n")
        .replace(r"\*", "[^/]*")
        .replace(r"\n", ".*")
        .replace(" +", "$|^");
    path.is_like(&Text::from("^").plus(&any).plus("$"))
}

/// The URL as it is sent: without fragment and user-info, 2,048 characters at most (T5).
pub fn scrub(url: &Text) -> Text {
    let url = url.replace("#.*", "").replace("^([^/]*//)[^/?]*@", "$1");
    url.replace("^(.{2048}).*", "$1")
}

/// One view of a page, as it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The page's URL, scrubbed.
    pub page_url: Text,
    /// Where the visitor came from, scrubbed; empty where the browser doesn't say.
    pub referrer: Text,
}

/// The views of one document.
#[derive(Debug, Default)]
pub struct Views {
    previous: Option<Text>,
}

impl Views {
    /// The next view. It comes from `document_referrer` where it is the document's first, and
    /// from the view before it otherwise (T4).
    pub fn next(&mut self, url: &Text, document_referrer: &Text) -> View {
        let page_url = scrub(url);
        let previous = self.previous.replace(page_url.clone());
        View { page_url, referrer: previous.unwrap_or_else(|| scrub(document_referrer)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use proptest::prelude::*;

    fn page(url: &str) -> Facts {
        Facts { url: url.into(), framed: false, automated: false }
    }

    fn options(name: &str, value: &str) -> Options {
        config::read(&|option| match option {
            "project-id" => Some("1".into()),
            _ => (option == name).then(|| value.into()),
        })
        .unwrap()
    }

    #[test]
    fn t6_an_ordinary_page_counts_and_a_file_does_not() {
        let none = options("", "");
        for url in ["https://shop.example/pricing", "http://shop.example/", "https://shop.example"]
        {
            assert!(counts(&page(url), &none), "{url}");
        }
        for url in ["file:///a/b.html", "about:blank", "data:text/html,x", "chrome-extension://x/y"]
        {
            assert!(!counts(&page(url), &none), "{url}");
        }
    }

    #[test]
    fn t6_localhost_counts_only_where_allowed() {
        for host in ["localhost", "shop.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0"] {
            for port in ["", ":4000"] {
                let local = page(&format!("http://{host}{port}/x"));
                assert!(!counts(&local, &options("", "")), "{host}");
                assert!(counts(&local, &options("allow-localhost", "")), "{host}");
            }
        }
        for host in
            ["localhost.example", "127.example", "notlocalhost", "10.0.0.1", "a.example/localhost/"]
        {
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
            ("/a.b", "/axb", false),
            ("/(a|b)+[c]", "/(a|b)+[c]", true),
            ("**", "/anything", true),
            ("", "/pricing", false),
        ] {
            let excluded_now =
                !counts(&page(&format!("https://a.example{path}")), &options("exclude", globs));
            assert_eq!(excluded_now, excluded, "{globs:?} on {path}");
        }
    }

    #[test]
    fn t5_fragment_and_user_info_are_not_sent() {
        for (url, sent) in [
            ("https://a.example/x?y=1#token=2", "https://a.example/x?y=1"),
            ("https://me:secret@a.example/x", "https://a.example/x"),
            ("https://me@a.example", "https://a.example"),
            ("https://a.example/@me?to=a@b.c", "https://a.example/@me?to=a@b.c"),
            ("https://a.example?to=a@b.c", "https://a.example?to=a@b.c"),
            ("", ""),
        ] {
            assert_eq!(scrub(&url.into()), sent);
        }
    }

    #[test]
    fn t4_the_referrer_is_the_documents_first_and_then_the_view_before() {
        let mut views = Views::default();
        let mut next = |url: &str| views.next(&Text::from(url), &"https://google.com/#top".into());
        let first = next("https://a.example/one#x");
        assert_eq!(first.page_url, "https://a.example/one");
        assert_eq!(first.referrer, "https://google.com/");
        assert_eq!(next("https://a.example/two").referrer, "https://a.example/one");
        assert_eq!(next("https://a.example/three").referrer, "https://a.example/two");
    }

    proptest! {
        #[test]
        fn t5_what_is_sent_is_short_and_has_no_fragment(url in "(https://)?(u:p@)?[ü€a-z]{0,9}[/?#]?.{0,3000}") {
            let sent = scrub(&url.as_str().into()).0;
            prop_assert!(sent.chars().count() <= 2048 && !sent.contains('#'));
        }
    }
}
