//! How an event reaches the API: `fetch` with `keepalive`, `sendBeacon`, or XHR (D1).

use gloo_net::http::Response;
use js_sys::{JSON, JsString, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, Request, RequestCredentials, RequestInit};

use super::{Callback, post_without_fetch, start_fetch};

/// Posts a body as JSON. `done` is called once with the answer's HTTP status, or 0 where there is no
/// answer or none can be seen. The request has started when this returns, and outlives the page.
pub fn post(url: &str, body: &impl Serialize, done: impl FnOnce(u16) + 'static) {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    let json = body.serialize(&serializer).ok().and_then(|body| JSON::stringify(&body).ok());
    let json = json.unwrap_or_default();
    let callback = Callback::once_into_js(move |answer: JsValue| {
        let answer = answer.dyn_into::<web_sys::Response>().map(Response::from);
        done(answer.map_or(0, |answer| answer.status()));
    });
    if !request(url, &json).is_some_and(|request| start_fetch(&request, &callback)) {
        post_without_fetch(url, &json, &callback);
    }
}

/// Nothing where the browser has no `fetch`, or one whose requests end with the page.
fn request(url: &str, json: &JsString) -> Option<Request> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", "application/json").ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(json);
    init.set_credentials(RequestCredentials::Omit);
    // Neither web-sys nor gloo-net knows the option.
    Reflect::set(&init, &"keepalive".into(), &true.into()).ok()?;
    let request = Request::new_with_str_and_init(url, &init).ok()?;
    let lives_on = Reflect::get(&request, &"keepalive".into()).ok()?.is_truthy();
    lives_on.then_some(request)
}
