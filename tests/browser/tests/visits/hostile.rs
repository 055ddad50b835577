//! Pages that do what no tracker expects: nothing of it comes back to the page as a fault, and what
//! can still be counted is (F1, F9, L1, P1, T2, T6, V1).

use linkyfy_browser_tests::page::SIGN_UP;
use linkyfy_browser_tests::{Sandbox, World, page};

const ANN: &str = "ann@example.com";

/// Opens each page, whose scripts stand before the tracker's tag, and signs up there.
async fn assert_all_counted(cases: &[(&str, &str)]) {
    let world = World::<Sandbox>::start().await;
    for (count, (head, body)) in (1..).zip(cases) {
        let tag = world.tag();
        world.show("/", page(format!("{head}{tag}"), format!("{body}{SIGN_UP}"))).await;
        world.recorded(count, count - 1).await;
        world.sign_up(ANN).await;
        world.recorded(count, count).await;
        world.browser.assert_unharmed().await;
        assert_eq!(world.site.sent().len(), count, "{head}{body}");
    }
    world.exactly(cases.len(), cases.len()).await;
}

#[tokio::test]
async fn l1_a_page_that_uses_the_trackers_name_is_counted() {
    assert_all_counted(&[
        ("", "<div id=\"linkyfy\"></div>"),
        ("", "<form id=\"linkyfy\" name=\"linkyfy\"></form>"),
        ("<script>var linkyfy = { company: 'Linkyfy' }</script>", ""),
        ("<script>linkyfy = null</script>", ""),
        ("<script>const linkyfy = Object.freeze({})</script>", ""),
    ])
    .await;
}

#[tokio::test]
async fn f9_a_page_that_calls_back_from_within_is_counted() {
    assert_all_counted(&[
        // A site that sends the visitor's id along with all of its requests.
        (
            "<script>{ const real = window.fetch; window.fetch = (...all) => { \
             window.linkyfy?.visitorId?.(); return real(...all); } }</script>",
            "",
        ),
        // A consent tool that watches cookies, and asks whose they are.
        (
            "<script>{ const { get, set } = \
             Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'); \
             Object.defineProperty(document, 'cookie', { get, set(cookie) { \
             window.linkyfy?.visitorId?.(); set.call(this, cookie); } }); }</script>",
            "",
        ),
    ])
    .await;
}

#[tokio::test]
async fn f9_a_page_whose_library_has_builtins_of_its_own_is_counted() {
    assert_all_counted(&[
        // Prototype before 1.7.
        (
            "<script>{ const own = (prototype, methods) => Object.assign(prototype, methods); \
             own(Array.prototype, { reduce() { return this.length > 1 ? this : this[0]; }, \
             entries() { return [...this]; }, toJSON() { return `[${this.join(', ')}]`; } }); \
             own(String.prototype, { toJSON() { return `\"${this}\"`; } }); \
             Object.keys = (object) => { const keys = []; for (const key in object) \
             keys.push(key); return keys; }; \
             Array.from = (list) => list ? [...list] : []; }</script>",
            "",
        ),
        // Datejs.
        (
            "<script>{ const { parse } = Date; Date.parse = (text) => { const time = parse(text); \
             return isNaN(time) ? null : new Date(time); }; }</script>",
            "",
        ),
    ])
    .await;
}

#[tokio::test]
async fn f9_a_registration_from_within_a_request_is_recorded() {
    let world = World::<Sandbox>::start().await;
    let nested = "<script>{ const real = window.fetch; window.fetch = (...all) => { \
                  if (window.linkyfy?.registration) { window.fetch = real; \
                  linkyfy.registration('ann@example.com'); } return real(...all); } }</script>";
    world.show("/", page(format!("{nested}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    world.browser.run("linkyfy.registration('bob@example.com')").await;
    let ledger = world.recorded(1, 2).await;
    assert!(ledger.emails().contains(&"bob@example.com"), "{ledger:#?}");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn f1_f9_events_that_are_no_submissions_do_no_harm() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), SIGN_UP)).await;
    world.recorded(1, 0).await;
    let events = "const input = document.querySelector('input'); \
                  for (const target of [window, document, document.body, input]) \
                  target.dispatchEvent(new Event('submit', { bubbles: true }));";
    world.browser.run(events).await;
    world.browser.assert_unharmed().await;
    world.sign_up(ANN).await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 1).await;
}

