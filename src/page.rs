//! Facts about the page → whether it counts, and its URL as it is sent.

use crate::config::Options;

/// Longest URL that is sent, in bytes (T5).
pub const MAX_URL: usize = 2048;

/// What is known of the page before anything is counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The URL's scheme with its colon, as `location.protocol` gives it.
    pub protocol: String,
    /// The host name without port, as `location.hostname` gives it (IPv6 in brackets).
    pub hostname: String,
    /// The path, as `location.pathname` gives it.
    pub path: String,
    /// The page is shown inside a frame.
    pub framed: bool,
    /// `navigator.webdriver`: a program drives the browser.
    pub automated: bool,
}

/// Whether this page is counted at all (T6).
pub fn counts(facts: &Facts, options: &Options) -> bool {
    (facts.protocol == "https:" || facts.protocol == "http:")
        && (options.allow_localhost || !is_local(&facts.hostname))
        && (options.allow_automation || !facts.automated)
        && (options.allow_frames || !facts.framed)
        && !options
            .exclude
            .as_bytes()
            .split(u8::is_ascii_whitespace)
            .any(|glob| matches(glob, facts.path.as_bytes()))
}

/// Names and addresses that never leave the machine (RFC 6761, section 6.3; RFC 1122, section
/// 3.2.1.3). The URL parser has written every spelling of an address as four decimal numbers.
fn is_local(hostname: &str) -> bool {
    let is_loopback = |rest: &str| rest.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    ["localhost", "[::1]", "0.0.0.0"].contains(&hostname)
        || hostname.ends_with(".localhost")
        || hostname.strip_prefix("127.").is_some_and(is_loopback)
}

/// Whether a path matches a glob: `*` stands for any text within one segment, `**` for any text.
fn matches(glob: &[u8], path: &[u8]) -> bool {
    match glob {
        [] => path.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=path.len()).any(|at| matches(rest, &path[at..])),
        [b'*', rest @ ..] => {
            let segment = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
            (0..=segment).any(|at| matches(rest, &path[at..]))
        }
        [first, rest @ ..] => path.first() == Some(first) && matches(rest, &path[1..]),
    }
}

/// The URL as it is sent: without fragment and user-info, [`MAX_URL`] bytes at most (T5).
pub fn scrub(url: &str) -> String {
    let bytes = url.as_bytes();
    let find = |from: usize, stops: &[u8]| {
        bytes[from..].iter().position(|byte| stops.contains(byte)).map(|place| from + place)
    };
    let mut end = find(0, b"#").unwrap_or(url.len());
    // After the scheme's colon and two slashes.
    let authority = find(0, b":").map_or(0, |colon| colon + 3).min(end);
    let path = find(authority, b"/?#").unwrap_or(end);
    let host = find(authority, b"@").filter(|at| *at < path).map_or(authority, |at| at + 1);
    end = end.min(host - authority + MAX_URL);
    while !url.is_char_boundary(end) {
        end -= 1;
    }
    [url.get(..authority), url.get(host..end)].map(Option::unwrap_or_default).concat()
}

/// One view of a page, as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The page's URL, scrubbed.
    pub page_url: String,
    /// Where the visitor came from, scrubbed; empty where the browser doesn't say.
    pub referrer: String,
}

/// The views of one document.
#[derive(Debug, Default)]
pub struct Views {
    previous: Option<String>,
}

impl Views {
    /// The next view. It comes from `document_referrer` where it is the document's first, and
    /// from the view before it otherwise (T4).
    pub fn next(&mut self, url: &str, document_referrer: &str) -> View {
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

    fn facts() -> Facts {
        Facts {
            protocol: "https:".into(),
            hostname: "shop.example".into(),
            path: "/pricing".into(),
            ..Facts::default()
        }
    }

    fn options(name: &str, value: &str) -> Options {
        config::read(|option| match option {
            "project-id" => Some("1".into()),
            _ => (option == name).then(|| value.into()),
        })
        .unwrap()
    }

    #[test]
    fn t6_an_ordinary_page_counts_and_a_file_does_not() {
        let none = options("", "");
        assert!(counts(&facts(), &none));
        assert!(counts(&Facts { protocol: "http:".into(), ..facts() }, &none));
        for protocol in ["file:", "about:", "data:", "chrome-extension:"] {
            assert!(!counts(&Facts { protocol: protocol.into(), ..facts() }, &none), "{protocol}");
        }
    }

    #[test]
    fn t6_localhost_counts_only_where_allowed() {
        for host in ["localhost", "shop.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0"] {
            let local = Facts { hostname: host.into(), ..facts() };
            assert!(!counts(&local, &options("", "")), "{host}");
            assert!(counts(&local, &options("allow-localhost", "")), "{host}");
        }
        for host in ["localhost.example", "127.example", "notlocalhost", "10.0.0.1"] {
            assert!(
                counts(&Facts { hostname: host.into(), ..facts() }, &options("", "")),
                "{host}"
            );
        }
    }

    #[test]
    fn t6_automation_and_frames_count_only_where_allowed() {
        let automated = Facts { automated: true, ..facts() };
        assert!(!counts(&automated, &options("", "")));
        assert!(counts(&automated, &options("allow-automation", "")));
        let framed = Facts { framed: true, ..facts() };
        assert!(!counts(&framed, &options("", "")));
        assert!(counts(&framed, &options("allow-frames", "")));
    }

    #[test]
    fn t6_excluded_paths_do_not_count() {
        for (globs, path, excluded) in [
            ("/pricing", "/pricing", true),
            ("/pricing", "/pricing/", false),
            ("/admin/*", "/admin/users", true),
            ("/admin/*", "/admin/users/7", false),
            ("/admin/**", "/admin/users/7", true),
            ("/*/edit", "/posts/edit", true),
            ("/*/edit", "/edit", false),
            ("/**/edit", "/a/b/edit", true),
            ("/drafts/*\n /admin/**", "/admin/x", true),
            ("**", "/anything", true),
            ("", "/pricing", false),
        ] {
            let page = Facts { path: path.into(), ..facts() };
            assert_eq!(!counts(&page, &options("exclude", globs)), excluded, "{globs:?} on {path}");
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
            assert_eq!(scrub(url), sent);
        }
    }

    #[test]
    fn t4_the_referrer_is_the_documents_first_and_then_the_view_before() {
        let mut views = Views::default();
        let mut next = |url| views.next(url, "https://google.com/#top");
        let first = next("https://a.example/one#x");
        assert_eq!(first.page_url, "https://a.example/one");
        assert_eq!(first.referrer, "https://google.com/");
        assert_eq!(next("https://a.example/two").referrer, "https://a.example/one");
        assert_eq!(next("https://a.example/three").referrer, "https://a.example/two");
    }

    proptest! {
        #[test]
        fn t5_what_is_sent_is_short_and_has_no_fragment(url in "(https://)?(u:p@)?[ü€a-z]{0,9}[/?#]?.{0,3000}") {
            let sent = scrub(&url);
            prop_assert!(sent.len() <= MAX_URL && !sent.contains('#'));
        }
    }
}
