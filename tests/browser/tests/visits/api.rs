//! The page's own calls (P1), what it is told (P3), and what it has to say of events (P4).

use linkyfy_browser_tests::page::{SIGN_UP, STAYS};
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::{Value, json};

/// Before the tracker's tag: keeps what was there before the tracker, and which listeners are left.
pub(crate) const SPY: &str = "<script>
    window.after = () => [history.pushState, history.replaceState,
        HTMLFormElement.prototype.submit, Element.prototype.attachShadow];
    window.before = after();
    window.listeners = [];
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, run, options) {
        listeners.push(run);
        if (options?.signal) {
            add.call(options.signal, 'abort', () => this.removeEventListener(type, run, options));
        }
        return add.call(this, type, run, options);
    };
    EventTarget.prototype.removeEventListener = function (type, run, options) {
        const place = listeners.indexOf(run);
        if (place >= 0) listeners.splice(place, 1);
        return remove.call(this, type, run, options);
    };
    </script>";

#[tokio::test]
async fn p1_destroy_leaves_the_page_as_it_was_and_a_new_tag_starts_afresh() {
    let world = World::<Sandbox>::start().await;
    let body = format!("{SIGN_UP}{STAYS}");
    world.show("/", page(format!("{SPY}{}", world.tag()), body)).await;
    let visitor = world.recorded(1, 0).await.visitor().to_owned();
    assert_ne!(world.browser.eval("listeners.length").await, 0, "this tests nothing");
    world.browser.run("linkyfy.on('sent', () => {}); linkyfy.destroy()").await;
    assert_eq!(world.browser.eval("listeners.length").await, 0);
    assert_eq!(world.browser.eval("after().every((value, i) => value === before[i])").await, true);
    assert_eq!(world.browser.eval("'linkyfy' in window").await, false);
    let keys = world.browser.eval("Object.keys(localStorage).join()").await;
    assert_eq!(keys, "linkyfy_vid", "what is stored stays");
    world.browser.run("history.pushState(null, '', '/moved')").await;
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    world.browser.click("#sign-up button").await;

    world.browser.run(&format!("document.head.append({})", world.tag().as_element())).await;
    world.recorded(2, 0).await;
    world.browser.run("history.pushState(null, '', '/again')").await;
    world.recorded(3, 0).await;
    world.browser.assert_unharmed().await;
    let ledger = world.exactly(3, 0).await;
    assert_eq!(ledger.pages(), [world.url("/"), world.url("/moved"), world.url("/again")]);
    assert_eq!(ledger.visitor(), visitor);
}

/// Once its file has come, a judge that was on its way listens to nothing either.
#[tokio::test]
async fn p1_destroy_while_the_judge_is_on_its_way_leaves_the_page_as_it_was() {
    let world = World::<Sandbox>::start().await;
    world.site.set_fault(JUDGE, Fault::Silent);
    let frame = "<iframe srcdoc=\"<p>Here</p>\"></iframe>";
    let body = format!("{SIGN_UP}{STAYS}{frame}");
    let tag = world.tag().with("src", "/linkyfy.js");
    world.show("/", page(format!("{SPY}{tag}"), body)).await;
    world.recorded(1, 0).await;
    wait_for("the judge's file", async || {
        let asked = world.site.asked();
        if asked.iter().any(|path| path == JUDGE) { Ok(()) } else { Err(format!("{asked:?}")) }
    })
    .await;
    world.browser.run("linkyfy.destroy()").await;
    world.site.mend(JUDGE);
    let come = format!(
        "return import('{JUDGE}').then(() => \
         new Promise((done) => setTimeout(() => setTimeout(done))))"
    );
    world.browser.run(&come).await;
    assert_eq!(world.browser.eval("listeners.length").await, 0);
    assert_eq!(world.browser.eval("after().every((value, i) => value === before[i])").await, true);
    let framed = "[frames[0].HTMLFormElement.prototype.submit, \
                  frames[0].Element.prototype.attachShadow]\
                  .every((method) => `${method}`.includes('[native code]'))";
    assert_eq!(world.browser.eval(framed).await, true);
    world.browser.fill("#sign-up [type=email]", "ann@example.com").await;
    world.browser.click("#sign-up button").await;
    world.browser.assert_unharmed().await;
    world.exactly(1, 0).await;
}

