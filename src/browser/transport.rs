//! How an event reaches the API: `fetch` with `keepalive`, `sendBeacon`, or XHR (D1).

use gloo_net::http::Response;
use js_sys::{JSON, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, Request, RequestCredentials, RequestInit, XmlHttpRequest};

use super::{Callback, guard, window};

/// The header that says what a body is (W2).
const CONTENT_TYPE: (&str, &str) = ("content-type", "application/json");

/// Posts a body as JSON. `done` is called once with the answer's HTTP status, or 0 where there is no
/// answer or none can be seen. The request has started when this returns, and outlives the page.
pub fn post(url: &str, body: &impl Serialize, done: impl FnOnce(u16) + 'static) {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    let json = body.serialize(&serializer).ok().and_then(|body| JSON::stringify(&body).ok());
    let json = String::from(json.unwrap_or_default());
    match fetch(url, &json) {
        Some(answer) => {
            let callback = Callback::once_into_js(move |answer: JsValue| {
                let answer = answer.dyn_into::<web_sys::Response>().map(Response::from);
                done(answer.map_or(0, |answer: Response| answer.status()));
            });
            guard::settle(&answer, &callback);
        }
        None => {
            if !beacon(url, &json) {
                let _ = xhr(url, &json);
            }
            done(0);
        }
    }
}

/// Nothing where the browser has no `fetch`, or one that doesn't outlive the page.
fn fetch(url: &str, json: &str) -> Option<Promise> {
    let headers = Headers::new().ok()?;
    headers.set(CONTENT_TYPE.0, CONTENT_TYPE.1).ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&json.into());
    init.set_credentials(RequestCredentials::Omit);
    // Neither web-sys nor gloo-net knows the option.
    Reflect::set(&init, &"keepalive".into(), &true.into()).ok()?;
    let request = Request::new_with_str_and_init(url, &init).ok()?;
    let lives_on = Reflect::get(&request, &"keepalive".into()).ok()?.is_truthy();
    lives_on.then(|| window().fetch_with_request(&request))
}

/// Whether the browser took the body to deliver it later. As plain text: a beacon carries cookies,
/// and JSON would first be asked for with credentials, which an API open to all origins refuses
/// (<https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>).
fn beacon(url: &str, json: &str) -> bool {
    window().navigator().send_beacon_with_opt_str(url, Some(json)).unwrap_or(false)
}

fn xhr(url: &str, json: &str) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open("POST", url)?;
    request.set_request_header(CONTENT_TYPE.0, CONTENT_TYPE.1)?;
    request.send_with_opt_str(Some(json))
}
