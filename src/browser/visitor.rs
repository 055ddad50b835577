//! The visitor's id in the browser: the cookie and its mirror in localStorage.

use std::cell::OnceCell;

use super::{get, mint, put};
use crate::text::Text;
use crate::visitor;

const MIRROR: &str = "localStorage.linkyfy_vid";
const COOKIES: &str = "document.cookie";

thread_local! {
    /// Where neither cookie nor storage works, the id lives as long as the page (V3).
    static ID: OnceCell<Text> = const { OnceCell::new() };
}

/// The visitor's id, the same for every tracker on the page. The first call reads it, or makes
/// one, and writes it to cookie and mirror, so that each repairs the other and the cookie's life
/// begins anew (V2).
pub fn id() -> Text {
    if let Some(id) = ID.with(|id| id.get().cloned()) {
        return id;
    }
    let id = visitor::reconcile(&get(COOKIES), &get(MIRROR)).unwrap_or_else(mint);
    // Known before it is written: a page's own setter may ask for it.
    let _ = ID.with(|known| known.set(id.clone()));
    put(MIRROR, &id);
    let secure = get("location.protocol").has("s:");
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
    put(COOKIES, &visitor::id_cookie(&id, widest.as_ref(), secure));
    id
}