/// What a page may have broken before the tracker comes.
const BROKEN: [&str; 16] = [
    "crypto.getRandomValues = () => { throw 'no' }",
    "Object.defineProperty(window, 'crypto', { value: undefined })",
    "Object.defineProperty(window, 'performance', { value: undefined })",
    "performance.now = () => { throw 'no' }",
    "Object.freeze(HTMLFormElement.prototype)",
    "Object.defineProperty(HTMLFormElement.prototype, 'elements', { get() { throw 'no' } })",
    "Object.defineProperty(HTMLInputElement.prototype, 'value', { get() { throw 'no' } })",
    "Object.defineProperty(Document.prototype, 'referrer', { get() { throw 'no' } })",
    "Object.defineProperty(Navigator.prototype, 'webdriver', { get() { throw 'no' } })",
    "JSON.stringify = () => { throw 'no' }",
    "Reflect.get = Reflect.set = () => { throw 'no' }",
    "TextDecoder.prototype.decode = TextEncoder.prototype.encode = () => { throw 'no' }",
    "window.TextDecoder = window.TextEncoder = undefined",
    "window.WebAssembly = undefined",
    "window.WebAssembly ??= {}; \
     WebAssembly.Module = WebAssembly.Instance = class { constructor() { throw 'no' } }; \
     WebAssembly.compile = WebAssembly.instantiate = () => { throw 'no' }",
    "window.WebAssembly ??= {}; \
     WebAssembly.compile = WebAssembly.instantiate = () => Promise.reject('no')",
];

/// Calls the tracker in all ways, and then submits the form. The page does it itself: on a page
/// that is broken so the WebDriver can't work.
const ACT: &str = "<script>{
    const calls = [() => linkyfy.impression(), () => linkyfy.registration('bob@example.com')];
    const act = () => {
        if (window.linkyfy) for (const call of calls) call();
        document.querySelector('form').requestSubmit();
    };
    // Where the tracker can't start there is nothing to wait for, so it has some frames to do so.
    const wait = (frames) => {
        if (window.linkyfy?.visitorId() || !frames) act();
        else requestAnimationFrame(() => wait(frames - 1));
    };
    addEventListener('load', () => setTimeout(wait, 0, 20));
}</script>";

#[tokio::test]
async fn f9_broken_builtins_do_no_harm() {
    let world = World::<Sandbox>::start().await;
    let form = SIGN_UP.replace("<input", "<input value=\"ann@example.com\"");
    for (count, script) in (1..).zip(BROKEN) {
        let head = format!("<script>{script}</script>{}{ACT}", world.tag().deferred());
        world.show("/", page(head, &form)).await;
        world.browser.arrive("/thanks").await;
        let seen = world.browser.seen().await;
        assert_eq!(seen, [""; 0], "{script}");
        assert_eq!(world.site.sent().len(), count, "{script}");
    }
}

#[tokio::test]
async fn t6_t2_a_page_whose_variables_have_names_of_the_browsers_is_counted() {
    let world = World::<Sandbox>::start().await;
    let nav = "document.querySelector('nav')";
    let scripts = [
        format!("var parent = {nav}"),
        "const parent = 1".to_owned(),
        format!("var navigation = {nav}"),
        format!("const navigation = {nav}"),
        "function Element() {}".to_owned(),
        "function HTMLFormElement() {}".to_owned(),
    ];
    for (count, script) in (1..).step_by(2).zip(&scripts) {
        let body = format!("<nav>Menu</nav><script>{script}</script>{}", world.tag());
        world.show("/", page("", body)).await;
        world.recorded(count, 0).await;
        world.browser.run("window.history.pushState(null, '', '/a')").await;
        let ledger = world.recorded(count + 1, 0).await;
        assert_eq!(ledger.pages()[count..], [world.url("/a")], "{script}");
        world.browser.assert_unharmed().await;
    }
    world.exactly(2 * scripts.len(), 0).await;
}

#[tokio::test]
async fn f1_a_form_whose_fields_hide_its_properties_works() {
    let world = World::<Sandbox>::start().await;
    for (count, name) in
        (1..).zip(["submit", "elements", "length", "id", "nodeType", "constructor"])
    {
        let form =
            SIGN_UP.replace("<button>", &format!("<input name=\"{name}\" value=\"1\"><button>"));
        world.show("/", page(world.tag(), form)).await;
        world.recorded(count, 0).await;
        world.sign_up(ANN).await;
        assert_eq!(world.site.sent().len(), count, "{name}");
        world.browser.assert_unharmed().await;
    }
}

#[tokio::test]
async fn t4_v2_a_page_whose_elements_hide_what_the_document_knows_is_counted() {
    let world = World::<Sandbox>::start().await;
    let bodies = [
        "<form name=\"referrer\"></form>",
        "<img name=\"referrer\">",
        "<form name=\"cookie\"></form>",
    ];
    for (count, body) in (1..).zip(bodies) {
        world.show("/", page(world.tag().deferred(), body)).await;
        world.recorded(count, 0).await;
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(bodies.len(), 0).await;
    assert!(ledger.impressions.iter().all(|view| view.referrer.is_empty()), "{ledger:#?}");
    ledger.visitor();
}

#[tokio::test]
async fn t5_l4_no_address_takes_long() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    world.recorded(1, 0).await;
    for part in [";key", ";a", ";utm_", "@;", "%2540", "token"] {
        // The shortest of some times: others may use the machine as well.
        let time = format!(
            "return Math.min(...[1, 2, 3, 4, 5].map(() => {{ const start = performance.now(); \
             linkyfy.impression({{ pageUrl: '/?' + '{part}'.repeat(1000) }}); \
             return performance.now() - start; }}))"
        );
        let time = world.browser.run(&time).await.as_f64().unwrap();
        assert!(time < 300.0, "{part}: {time} ms");
    }
}
