//! The visitor in the browser: the id, a cookie and its mirror in localStorage, and what they have said.

use std::cell::Cell;

use super::trackers::{CARRIED, REMEMBERED, Tracker, VISITOR};
use super::{forget, get, mint, now, put, referrer, url};
use crate::consent::{self, Permission, Signals};
use crate::text::Text;
use crate::visitor;

const MIRROR: &str = "localStorage.linkyfy_vid";
const COOKIES: &str = "document.cookie";
/// Remembers that the visitor has opted out (V5).
const OPTED_OUT: &str = "localStorage.linkyfy_out";

thread_local! {
    /// What the visitor has decided on this page, where they have (V6).
    static SAID: Cell<Option<bool>> = const { Cell::new(None) };
}

/// The id of a visitor who has been here before.
pub fn known() -> Option<Text> {
    visitor::reconcile(&get(COOKIES), &get(MIRROR))
}

/// Takes the id that the page's URL carries from one of the site's other domains, once there is to
/// be one (V8).
pub fn take_carried(domains: &Text) {
    if let Some(id) = visitor::carried(&url(), &referrer(), domains, now()) {
        CARRIED.set(&id);
    }
}

/// The visitor's id, the same for every tracker on the page: what the browser keeps, as another page may
/// have changed it; else what this page had before. The first call makes one, where there is none, and
/// claims it: of tabs that do so at once, the first makes the id for all (V4). It is written once its event
/// is on its way, in the same task: [`remember`].
pub fn id() -> Text {
    let carried = CARRIED.get();
    CARRIED.clear();
    if !carried.is_empty() {
        VISITOR.set(&carried);
        // What the browser keeps is another's.
        remember();
        return carried;
    }
    if let Some(found) = known() {
        VISITOR.set(&found);
    } else if VISITOR.get().is_empty() {
        let id = mint();
        put(COOKIES, &visitor::claim_cookie(true, &id));
        // One look: between two, the first tab may have written its id and taken its claim back.
        let cookies = get(COOKIES);
        let kept = visitor::reconcile(&cookies, &"".into());
        VISITOR.set(&kept.or_else(|| visitor::first(&cookies)).unwrap_or(id));
    }
    VISITOR.get()
}

/// The page is back. Where the visitor was erased on another page meanwhile, it forgets them, too, and
/// what they agreed to here is void.
pub fn recheck() {
    if known().is_none() {
        VISITOR.clear();
        if SAID.get() == Some(true) {
            SAID.set(None);
        }
    }
}

/// Writes the visitor's id to cookie and mirror, so that each repairs the other and the cookie's life
/// begins anew (V2), once a page. Where neither works, it lives as long as the page (V3).
pub fn remember() {
    let id = VISITOR.get();
    if REMEMBERED.get() != id {
        // Before it is written: a page's own setter may ask for it.
        REMEMBERED.set(&id);
        put(MIRROR, &id);
        keep("linkyfy_vid=".into(), &id);
        // Whoever comes now finds the id itself.
        if let Some(first) = visitor::first(&get(COOKIES)) {
            put(COOKIES, &visitor::claim_cookie(false, &first));
        }
    }
}

/// Forgets the visitor (V5). The next call of [`id`] makes a new one.
pub fn forget_id() {
    VISITOR.clear();
    CARRIED.clear();
    forget(MIRROR);
    keep("linkyfy_vid=".into(), &"".into());
}

/// Whether the visitor has opted out, on this page or on another, or has refused on this page.
pub fn is_out() -> bool {
    !get(OPTED_OUT).is_empty() || get(COOKIES).has("linkyfy_out=") || SAID.get() == Some(false)
}

/// What a tracker may do now, as the browser and the visitor have said.
pub fn permission(tracker: Tracker) -> Permission {
    let signals = Signals {
        refused: is_out(),
        gpc: get("navigator.globalPrivacyControl") == "true",
        dnt: get("navigator.doNotTrack") == "1",
    };
    consent::permission(signals, &tracker, SAID.get() == Some(true))
}

/// The visitor has decided on this page.
pub fn say(given: bool) {
    SAID.set(Some(given));
}

/// Remembers that the visitor has opted out, or forgets it; on this page also where nothing can be kept.
pub fn opt_out(out: bool) {
    say(!out);
    let mut value = Text::from("");
    if out {
        value = "1".into();
        put(OPTED_OUT, &value);
    } else {
        forget(OPTED_OUT);
    }
    keep("linkyfy_out=".into(), &value);
}

/// Sets a cookie on the widest domain that the browser takes it for: it refuses those that belong to
/// nobody (`co.uk`), which only trying tells. An empty value takes the cookie away, from the host
/// itself as well.
fn keep(name: Text, value: &Text) {
    let secure = get("location.protocol").has("s:");
    let host = get("location.hostname");
    let mut widest = Text::from("");
    let mut labels = 1;
    while let Some(domain) = visitor::domain(&host, labels) {
        labels += 1;
        widest = domain;
        // What is said to a browser about cookies takes it longer than anything else here.
        if widest == host {
            break;
        }
        // What is taken away is taken from every domain: to try them would store something.
        if value.is_empty() {
            put(COOKIES, &visitor::kept_cookie(name.clone(), value, &widest, secure));
            continue;
        }
        put(COOKIES, &visitor::probe_cookie(true, &widest, secure));
        let accepted = visitor::is_probed(&get(COOKIES));
        put(COOKIES, &visitor::probe_cookie(false, &widest, secure));
        if accepted {
            break;
        }
    }
    put(COOKIES, &visitor::kept_cookie(name.clone(), value, &widest, secure));
    if value.is_empty() {
        put(COOKIES, &visitor::kept_cookie(name, value, &"".into(), secure));
    }
}
