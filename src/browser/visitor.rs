//! The visitor's id in the browser: the cookie and its mirror in localStorage.

use super::trackers::{CARRIED, REMEMBERED, VISITOR};
use super::{forget, get, mint, now, put, referrer, url};
use crate::consent::Signals;
use crate::text::Text;
use crate::visitor;

const MIRROR: &str = "localStorage.linkyfy_vid";
const COOKIES: &str = "document.cookie";
/// Remembers that the visitor has opted out (V5).
const OPTED_OUT: &str = "localStorage.linkyfy_out";

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

/// The visitor's id, the same for every tracker on the page. The first call reads it, or makes one and
/// writes it: the next tab, whose turn comes when this one has sent its event (V4), has to find it. One
/// that was found is written once its event is on its way: [`remember`].
pub fn id() -> Text {
    let current = VISITOR.get();
    if !current.is_empty() {
        return current;
    }
    let carried = CARRIED.get();
    if carried.is_empty()
        && let Some(found) = known()
    {
        VISITOR.set(&found);
        return found;
    }
    let new = if carried.is_empty() { mint() } else { carried };
    VISITOR.set(&new);
    remember();
    new
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
    }
}

/// Forgets the visitor (V5). The next call of [`id`] makes a new one.
pub fn forget_id() {
    VISITOR.clear();
    REMEMBERED.clear();
    CARRIED.clear();
    forget(MIRROR);
    keep("linkyfy_vid=".into(), &"".into());
}

/// What the browser and the visitor have said about being tracked.
pub fn signals() -> Signals {
    Signals {
        opted_out: !get(OPTED_OUT).is_empty() || get(COOKIES).has("(?:^|; )linkyfy_out="),
        gpc: get("navigator.globalPrivacyControl") == "true",
        dnt: get("navigator.doNotTrack") == "1",
    }
}

/// Remembers that the visitor has opted out, or forgets it.
pub fn opt_out(out: bool) {
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
    let mut labels = 1.0;
    while let Some(domain) = visitor::domain(&host, labels) {
        labels += 1.0;
        widest = domain;
        // What is said to a browser about cookies takes it longer than anything else here.
        if widest == host {
            break;
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