/// What the page has put around the tracker's patches stays, what the tracker has put in front of
/// frozen methods goes, and a frame that was written anew has its own methods back.
#[tokio::test]
async fn p1_t8_destroy_takes_back_its_own_and_nothing_else() {
    let world = World::<Sandbox>::start().await;
    let old = "<script>delete window.navigation; window.wrap = () => { \
               const real = history.pushState; \
               const own = function (...all) { return real.apply(this, all); }; \
               History.prototype.pushState = own; linkyfy.destroy(); \
               return History.prototype.pushState === own; }</script>";
    world.show("/", page(format!("{old}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    // What it starts when the page moves, to the place where it is.
    let started = "(() => { let count = 0; const real = setTimeout; \
                   window.setTimeout = (...all) => { count++; return real(...all); }; \
                   history.pushState(null, ''); window.setTimeout = real; return count; })()";
    assert_eq!(world.browser.eval(started).await, 1, "this tests nothing");
    assert_eq!(world.browser.eval("wrap()").await, true);
    assert_eq!(world.browser.eval(started).await, 0);

    let frozen = "<script>Object.freeze(History.prototype)</script>";
    world.show("/", page(format!("{old}{frozen}{}", world.tag()), "")).await;
    world.recorded(2, 0).await;
    let own = "Object.getOwnPropertyNames(history).sort().join()";
    assert_eq!(world.browser.eval(own).await, "pushState,replaceState", "this tests nothing");
    world.browser.run("linkyfy.destroy()").await;
    assert_eq!(world.browser.eval(own).await, "");

    let body = format!("<iframe></iframe>{SIGN_UP}");
    world.show("/", page(world.tag(), body)).await;
    world.recorded(3, 0).await;
    world.judged().await;
    let write = "const frame = document.querySelector('iframe'); const { contentDocument } = frame; \
                 const written = new Promise((done) => frame.onload = done); \
                 contentDocument.open(); contentDocument.write('<p>Anew'); contentDocument.close(); \
                 return written";
    world.browser.run(write).await;
    let methods = "[frames[0].HTMLFormElement.prototype.submit, \
                   frames[0].Element.prototype.attachShadow]\
                   .filter((method) => !`${method}`.includes('[native code]')).length";
    assert_eq!(world.browser.eval(methods).await, 2, "this tests nothing");
    world.browser.run("linkyfy.destroy()").await;
    assert_eq!(world.browser.eval(methods).await, 0);
    world.browser.assert_unharmed().await;
}

/// What is under way: the lock, and the timer of the next try.
#[tokio::test]
async fn p1_d4_destroy_frees_the_lock_and_tries_no_more() {
    let world = World::<Sandbox>::start().await;
    let spy = "<script>window.asked = 0; { const { request } = LockManager.prototype; \
               LockManager.prototype.request = function (...all) { asked++; \
               return request.apply(this, all); }; } \
               Math.random = () => 0.5; window.queued = 0; \
               document.addEventListener('linkyfy:queued', () => queued++);</script>";
    let fault = |kind: Value| json!([{ "path": "/tracking/registration", "fault": kind }]);
    world.api.fail(fault(json!({ "kind": "status", "status": 503 }))).await;
    world.show("/", page(format!("{spy}{}", world.tag()), "")).await;
    world.recorded(1, 0).await;
    let destroy = "document.addEventListener('linkyfy:queued', () => setTimeout(() => { \
                   linkyfy.destroy(); window.before = asked; \
                   setTimeout(() => window.done = true, 1500); })); \
                   linkyfy.registration('ann@example.com')";
    world.browser.run(destroy).await;
    world.browser.wait_for("window.done").await;
    assert_eq!(world.browser.eval("asked - before").await, 0);

    world.api.fail(fault(json!({ "kind": "hang" }))).await;
    world.show("/", page(format!("{spy}{}", world.tag()), "")).await;
    world.recorded(2, 0).await;
    world.api.arrivals_of(DEMO, "ann@example.com", 2).await;
    let held = "navigator.locks.query().then(({ held }) => held.length)";
    assert_eq!(world.browser.eval(held).await, 1, "this is while it delivers");
    world.browser.run("linkyfy.destroy()").await;
    wait_for("a lock that is free", async || {
        if world.browser.eval(held).await == 0 { Ok(()) } else { Err(String::new()) }
    })
    .await;
    assert_eq!(world.browser.eval("queued").await, 0, "before the request has its answer");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn p1_no_call_ever_throws_or_speaks() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), SIGN_UP)).await;
    world.recorded(1, 0).await;
    let calls = "const odd = [undefined, null, 0, 'x', {}, [], Symbol(), () => { throw 1 }, NaN];
        for (const command of [...Object.keys(linkyfy), 'nothing', 'toString']) {
            if (/destroy|optOut|impression|start/.test(command)) continue;
            for (const one of odd) for (const two of odd) {
                linkyfy(command, one, two);
                linkyfy[command]?.(one, two);
            }
        }
        linkyfy.impression(null); linkyfy.impression({ pageUrl: 'http://[' });
        return 'done'";
    assert_eq!(world.browser.run(calls).await, "done");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn p1_f10_explain_says_what_counts() {
    let world = World::<Sandbox>::start().await;
    let body = format!("{SIGN_UP}<form id=\"search\"><input name=\"q\"></form>");
    world.show("/", page(world.tag(), body)).await;
    world.recorded(1, 0).await;
    let explain = |form: &str| {
        format!(
            "return linkyfy.explain(document.querySelector('{form}')).then((verdict) => \
             [verdict.registration, verdict.field?.type, verdict.reason, verdict.evidence.length > 2]\
             .join(';'))"
        )
    };
    let sign_up = world.browser.run(&explain("#sign-up")).await;
    let why = "a registration: sign-up in its button, names, text";
    assert_eq!(sign_up, format!("true;email;{why};true"));
    let search = world.browser.run(&explain("#search")).await;
    assert_eq!(
        search,
        "false;;no registration: search in its names; sign-up in its surroundings;true"
    );
    let nothing = world.browser.run("return linkyfy.explain({}).then((verdict) => `${verdict}`)");
    assert_eq!(nothing.await, "undefined");
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn p1_p3_on_hears_of_events_until_it_is_taken_back() {
    let world = World::<Sandbox>::start().await;
    let stub =
        "<script>window.linkyfy = function () { (linkyfy.q = linkyfy.q || []).push(arguments) };
        window.heard = []; linkyfy('on', 'sent', (event) => heard.push(event.page_url));</script>";
    world.show("/", page(format!("{stub}{}", world.tag()), "")).await;
    world.browser.wait_for("heard.length === 1").await;
    world
        .browser
        .run(
            "window.stop = linkyfy.on('sent', ({ email }) => heard.push(email)); \
              linkyfy.registration('ann@example.com')",
        )
        .await;
    world.browser.wait_for("heard.length === 3").await;
    world.browser.run("stop(); linkyfy.registration('bob@example.com')").await;
    world.browser.wait_for("heard.length === 4").await;
    let heard = world.browser.eval("heard.slice(1, 3).sort().join()").await;
    assert_eq!(heard, "ann@example.com,", "both listeners: one knows of no page");
    world.exactly(1, 2).await;
}

#[tokio::test]
async fn p3_debug_says_a_line_for_each_event_and_nothing_else_does() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag().with("data-debug", ""), "")).await;
    world.recorded(1, 0).await;
    world.browser.wait_for("__seen.length === 1").await;
    let line = format!("console.log: linkyfy: sent {} ", world.url("/"));
    assert_eq!(world.browser.seen().await, [line]);
}

