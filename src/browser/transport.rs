//! How an event reaches the API (D1).

use gloo_net::http::Response;
use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::{Callback, start_post};
use crate::text::Text;

/// Posts a body as JSON. `done` is called once with the answer's HTTP status, or 0 where there is no
/// answer or none can be seen. The request has started when this returns, and outlives the page.
pub fn post(url: &Text, body: &impl Serialize, done: impl FnOnce(u16) + 'static) {
    let serializer = Serializer::new().serialize_maps_as_objects(true);
    let json = body.serialize(&serializer).ok().and_then(|body| JSON::stringify(&body).ok());
    let callback = Callback::once_into_js(move |answer: JsValue| {
        let answer = answer.dyn_into::<web_sys::Response>().map(Response::from);
        done(answer.map_or(0, |answer| answer.status()));
    });
    start_post(&url.0, &json.unwrap_or_default(), &callback);
}
