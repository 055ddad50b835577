//! The visitor's id in the browser: the cookie and its mirror in localStorage.

use std::cell::OnceCell;

use super::{fill_with_random, get, put};
use crate::visitor::{self, PROBE};

const MIRROR: &str = "localStorage.linkyfy_vid";
const COOKIES: &str = "document.cookie";

thread_local! {
    /// Where neither cookie nor storage works, the id lives as long as the page (V3).
    static ID: OnceCell<String> = const { OnceCell::new() };
}

/// The visitor's id, the same for every tracker on the page. The first call reads it, or makes
/// one, and writes it to cookie and mirror, so that each repairs the other and the cookie's life
/// begins anew (V2).
pub fn id() -> String {
    ID.with(|id| id.get_or_init(agree).clone())
}

fn agree() -> String {
    let mut random = [0; 16];
    fill_with_random(&mut random);
    let id = visitor::reconcile(&get(COOKIES), &get(MIRROR), random);
    put(MIRROR, &id);
    let hostname = get("location.hostname");
    let secure = get("location.protocol") == "https:";
    let domain = visitor::domains(&hostname).find(|domain| {
        put(COOKIES, &visitor::probe_cookie(true, domain, secure));
        let accepted = visitor::cookies(&get(COOKIES), PROBE).next().is_some();
        put(COOKIES, &visitor::probe_cookie(false, domain, secure));
        accepted
    });
    put(COOKIES, &visitor::id_cookie(&id, domain, secure));
    id
}
