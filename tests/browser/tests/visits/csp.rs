//! Pages with a Content-Security-Policy, and browsers without WebAssembly (L5–L7). The policies are
//! those of the README's section on it.

use axum::http::header::CONTENT_SECURITY_POLICY;
use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::page::{NO_WASM, SIGN_UP, STAYS};
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, Tag, World, page};

/// On the test page's own scripts, and in its policies.
const NONCE: &str = "r4nd0m";
const FALLBACK: &str = "/linkyfy-fallback.js";

/// What a browser says where a script tries WebAssembly that the policy doesn't allow: by itself,
/// whatever the script does about it.
const WASM_REFUSED: &str = "violation: script-src wasm-eval";

/// A page whose own scripts have the nonce.
fn strict_page(head: impl std::fmt::Display, body: impl std::fmt::Display) -> String {
    page(head, body).replace("<script>", &format!("<script nonce=\"{NONCE}\">"))
}

/// A policy that allows nothing but this site, the test page's scripts and icon, the API, and
/// scripts of these sources.
fn policy(world: &World<Sandbox>, scripts: &str) -> String {
    let api = world.api.origin();
    format!(
        "default-src 'self'; img-src data:; connect-src {api}; script-src 'nonce-{NONCE}' {scripts}"
    )
}

/// The tag of the file without WebAssembly.
fn no_wasm(tag: &Tag, world: &World<Sandbox>) -> Tag {
    tag.clone().with("src", &format!("{}/linkyfy-no-wasm.js", world.api.origin()))
}

/// The tag with the file's hash, and the source of the policy that it stands for.
async fn with_hash(world: &World<Sandbox>, tag: Tag, file: &str) -> (Tag, String) {
    world.show("/", page("", "")).await;
    let script = "const file = await (await fetch(arguments[0])).arrayBuffer();
                  const hash = await crypto.subtle.digest('SHA-384', file);
                  return 'sha384-' + btoa(String.fromCharCode(...new Uint8Array(hash)));";
    let script = script.replace("arguments[0]", &format!("'{file}'"));
    let hash = world.browser.run(&format!("return (async () => {{ {script} }})()")).await;
    let hash = hash.as_str().unwrap_or_default();
    (tag.with("integrity", hash).with("crossorigin", "anonymous"), format!("'{hash}'"))
}