/// Runs `hook` before everything is sent, and a script once the tracker is there.
async fn reviewed(world: &World<Sandbox>, hook: &str, then: &str) {
    let stub = format!(
        "<script>window.linkyfy = function () {{ (linkyfy.q = linkyfy.q || []).push(arguments) }};
        window.dropped = [];
        document.addEventListener('linkyfy:dropped', ({{ detail }}) => dropped.push(detail.code));
        linkyfy('on', 'before_send', {hook});</script>"
    );
    world.show("/", page(format!("{stub}{}", world.tag()), "")).await;
    world.browser.wait_for("typeof linkyfy.visitorId === 'function'").await;
    world.browser.run(then).await;
}

#[tokio::test]
async fn p4_before_send_changes_events_in_place_or_in_what_it_gives() {
    let world = World::<Sandbox>::start().await;
    let hook = "(event) => { if (event.email) return { ...event, email: 'x' + event.email }; \
                event.page_url = 'https://a.example/?q=\"1\"'; }";
    reviewed(&world, hook, "linkyfy.registration('ann@example.com')").await;
    let ledger = world.exactly(1, 1).await;
    assert_eq!(ledger.pages(), ["https://a.example/?q=\"1\""]);
    assert_eq!(ledger.emails(), ["xann@example.com"]);
}

