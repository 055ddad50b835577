//! The part that knows web-sys, run as WebAssembly in a real browser. Whole visits are tested in
//! `tests/browser`.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, eval};
use linkyfy::browser::{self, forms, transport, visitor};
use linkyfy::config::{self, API, PROJECT_ID};
use linkyfy::email;
use linkyfy::page::{self, Facts};
use linkyfy::text::Text;
use linkyfy::visitor::{domain, mint, reconcile, wider};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn js(code: &str) -> JsValue {
    eval(code).unwrap()
}

/// The text that a script gives.
fn text(code: &str) -> Text {
    js(code).as_string().unwrap().as_str().into()
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
    assert_eq!(text("localStorage.linkyfy_vid"), id);
    let cookie = text("document.cookie.match(/linkyfy_vid=([^;]*)/)[1]");
    assert_eq!(cookie, id);
    assert!(!text("document.cookie").has("linkyfy_probe"));
    assert_eq!(visitor::id(), id);
    assert_eq!(reconcile(&"".into(), &id, [0; 16]), id, "well formed");
}

#[wasm_bindgen_test]
fn f1_f7_only_the_email_is_taken_from_a_form() {
    let typed = forms::email(&form(
        "<input name=name value=Ann><input type=email value='ann@example.com'>\
         <input type=password value=secret><button>Go</button><select></select><textarea></textarea>",
    ));
    assert_eq!(typed, Some("ann@example.com".into()));
    let named = forms::email(&form("<input name=Email value='ann@example.com'>"));
    assert_eq!(named, Some("ann@example.com".into()));
    let tokens =
        forms::email(&form("<input autocomplete='section-a EMAIL' value='ann@example.com'>"));
    assert_eq!(tokens, Some("ann@example.com".into()));
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
    assert_eq!(browser::option(&get, "api"), Some("x".into()));
    assert_eq!(browser::option(&get, "empty"), Some("".into()));
    assert_eq!(browser::option(&get, "none"), None);
    assert_eq!(browser::option(&get, "other"), None);
    let throws = Function::new_no_args("throw new Error('not ours')");
    assert_eq!(browser::option(&throws, "api"), None);
}

/// Posts and gives the status that the transport saw.
async fn post(url: String) -> u16 {
    let answered = Promise::new(&mut |resolve, _| {
        transport::post(&url.as_str().into(), &"body", move |status| {
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

/// The host's tests decide what is right; here is that JavaScript reads the same patterns alike.
#[wasm_bindgen_test]
fn t5_f10_v2_l8_decisions_are_the_same_in_the_browser_as_on_the_host() {
    for (typed, address) in [
        (" Ann.Lee+news@Example.COM\n", Some("Ann.Lee+news@example.com")),
        ("root@localhost", Some("root@localhost")),
        ("a@b@example.com", None),
        ("a@example.com.", None),
        ("Ann <ann@example.com>", None),
    ] {
        assert_eq!(email::normalise(&typed.into()), address.map(Text::from), "{typed}");
    }
    let long = format!("{}@example.com", "a".repeat(243));
    assert_eq!(email::normalise(&long.as_str().into()), None);

    for (url, sent) in [
        ("https://me:secret@a.example/x?y=1#token=2", "https://a.example/x?y=1"),
        ("https://a.example?to=a@b.c", "https://a.example?to=a@b.c"),
    ] {
        assert_eq!(page::scrub(&url.into()), sent.into());
    }
    let long = format!("https://a.example/{}", "a".repeat(3000));
    assert_eq!(page::scrub(&long.as_str().into()), long[..2048].into());

    let none = Text::from("");
    let id = mint([7; 16]);
    let cookies = Text::from("a=b; linkyfy_vid=bad; linkyfy_vid=").plus(&id).plus("; c=d");
    assert_eq!(reconcile(&cookies, &none, [0; 16]), id);
    assert_eq!(reconcile(&none, &none, [0; 16]), mint([0; 16]));
    assert_eq!(domain(&"localhost".into()), None);
    assert_eq!(wider(&"a.example.co.uk".into()), Some("example.co.uk".into()));

    let options = |id: &'static str, api: &'static str, exclude: &'static str| {
        config::read(&move |name| match name {
            "project-id" => Some(id.into()),
            "api" => Some(api.into()),
            "exclude" => Some(exclude.into()),
            _ => None,
        })
    };
    let read = options(" 042 ", "http://[::1]:4000/api/v1/", "/a.b/* /(x)/**").unwrap();
    assert_eq!(read.project_id, 42.0);
    assert_eq!(read.impression_url, "http://[::1]:4000/api/v1/tracking/impression".into());
    assert_eq!(options("4.2", "https://a.example", ""), Err(&PROJECT_ID));
    assert_eq!(options("9007199254740992", "https://a.example", ""), Err(&PROJECT_ID));
    assert_eq!(options("1", "https://a.example?x", ""), Err(&API));
    for (url, counted) in [
        ("https://shop.example/pricing", true),
        ("https://shop.example/a.b/c", false),
        ("https://shop.example/a.b/c/d", true),
        ("https://shop.example/(x)/c/d?e", false),
        ("http://127.0.0.1:80/", false),
        ("http://shop.localhost/", false),
        ("file:///a.html", false),
    ] {
        let facts = Facts { url: url.into(), framed: false, automated: false };
        assert_eq!(page::counts(&facts, &read), counted, "{url}");
    }
}