/// What the page is told of a policy that refuses WebAssembly.
fn told<'a>(world: &World<Sandbox>, expected: &'a [&'a str]) -> &'a [&'a str] {
    let untold = !expected.is_empty() && world.browser.engine.lacks(Ability::WasmViolation);
    if untold { &[] } else { expected }
}

/// Opens the page under each policy, signs up there, and asserts that both are recorded and that
/// nothing else came of it than what is expected.
async fn assert_recorded(world: &World<Sandbox>, cases: &[(String, String, &[&str])]) {
    world.site.set("/thanks", strict_page("", "Thank you"));
    world.browser.console().await;
    for (count, (policy, head, expected)) in (1..).zip(cases) {
        println!("{policy}");
        world.site.set_header(CONTENT_SECURITY_POLICY, policy);
        world.show("/", strict_page(head, SIGN_UP)).await;
        world.recorded(count, count - 1).await;
        world.sign_up("ann@example.com").await;
        world.recorded(count, count).await;
        assert_eq!(world.browser.seen().await, told(world, expected), "{policy}");
        // Not even the browser itself writes a line, as the exception tells.
        assert_eq!(world.browser.console().await, [""; 0], "{policy}");
        world.browser.run("sessionStorage.clear()").await;
    }
}

#[tokio::test]
async fn l6_under_a_strict_policy_both_events_arrive_and_nothing_is_violated() {
    let world = World::<Sandbox>::start().await;
    let host = world.api.origin().to_owned();
    let tag = world.tag();
    let nonced = tag.clone().with("nonce", NONCE);
    let module = nonced.clone().with("type", "module");
    let (hashed, hash) = with_hash(&world, tag.clone(), "/linkyfy.js").await;
    let (bare, bare_hash) = with_hash(&world, no_wasm(&tag, &world), "/linkyfy-no-wasm.js").await;
    let judge = Tag::new(&format!("{host}{JUDGE}"), "", 0).with("type", "module");
    let (judge, judge_hash) = with_hash(&world, judge, JUDGE).await;
    let injected = format!("<script>document.head.append({})</script>", tag.as_element());
    let types = "; require-trusted-types-for 'script'; trusted-types 'none'";
    let none: &[&str] = &[];
    let refused: &[&str] = &[WASM_REFUSED];
    let wasm = "'wasm-unsafe-eval'";
    let cases = [
        (format!("{host} {wasm}"), tag.to_string(), none),
        (host.clone(), tag.to_string(), refused),
        (host.clone(), no_wasm(&tag, &world).to_string(), none),
        (wasm.to_owned(), nonced.to_string(), none),
        (String::new(), nonced.to_string(), refused),
        (format!("'strict-dynamic' {wasm}"), nonced.to_string(), none),
        ("'strict-dynamic'".to_owned(), nonced.to_string(), refused),
        ("'strict-dynamic'".to_owned(), module.to_string(), refused),
        ("'strict-dynamic'".to_owned(), injected, refused),
        (format!("{hash} {judge_hash} {wasm}"), format!("{judge}{hashed}"), none),
        (host.clone(), hashed.to_string(), refused),
        (format!("{bare_hash} {judge_hash}"), format!("{judge}{bare}"), none),
        (format!("{host} {wasm}{types}"), tag.to_string(), none),
        (format!("{host}{types}"), tag.to_string(), refused),
        (format!("'strict-dynamic'{types}"), nonced.to_string(), refused),
    ]
    .map(|(scripts, head, expected)| (policy(&world, &scripts), head, expected));
    assert_recorded(&world, &cases).await;
}

#[tokio::test]
async fn l6_in_a_sandboxed_frame_both_events_arrive() {
    let world = World::<Sandbox>::start().await;
    let tag = world.tag().with("data-allow-frames", "");
    let outside =
        page("", "<iframe sandbox=\"allow-scripts allow-forms\" src=\"/inside\"></iframe>");
    let inside = strict_page(&tag, format!("{SIGN_UP}{STAYS}"));
    world.site.set("/inside", inside);
    let host = world.api.origin();
    let cases = [(format!("{host} 'wasm-unsafe-eval'"), vec![]), (host.into(), vec![WASM_REFUSED])];
    for (count, (scripts, expected)) in (1..).zip(cases) {
        let policy = policy(&world, &scripts);
        world.site.set_header(CONTENT_SECURITY_POLICY, policy.clone());
        world.show("/", outside.replace("<script>", &format!("<script nonce=\"{NONCE}\">"))).await;
        world.browser.enter_frame("iframe").await;
        world.recorded(count, count - 1).await;
        // By a script: WebKit's driver types into no field of a frame.
        let sign_up = "const form = document.querySelector('#sign-up'); \
                       form.elements.email.value = 'ann@example.com'; \
                       form.querySelector('button').click()";
        world.browser.run(sign_up).await;
        world.recorded(count, count).await;
        assert_eq!(world.browser.seen().await, told(&world, &expected), "{policy}");
        world.browser.leave_frame().await;
    }
}

#[tokio::test]
async fn l5_a_fallback_that_cannot_be_had_does_no_harm() {
    let world = World::<Sandbox>::start().await;
    let faults = [Fault::Missing, Fault::WrongType, Fault::Broken, Fault::Silent];
    for (count, fault) in (1..).zip(faults) {
        world.site.set_fault(FALLBACK, fault);
        // The query is the fallback's as well: a site that renews its copy renews both files.
        let file = format!("linkyfy.js?v={count}");
        let tag = world.tag().with("src", &format!("/{file}"));
        world.site.set("/", page(format!("{NO_WASM}{tag}"), SIGN_UP));
        world.open("/elsewhere").await;
        // Firefox has its load event wait for every script that the page has asked for, and
        // `open` would.
        world.browser.run("location = '/'").await;
        wait_for("the fallback", async || {
            let asked = world.site.asked();
            let wanted = format!("{FALLBACK}?v={count}");
            asked.contains(&wanted).then_some(()).ok_or_else(|| format!("{asked:?}"))
        })
        .await;
        if fault == Fault::Silent && world.browser.engine.lacks(Ability::RunWhileLoading) {
            continue;
        }
        let calls = "linkyfy.impression(); linkyfy('registration', 'ann@example.com'); \
                     return linkyfy.visitorId() ?? 'nobody'";
        assert_eq!(world.browser.run(calls).await, "nobody", "{fault:?}");
        world.sign_up("ann@example.com").await;
        world.browser.assert_unharmed().await;
        assert_eq!(world.site.sent().len(), count, "{fault:?}");
    }
    let ledger = world.api.ledger(1).await;
    assert!(ledger.visitors().is_empty(), "{ledger:#?}");
}

/// Ways in which WebAssembly is refused.
const REFUSALS: [&str; 5] = [
    "delete window.WebAssembly",
    "Object.defineProperty(window, 'WebAssembly', { get() { throw 'no' } })",
    "WebAssembly.instantiate = () => { throw 'no' }",
    "WebAssembly.instantiate = () => Promise.reject('no')",
    "WebAssembly.instantiate = async () => {}",
];

#[tokio::test]
async fn l5_however_webassembly_is_refused_both_events_arrive() {
    let world = World::<Sandbox>::start().await;
    for (count, refusal) in (1..).zip(REFUSALS) {
        let head = format!("<script>{refusal}</script>{}", world.tag());
        world.show("/", page(head, SIGN_UP)).await;
        world.recorded(count, count - 1).await;
        world.sign_up("ann@example.com").await;
        world.recorded(count, count).await;
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(REFUSALS.len(), REFUSALS.len()).await;
    // One whole visit: whichever program it was, the visitor is the same.
    ledger.visitor();
}

#[tokio::test]
async fn l5_a_renamed_file_finds_the_fallback_beside_it() {
    let world = World::<Sandbox>::start().await;
    let file = std::fs::read_to_string(linkyfy_browser_tests::workspace("pkg/dist/linkyfy.js"));
    let inline = format!("{NO_WASM}{}", world.tag().with("src", "/assets/t.js?v=3"));
    world.site.set("/assets/t.js", file.expect("the built tracker"));
    world.show("/", page(inline, "")).await;
    wait_for("the fallback", async || {
        let asked = world.site.asked();
        let wanted = format!("/assets{FALLBACK}?v=3");
        asked.contains(&wanted).then_some(()).ok_or_else(|| format!("{asked:?}"))
    })
    .await;
    world.browser.assert_unharmed().await;
}
