//! The part that knows web-sys, run as WebAssembly in a real browser. Whole visits are tested in
//! `tests/browser`.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, eval};
use linkyfy::browser::{self, forms, transport, visitor};
use linkyfy::visitor::is_id;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn js(code: &str) -> JsValue {
    eval(code).unwrap()
}

/// A form with these fields, in the page.
fn form(fields: &str) -> web_sys::HtmlFormElement {
    js(&format!(
        "const form = document.createElement('form'); form.innerHTML = `{fields}`; \
         document.body.append(form); form"
    ))
    .unchecked_into()
}

#[wasm_bindgen_test]
fn v1_v2_the_id_is_in_cookie_and_storage_and_stays_the_same() {
    let id = visitor::id();
    assert!(is_id(&id), "{id}");
    assert_eq!(js("localStorage.linkyfy_vid").as_string().unwrap(), id);
    let cookies = js("document.cookie").as_string().unwrap();
    assert!(cookies.contains(&format!("linkyfy_vid={id}")), "{cookies}");
    assert!(!cookies.contains("linkyfy_probe"), "{cookies}");
    assert_eq!(visitor::id(), id);
}

#[wasm_bindgen_test]
fn f1_f7_only_the_email_is_taken_from_a_form() {
    let typed = forms::email(&form(
        "<input name=name value=Ann><input type=email value='ann@example.com'>\
         <input type=password value=secret><button>Go</button><select></select><textarea></textarea>",
    ));
    assert_eq!(typed.as_deref(), Some("ann@example.com"));
    let named = forms::email(&form("<input name=Email value='ann@example.com'>"));
    assert_eq!(named.as_deref(), Some("ann@example.com"));
    let tokens =
        forms::email(&form("<input autocomplete='section-a EMAIL' value='ann@example.com'>"));
    assert_eq!(tokens.as_deref(), Some("ann@example.com"));
    assert_eq!(forms::email(&form("<input type=email><input type=email>")), None);
    assert_eq!(forms::email(&form("<input type=search name=q>")), None);
}

#[wasm_bindgen_test]
fn f1_f2_visitors_and_scripts_submissions_call_back_with_the_form() {
    js(
        "window.stop = (event) => event.preventDefault(); addEventListener('submit', window.stop); \
        document.body.insertAdjacentHTML('beforeend', '<iframe name=sink></iframe>')",
    );
    let seen = Rc::new(RefCell::new(Vec::new()));
    let sink = Rc::clone(&seen);
    browser::on_submit(move |form| sink.borrow_mut().push(form.id()));

    let form = form("<input type=email value='ann@example.com'>");
    form.set_id("sign-up");
    form.request_submit().unwrap();
    form.set_target("sink");
    form.submit().unwrap();
    js("new FormData(document.getElementById('sign-up'))");
    assert_eq!(*seen.borrow(), ["sign-up", "sign-up"]);
}

#[wasm_bindgen_test]
fn l8_an_option_is_the_text_that_the_entry_point_gives() {
    let get = Function::new_with_args("name", "return { api: 'x', empty: '', none: null }[name]");
    assert_eq!(browser::option(&get, "api").as_deref(), Some("x"));
    assert_eq!(browser::option(&get, "empty").as_deref(), Some(""));
    assert_eq!(browser::option(&get, "none"), None);
    assert_eq!(browser::option(&get, "other"), None);
    let throws = Function::new_no_args("throw new Error('not ours')");
    assert_eq!(browser::option(&throws, "api"), None);
}

/// Posts and gives the status that the transport saw.
async fn post(url: String) -> u16 {
    let answered = Promise::new(&mut |resolve, _| {
        transport::post(&url, &"body", move |status| {
            resolve.call1(&JsValue::UNDEFINED, &status.into()).unwrap();
        });
    });
    let answer = wasm_bindgen_futures::JsFuture::from(answered).await.unwrap();
    answer.as_f64().unwrap() as u16
}

#[wasm_bindgen_test]
async fn d1_the_answers_status_is_seen_and_no_answer_is_zero() {
    let origin = js("location.origin").as_string().unwrap();
    // The test page's own server has no such page, but it answers.
    assert!((200..600).contains(&post(format!("{origin}/no-such-page")).await));
    assert_eq!(post("http://127.0.0.1:1/".into()).await, 0, "a port that browsers refuse");
    assert_eq!(post("http://[".into()).await, 0);

    // Content blockers reject with whatever they like.
    js("window.real = fetch; window.fetch = () => Promise.reject('blocked')");
    assert_eq!(post(origin).await, 0);
    js("window.fetch = window.real");
}
