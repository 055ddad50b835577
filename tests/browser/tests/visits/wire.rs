//! What exactly goes over the wire, and what never does (W2–W4, W6, D1, F7).

use axum::http::{Method, header};
use linkyfy_browser_tests::page::{SIGN_UP, STAYS};
use linkyfy_browser_tests::recorder::Request;
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Recorder, Sandbox, World, page};
use serde_json::json;

const IMPRESSION: &str = "/tracking/impression";
const REGISTRATION: &str = "/tracking/registration";

/// What W2 and W3 say of every event.
fn assert_public_json(request: &Request, origin: &str) {
    assert_eq!(request.header(header::CONTENT_TYPE), Some("application/json"));
    assert_eq!(request.header(header::ORIGIN), Some(origin));
    // The visitor's cookie is one of this host, whatever the port: it would be sent.
    assert_eq!(request.header(header::COOKIE), None);
    assert_eq!(request.header(header::AUTHORIZATION), None);
}

#[tokio::test]
async fn w2_w4_an_impression_is_exactly_the_documented_request() {
    let world = World::<Recorder>::start().await;
    world.site.set("/pricing", page(world.tag().with("data-project-id", "42"), ""));
    world.show("/", page("", "<a href=\"/pricing?utm_source=x\">Prices</a>")).await;
    world.browser.click("a").await;
    world.browser.arrive("/pricing").await;
    let posts = world.api.wait_for(IMPRESSION, 1).await;
    let expected = json!({
        "project_id": 42,
        "visitor_id": world.browser.visitor_id().await,
        "page_url": world.url("/pricing?utm_source=x"),
        "referrer": world.url("/"),
    });
    assert_eq!(posts[0].json(), expected);
    assert_eq!(posts[0].path, "/api/v1/tracking/impression");
    assert_public_json(&posts[0], &world.site.origin());
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn w3_w4_a_registration_is_exactly_the_documented_request() {
    let world = World::<Recorder>::start().await;
    world.show("/", page(world.tag(), SIGN_UP)).await;
    let visitor_id = world.browser.visitor_id().await;
    world.sign_up("Ann@Example.COM").await;
    let posts = world.api.wait_for(REGISTRATION, 1).await;
    let expected = json!({ "project_id": 1, "visitor_id": visitor_id, "email": "Ann@example.com" });
    assert_eq!(posts[0].json(), expected);
    assert_eq!(posts[0].path, "/api/v1/tracking/registration");
    assert_public_json(&posts[0], &world.site.origin());
}

#[tokio::test]
async fn w3_no_request_carries_credentials_and_all_are_of_the_two_kinds() {
    let world = World::<Recorder>::start().await;
    let tag = world.tag();
    world.show("/", page(&tag, "")).await;
    world.api.wait_for(IMPRESSION, 1).await;
    world.open("/").await;
    world.api.wait_for(IMPRESSION, 2).await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.api.wait_for(REGISTRATION, 1).await;
    for request in world.api.requests() {
        assert!(request.method == Method::POST || request.method == Method::OPTIONS);
        assert!(
            ["/api/v1/tracking/impression", "/api/v1/tracking/registration"]
                .contains(&&*request.path)
        );
        for secret in [header::COOKIE, header::AUTHORIZATION] {
            assert_eq!(request.header(secret), None, "{request:?}");
        }
        if request.method == Method::OPTIONS {
            let asked = request.header(header::ACCESS_CONTROL_REQUEST_HEADERS);
            assert_eq!(asked, Some("content-type"), "no header but the documented one");
        }
    }
}

#[tokio::test]
async fn w6_paths_and_base_are_as_configured() {
    let world = World::<Recorder>::start().await;
    let tag = world
        .tag()
        .with("data-api", &(world.api.base_url() + "/"))
        .with("data-impression-path", "/track/view")
        .with("data-registration-path", "/track/lead");
    world.show("/", page(tag, "")).await;
    world.api.wait_for("/api/v1/track/view", 1).await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    world.api.wait_for("/api/v1/track/lead", 1).await;
    for request in world.api.requests() {
        assert!(request.path.starts_with("/api/v1/track/"), "{request:?}");
    }
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn d1_requests_outlive_the_page() {
    let world = World::<Recorder>::start().await;
    let note = "<script>
        window.made = [];
        const real = window.fetch;
        window.fetch = (...all) => {
            const request = new Request(...all);
            const { method, keepalive, credentials } = request;
            made.push({ method, keepalive, credentials });
            return real(request);
        };
    </script>";
    world.show("/", page(format!("{note}{}", world.tag()), "")).await;
    world.browser.visitor_id().await;
    world.browser.run("linkyfy.registration('ann@example.com')").await;
    let each = json!({ "method": "POST", "keepalive": true, "credentials": "omit" });
    assert_eq!(world.browser.eval("window.made").await, json!([each, each]));
    world.api.wait_for(REGISTRATION, 1).await;
}

/// Values that a form can hold, each in a field that isn't the e-mail field.
const SECRETS: [(&str, &str); 9] = [
    ("<input name=\"name\" value=\"SECRET0\">", "SECRET0"),
    ("<input name=\"password\" type=\"password\" value=\"SECRET1\">", "SECRET1"),
    ("<input name=\"email\" type=\"password\" value=\"SECRET2@example.com\">", "SECRET2"),
    ("<input name=\"email\" type=\"hidden\" value=\"SECRET3@example.com\">", "SECRET3"),
    ("<input name=\"card\" autocomplete=\"cc-number\" value=\"SECRET4\">", "SECRET4"),
    ("<input name=\"code\" autocomplete=\"one-time-code\" value=\"SECRET5\">", "SECRET5"),
    ("<textarea name=\"email\">SECRET6@example.com</textarea>", "SECRET6"),
    ("<select name=\"email\"><option>SECRET7@example.com</select>", "SECRET7"),
    ("<input name=\"terms\" type=\"checkbox\" value=\"SECRET8\" checked>", "SECRET8"),
];

/// Notes every value that a script reads, with the field it was read of.
const SPY: &str = "<script>
    window.readings = [];
    for (const { prototype } of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) {
        const { get, set } = Object.getOwnPropertyDescriptor(prototype, 'value');
        Object.defineProperty(prototype, 'value', { set, get() {
            readings.push(this.id || this.outerHTML);
            return get.call(this);
        } });
    }
    window.FormData = class { constructor() { readings.push('all of the form'); } };
</script>";

/// A form with all [`SECRETS`] and a field for the address.
fn with_secrets() -> String {
    let fields = SECRETS.map(|(field, _)| field).concat();
    format!(
        "<form>{fields}<input id=\"it\" name=\"work\" type=\"email\">\
         <button>Sign up</button></form>{STAYS}"
    )
}

/// The fields that have been read since this was last asked, each once.
const READ: &str = "[...new Set(readings.splice(0))]";

#[tokio::test]
async fn f7_before_the_judge_is_there_no_password_card_code_or_hidden_value_is_read() {
    let world = World::<Recorder>::start().await;
    world.site.set_fault(JUDGE, Fault::Silent);
    let tag = world.tag().with("src", "/linkyfy.js");
    world.show("/", page(format!("{SPY}{tag}"), with_secrets())).await;
    world.browser.visitor_id().await;
    world.browser.fill("#it", "ann@example.com").await;
    world.browser.run("readings.length = 0").await;
    world.browser.click("button").await;
    let kept = "Object.keys(localStorage).some((key) => key.startsWith('linkyfy_forms-'))";
    world.browser.wait_for(kept).await;
    // A text may be the address, whatever it is called.
    assert_eq!(world.browser.eval(READ).await, json!([SECRETS[0].0, "it"]));
    // Who opts out takes that back, too (V5).
    world.browser.run("linkyfy.optOut()").await;
    assert_eq!(world.browser.eval(kept).await, json!(false));
}

#[tokio::test]
async fn f7_of_all_values_only_the_address_is_read_and_sent() {
    let world = World::<Recorder>::start().await;
    world.show("/", page(format!("{SPY}{}", world.tag()), with_secrets())).await;
    world.browser.visitor_id().await;
    world.browser.fill("#it", "ann@example.com").await;
    world.browser.run("readings.length = 0").await;
    world.browser.click("button").await;
    world.api.wait_for(REGISTRATION, 1).await;
    assert_eq!(world.browser.eval(READ).await, json!(["it"]));
    world.browser.assert_unharmed().await;

    // After one more event, all that was sent is there.
    world.browser.run("linkyfy.registration('last@example.com')").await;
    world.api.wait_for(REGISTRATION, 2).await;
    for request in world.api.requests() {
        let all = format!("{request:?}");
        for (field, secret) in SECRETS {
            assert!(!all.contains(secret), "{field} in {all}");
        }
    }
}

#[tokio::test]
async fn d1_f9_a_form_whose_page_ends_before_its_next_task_registers() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), SIGN_UP)).await;
    world.recorded(1, 0).await;
    world.judged().await;
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    let send = "window.setTimeout = () => 0; document.querySelector('#sign-up').requestSubmit()";
    world.browser.run(send).await;
    world.browser.arrive("/thanks").await;
    world.recorded(1, 1).await;
    world.exactly(1, 1).await;
}
