//! The visitor's id in the browser: the cookie and its mirror in localStorage.

use std::cell::OnceCell;

use js_sys::Reflect;
use web_sys::Storage;

use super::{document, location, text, window};
use crate::visitor::{self, KEY, PROBE};

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
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    let mirror = storage();
    let mirrored = mirror.as_ref().and_then(|mirror| mirror.get_item(KEY).ok().flatten());
    let id = visitor::reconcile(&cookies(), mirrored.as_deref(), random);
    if let Some(mirror) = mirror {
        let _ = mirror.set_item(KEY, &id);
    }
    let hostname = text(&location(), "hostname");
    let secure = text(&location(), "protocol") == "https:";
    let domain = visitor::domains(&hostname).find(|domain| {
        set_cookie(&visitor::probe_cookie(true, domain, secure));
        let accepted = visitor::cookies(&cookies(), PROBE).next().is_some();
        set_cookie(&visitor::probe_cookie(false, domain, secure));
        accepted
    });
    set_cookie(&visitor::id_cookie(&id, domain, secure));
    id
}

/// Nothing where storage is blocked: the getter itself throws then.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn cookies() -> String {
    text(&document(), "cookie")
}

fn set_cookie(cookie: &str) {
    let _ = Reflect::set(&document(), &"cookie".into(), &cookie.into());
}
