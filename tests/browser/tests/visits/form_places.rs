//! Where forms are, how they are sent, and what the site's owner says of them (F1, F2, F6).

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::page::STAYS;
use linkyfy_browser_tests::wait::wait_for;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, World, page};

const ANN: &str = "ann@example.com";

/// A sign-up form, as a text for JavaScript between backticks.
const FORM: &str = "<form method=post action=/thanks><input type=email name=email>\
                    <button>Sign up</button></form>";

/// A script that makes an element with a shadow tree that has the form in it, and keeps its root.
fn shadow(mode: &str) -> String {
    format!(
        "{{ const host = document.createElement('div'); document.body.append(host); \
         window.root = host.attachShadow({{ mode: '{mode}' }}); root.innerHTML = `{FORM}`; \
         root.querySelector('form').addEventListener('submit', (event) => event.preventDefault()); }}"
    )
}

/// A script that fills in the form in `root`, and presses its button.
fn sign_up_in(root: &str) -> String {
    format!("{root}.querySelector('input').value = '{ANN}'; {root}.querySelector('button').click()")
}

/// A world whose browser is on a page with this body, and the judge in reach.
async fn on_page(body: &str) -> World<Sandbox> {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), body)).await;
    world.recorded(1, 0).await;
    world
}

/// What was registered is this address, and nothing else.
async fn assert_registered(world: &World<Sandbox>) {
    world.browser.assert_unharmed().await;
    world.recorded(1, 1).await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn f1_a_form_in_a_shadow_tree_counts_open_or_closed() {
    for mode in ["open", "closed"] {
        let world = on_page("").await;
        world.browser.run(&shadow(mode)).await;
        world.browser.run(&sign_up_in("root")).await;
        assert_registered(&world).await;
    }
}

#[tokio::test]
async fn f1_an_open_shadow_tree_that_was_there_before_the_tracker_counts() {
    let world = World::<Sandbox>::start().await;
    let body = format!("<input type=\"email\"><script>{}</script>", shadow("open"));
    world.show("/", page(world.tag().deferred(), body)).await;
    world.recorded(1, 0).await;
    world.judged().await;
    world.browser.run(&sign_up_in("root")).await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_forms_in_frames_of_the_same_origin_count() {
    let framed = "document.querySelector('iframe').contentDocument";
    let inside = format!("{FORM}{STAYS}").replace('"', "'");
    let world = World::<Sandbox>::start().await;
    world.site.set("/inside", page("", &inside));
    let frames = [
        format!("<iframe srcdoc=\"{inside}\"></iframe>"),
        "<iframe src=\"/inside\"></iframe>".to_owned(),
    ];
    for (count, frame) in (1..).zip(frames) {
        world.show("/", page(world.tag(), &frame)).await;
        world.recorded(count, count - 1).await;
        world.judged().await;
        world.browser.run(&sign_up_in(framed)).await;
        world.recorded(count, count).await;
        world.browser.assert_unharmed().await;
    }
    world.exactly(2, 2).await;
}

#[tokio::test]
async fn f1_a_page_that_has_nothing_but_a_frame_brings_the_judge() {
    let world = World::<Sandbox>::start().await;
    world.site.set("/inside", page("", FORM));
    let tag = world.tag().with("src", "/linkyfy.js");
    world.show("/", page(tag, "<iframe src=\"/inside\"></iframe>")).await;
    wait_for("the judge's file", async || {
        let asked = world.site.asked();
        if asked.iter().any(|path| path == JUDGE) { Ok(()) } else { Err(format!("{asked:?}")) }
    })
    .await;
}

#[tokio::test]
async fn f1_a_frame_that_comes_later_counts_too() {
    let world = on_page("<input type=\"email\">").await;
    world.judged().await;
    let inside = format!("{FORM}{STAYS}").replace('"', "'");
    let add = format!(
        "const frame = document.createElement('iframe'); frame.srcdoc = `{}`; \
         frame.onload = () => window.framed = frame.contentDocument; document.body.append(frame)",
        inside.replace("</script>", "<\\/script>")
    );
    world.browser.run(&add).await;
    world.browser.wait_for("!!window.framed").await;
    world.browser.run(&sign_up_in("framed")).await;
    assert_registered(&world).await;
}

/// The tracker of a page and the one of a frame don't both count what is sent there.
#[tokio::test]
async fn f1_t6_a_frame_with_a_tag_of_its_own_registers_once() {
    let framed = "document.querySelector('iframe').contentDocument";
    for (allowed, views) in [(false, 1), (true, 2)] {
        let world = World::<Sandbox>::start().await;
        let inner = if allowed { world.tag().with("data-allow-frames", "") } else { world.tag() };
        world.site.set("/inside", page(inner, format!("{FORM}{STAYS}")));
        world.show("/", page(world.tag(), "<iframe src=\"/inside\"></iframe>")).await;
        world.recorded(views, 0).await;
        world.judged().await;
        world.browser.run(&sign_up_in(framed)).await;
        world.recorded(views, 1).await;
        world.browser.assert_unharmed().await;
        assert_eq!(world.exactly(views, 1).await.emails(), [ANN]);
    }
}

#[tokio::test]
async fn f1_a_frame_that_is_written_anew_counts() {
    let world = on_page("<iframe></iframe><input type=\"email\">").await;
    world.judged().await;
    let inside = format!("{FORM}{STAYS}").replace("</script>", "<\\/script>");
    let write = format!(
        "const frame = document.querySelector('iframe'); window.framed = frame.contentDocument; \
         frame.onload = () => window.written = true; \
         framed.open(); framed.write(`{inside}`); framed.close()"
    );
    world.browser.run(&write).await;
    world.browser.wait_for("window.written").await;
    world.browser.run(&sign_up_in("framed")).await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_of_several_buttons_the_one_that_is_pressed_says_what_the_form_is() {
    let body = format!(
        "<h1>Our newsletter</h1><form method=\"post\">\
         <input type=\"email\" name=\"email\" value=\"bob@example.com\">\
         <button id=\"off\" formaction=\"/unsubscribe\">Unsubscribe</button>\
         <button id=\"on\" formaction=\"/subscribe\">Subscribe</button></form>{STAYS}"
    );
    let world = on_page(&body).await;
    world.judged().await;
    world.browser.click("#off").await;
    world.browser.run(&format!("document.querySelector('[type=email]').value = '{ANN}'")).await;
    world.browser.click("#on").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_a_button_that_lies_unseen_over_a_picture_says_what_the_form_is() {
    let body = "<form method=post action=/thanks><input type=email name=email>\
                <input type=submit value=Subscribe style=\"opacity: 0\"></form>";
    let world = on_page(body).await;
    world.judged().await;
    world.browser.fill("[type=email]", &format!("{ANN}\u{e007}")).await;
    world.browser.arrive("/thanks").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f5_f7_who_closes_a_newsletters_dialog_registers_nobody() {
    let refusals = ["id=x aria-label=Close>\u{d7}", "id=cancel>Cancel", "id=no>No thanks"]
        .map(|button| format!("<button formmethod=dialog formnovalidate {button}</button>"));
    let body = format!(
        "<dialog open><form method=post action=/thanks><h2>Join our newsletter</h2>\
         <input type=email name=email>{}<button id=on>Subscribe</button></form></dialog>",
        refusals.concat()
    );
    let world = on_page(&body).await;
    world.judged().await;
    for button in ["x", "cancel", "no"] {
        world.browser.fill("input", &format!("{button}@example.com")).await;
        world.browser.click(&format!("#{button}")).await;
        world.browser.wait_for("!document.querySelector('dialog').open").await;
        world.browser.run("document.querySelector('dialog').show()").await;
    }
    world.browser.fill("input", ANN).await;
    world.browser.click("#on").await;
    world.browser.arrive("/thanks").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_a_form_in_several_steps_counts_when_it_is_sent() {
    let body = format!(
        "<h1>Create your account</h1><form id=\"f\" method=\"post\" action=\"/register\">\
         <div id=\"one\"><input type=\"email\" name=\"email\">\
         <button type=\"button\" onclick=\"one.hidden = true; two.hidden = false\">Next</button></div>\
         <div id=\"two\" hidden><input name=\"name\"><input type=\"password\" name=\"password\" \
         autocomplete=\"new-password\"><button id=\"send\">Create account</button></div></form>{STAYS}"
    );
    let world = on_page(&body).await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.click("[type=button]").await;
    world.browser.fill("[name=name]", "Ann").await;
    world.browser.fill("[name=password]", "Secret-1-pw").await;
    world.browser.click("#send").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_a_step_that_is_gone_when_the_form_is_sent_gives_its_address() {
    let second = "<input type=password name=password autocomplete=new-password>\
                  <button>Create account</button>";
    let scripts = format!(
        "<script>document.forms[0].onsubmit = (event) => {{ event.preventDefault(); \
         if (event.target.email) event.target.innerHTML = '{second}'; \
         else event.target.remove(); }}</script>"
    );
    let body = format!(
        "<h1>Create your account</h1><form><input type=\"email\" name=\"email\">\
         <button>Next</button></form>{scripts}"
    );
    let world = on_page(&body).await;
    world.judged().await;
    world.browser.fill("[type=email]", &format!("{ANN}\u{e007}")).await;
    world.browser.fill("[type=password]", "Secret-1-pw\u{e007}").await;
    world.browser.wait_for("!document.querySelector('form')").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f7_a_log_in_whose_first_step_is_gone_is_none() {
    let second = "<input type=password name=password autocomplete=current-password>\
                  <button>Log in</button>";
    let body = format!(
        "<h1>Log in</h1><form><input type=\"email\" name=\"email\"><button type=\"button\" \
         onclick=\"this.form.innerHTML = '{second}'\">Next</button></form>{STAYS}"
    );
    let world = on_page(&body).await;
    world.judged().await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.click("[type=button]").await;
    world.browser.fill("[type=password]", "Secret-1-pw").await;
    world.browser.click("button").await;
    world.browser.run("linkyfy.registration('last@example.com')").await;
    world.recorded(1, 1).await;
    assert_eq!(world.exactly(1, 1).await.emails(), ["last@example.com"]);
}

#[tokio::test]
async fn f1_an_address_that_the_browser_filled_in_counts_without_a_key_pressed() {
    let body = format!("<h1>Sign up</h1>{FORM}{STAYS}");
    let world = on_page(&body).await;
    world.browser.run(&sign_up_in("document")).await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_an_address_from_the_browsers_own_autofill_counts() {
    // The browser takes a form for one of addresses where it has enough of one.
    let fields = [("name", "name"), ("street", "street-address"), ("city", "address-level2")]
        .map(|(name, kind)| format!("<input name=\"{name}\" autocomplete=\"{kind}\">"));
    let body = format!(
        "<h1>Sign up</h1><form method=post action=/thanks>{}<input type=email name=email \
         autocomplete=email><button>Sign up</button></form>{STAYS}",
        fields.concat()
    );
    let world = on_page(&body).await;
    if world.browser.engine.lacks(Ability::Autofill) {
        return;
    }
    world.browser.autofill("[name=name]", "Ann Example", ANN).await;
    world.browser.wait_for("document.querySelector('[type=email]').matches(':autofill')").await;
    world.browser.click("button").await;
    assert_registered(&world).await;
}

#[tokio::test]
async fn f1_custom_elements_and_editable_text_can_hold_the_address() {
    let element = "<script>customElements.define('x-email', class extends HTMLElement {
        static formAssociated = true;
        #inside = this.attachInternals();
        set text(text) { this.#inside.setFormValue(text); }
    })</script>";
    let custom = format!(
        "{element}<form><label>E-mail</label><x-email name=\"email\" style=\"display:block\">E-mail\
         </x-email><button>Sign up</button></form>{STAYS}\
         <script>document.querySelector('x-email').text = '{ANN}'</script>"
    );
    let editable = format!(
        "<form><div id=\"email\" contenteditable aria-label=\"E-mail\">{ANN}</div>\
         <button>Sign up</button></form>{STAYS}"
    );
    for body in [custom, editable] {
        let world = on_page(&body).await;
        world.judged().await;
        world.browser.click("button").await;
        assert_registered(&world).await;
    }
}

#[tokio::test]
async fn f6_the_sites_owner_decides_which_forms_count() {
    let email = "<input type=\"email\" name=\"email\">";
    let world = on_page("").await;
    for (path, body, expected) in [
        (
            "/log-in",
            format!("<form data-linkyfy=\"registration\">{email}<button>Log in</button></form>"),
            1,
        ),
        (
            "/ignored",
            format!(
                "<main data-linkyfy=\"ignore\"><form><h1>Sign up</h1>{email}\
                 <button>Sign up</button></form></main>"
            ),
            1,
        ),
        (
            "/marked",
            "<form><input type=\"email\" name=\"email\" value=\"bob@example.com\">\
             <input name=\"x\" data-linkyfy-email><button>Sign up</button></form>"
                .to_owned(),
            2,
        ),
        (
            "/click",
            "<input id=\"address\"><button data-linkyfy-email=\"#address\"><b>Join</b></button>"
                .to_owned(),
            3,
        ),
    ] {
        let ledger = world.api.ledger(1).await;
        let views = ledger.impressions.len() + 1;
        world.show(path, page(world.tag(), body + STAYS)).await;
        world.recorded(views, 0).await;
        world.judged().await;
        world.browser.fill("input:last-of-type", &format!("ann{expected}@example.com")).await;
        world.browser.click("button").await;
        world.recorded(views, expected).await;
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(5, 3).await;
    let mut emails = ledger.emails();
    emails.sort_unstable();
    assert_eq!(emails, ["ann1@example.com", "ann2@example.com", "ann3@example.com"]);
}
