//! The visitor's id in the browser: the cookie and its mirror in localStorage.

use std::cell::RefCell;

use super::{forget, get, mint, put};
use crate::consent::Signals;
use crate::text::Text;
use crate::visitor;

const MIRROR: &str = "localStorage.linkyfy_vid";
const COOKIES: &str = "document.cookie";
/// Remembers that the visitor has opted out (V5).
const OPTED_OUT: &str = "localStorage.linkyfy_out";

thread_local! {
    /// Where neither cookie nor storage works, the id lives as long as the page (V3).
    static ID: RefCell<Option<Text>> = const { RefCell::new(None) };
}

/// The visitor's id, the same for every tracker on the page. The first call reads it, or makes
/// one, and writes it to cookie and mirror, so that each repairs the other and the cookie's life
/// begins anew (V2).
pub fn id() -> Text {
    if let Some(id) = ID.with_borrow(Clone::clone) {
        return id;
    }
    let id = visitor::reconcile(&get(COOKIES), &get(MIRROR)).unwrap_or_else(mint);
    // Known before it is written: a page's own setter may ask for it.
    ID.with_borrow_mut(|known| *known = Some(id.clone()));
    put(MIRROR, &id);
    keep("linkyfy_vid=", &id);
    id
}

/// Forgets the visitor (V5). The next call of [`id`] makes a new one.
pub fn forget_id() {
    ID.with_borrow_mut(|known| *known = None);
    forget(MIRROR);
    keep("linkyfy_vid=", &"".into());
}

/// What the browser and the visitor have said about being tracked.
pub fn signals() -> Signals {
    Signals {
        opted_out: !get(OPTED_OUT).is_empty() || get(COOKIES).has("(?:^|; )linkyfy_out="),
        gpc: get("navigator.globalPrivacyControl").has("true"),
        dnt: get("navigator.doNotTrack").has("1"),
    }
}

/// Remembers that the visitor has opted out, or forgets it.
pub fn opt_out(out: bool) {
    let value = Text::from(if out { "1" } else { "" });
    if out {
        put(OPTED_OUT, &value);
    } else {
        forget(OPTED_OUT);
    }
    keep("linkyfy_out=", &value);
}

/// Sets a cookie on the widest domain that the browser takes it for; an empty value takes it away,
/// from the host itself as well.
fn keep(name: &str, value: &Text) {
    let secure = get("location.protocol").has("s:");
    let set = |domain| put(COOKIES, &visitor::kept_cookie(name, value, domain, secure));
    let mut widest = None;
    let mut next = visitor::domain(&get("location.hostname"));
    while let Some(domain) = next {
        put(COOKIES, &visitor::probe_cookie(true, &domain, secure));
        let accepted = visitor::is_probed(&get(COOKIES));
        put(COOKIES, &visitor::probe_cookie(false, &domain, secure));
        next = if accepted { visitor::wider(&domain) } else { None };
        if accepted {
            widest = Some(domain);
        }
    }
    set(widest.as_ref());
    if value.is_empty() {
        set(None);
    }
}