#[tokio::test]
async fn p4_before_send_vetoes_by_null_by_false_and_by_throwing() {
    let world = World::<Sandbox>::start().await;
    for hook in ["() => null", "() => false", "() => { throw new Error('no') }"] {
        reviewed(&world, hook, "linkyfy.registration('ann@example.com')").await;
        world.browser.wait_for("dropped.length === 2").await;
        assert_eq!(world.browser.eval("dropped.join()").await, "VETOED,VETOED", "{hook}");
        let kept = "Object.keys(localStorage).filter((key) => /outbox/.test(key)).length";
        assert_eq!(world.browser.eval(kept).await, 0, "{hook}");
        world.browser.assert_unharmed().await;
    }
    world.exactly(0, 0).await;
}

#[tokio::test]
async fn p4_what_is_taken_back_twice_takes_back_no_other_function() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), "")).await;
    world.recorded(1, 0).await;
    let acts = "window.dropped = []; linkyfy.on('dropped', ({ code }) => dropped.push(code)); \
                const off = linkyfy.on('before_send', () => {}); \
                linkyfy.on('before_send', () => null); off(); off(); \
                linkyfy.registration('ann@example.com')";
    world.browser.run(acts).await;
    world.browser.wait_for("dropped.length").await;
    assert_eq!(world.browser.eval("dropped.join()").await, "VETOED");
    world.browser.assert_unharmed().await;
    world.exactly(1, 0).await;
}

#[tokio::test]
async fn p4_a_hook_that_gives_no_event_changes_the_one_that_it_was_given() {
    let world = World::<Sandbox>::start().await;
    let hooks =
        ["event.page_url += 'x'", "(event.page_url += 'x', true)", "(event.page_url += 'x', 7)"];
    for (count, hook) in (1..).zip(hooks) {
        let hook = format!("(event) => event.email ? 'kept' : {hook}");
        reviewed(&world, &hook, "linkyfy.registration('ann@example.com')").await;
        let ledger = world.recorded(count, count).await;
        assert_eq!(ledger.pages()[count - 1], world.url("/x"), "{hook}");
        assert_eq!(ledger.emails()[count - 1], "ann@example.com", "{hook}");
    }
    world.exactly(hooks.len(), hooks.len()).await;
}

#[tokio::test]
async fn p4_what_is_left_without_its_address_is_not_sent() {
    let world = World::<Sandbox>::start().await;
    for hook in [
        "async (event) => event",
        "() => ({})",
        "(event) => { delete event.page_url; delete event.email }",
    ] {
        reviewed(&world, hook, "linkyfy.registration('ann@example.com')").await;
        world.browser.wait_for("dropped.length === 2").await;
        assert_eq!(world.browser.eval("dropped.join()").await, "VETOED,VETOED", "{hook}");
        world.browser.assert_unharmed().await;
    }
    assert_eq!(world.api.arrivals(DEMO).await, []);
}

#[tokio::test]
async fn p4_a_hook_that_gives_all_events_a_referrer_loses_no_registration() {
    let world = World::<Sandbox>::start().await;
    let hook = "(event) => { event.referrer = 'https://a.example/' }";
    reviewed(&world, hook, "linkyfy.registration('ann@example.com')").await;
    let ledger = world.exactly(1, 1).await;
    assert_eq!(ledger.emails(), ["ann@example.com"]);
    assert_eq!(ledger.impressions[0].referrer, "https://a.example/");
}
