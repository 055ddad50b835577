//! Forms that are sent before the judge is there: kept, and judged once it comes, if need be on another
//! page (F1, F6, T6).

use std::fmt::Display;

use linkyfy_browser_tests::engine::Ability;
use linkyfy_browser_tests::page::{STAYS, Tag};
use linkyfy_browser_tests::sandbox::DEMO;
use linkyfy_browser_tests::site::Fault;
use linkyfy_browser_tests::world::JUDGE;
use linkyfy_browser_tests::{Sandbox, World, page};
use serde_json::Value;

const ANN: &str = "ann@example.com";
/// A script: the key of a form that is kept for the judge.
const KEPT: &str = "Object.keys(localStorage).find((key) => key.startsWith('linkyfy_forms-'))";

/// A form with this on its heading and its button, and these fields beside the address.
pub(crate) fn form(title: &str, fields: &str) -> String {
    format!(
        "<h1>{title}</h1><form method=post action=/thanks><input type=email name=email>{fields}\
         <button>{title}</button></form>"
    )
}

/// The tag of a tracker that doesn't have the judge inside.
pub(crate) fn tag(world: &World<Sandbox>) -> Tag {
    world.tag().with("src", "/linkyfy.js")
}

/// Sends the form of a page, which is kept: the judge doesn't come.
pub(crate) async fn send(
    world: &World<Sandbox>,
    path: &str,
    tags: impl Display,
    body: &str,
    fault: Fault,
) {
    world.site.set_fault(JUDGE, fault);
    world.show(path, page(tags, body)).await;
    world.browser.visitor_id().await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.click("button").await;
    if !body.contains(STAYS) {
        world.browser.arrive("/thanks").await;
    }
    world.browser.wait_for(KEPT).await;
}

/// Opens a page that brings the judge, and waits until it has judged what was kept.
pub(crate) async fn judge_on(world: &World<Sandbox>, path: &str, tags: impl Display) {
    world.site.mend(JUDGE);
    world.show(path, page(tags, "<input type=\"email\">")).await;
    world.browser.wait_for(&format!("!({KEPT})")).await;
}

#[tokio::test]
async fn f1_a_form_sent_before_the_judge_is_there_is_judged_when_it_comes() {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world);
    send(&world, "/", &tag, &form("Sign up", ""), Fault::Silent).await;
    judge_on(&world, "/later", &tag).await;
    world.recorded(2, 1).await;
    let ledger = world.exactly(2, 1).await;
    assert_eq!(ledger.emails(), [ANN]);
}

#[tokio::test]
async fn f1_a_log_in_sent_before_the_judge_is_there_is_forgotten() {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world);
    let password = "<input type=password name=password autocomplete=current-password \
                    value=\"Secret-1-pw\">";
    send(&world, "/", &tag, &form("Log in", password), Fault::Silent).await;
    let kept = world.browser.eval(&format!("localStorage[{KEPT}]")).await.to_string();
    assert!(kept.contains(ANN) && !kept.contains("Secret"), "{kept}");
    judge_on(&world, "/later", &tag).await;
    world.recorded(2, 0).await;
    world.exactly(2, 0).await;
}

#[tokio::test]
async fn f1_a_form_that_another_page_has_judged_meanwhile_is_not_judged_again() {
    let world = World::<Sandbox>::start().await;
    send(&world, "/", &tag(&world), &(form("Sign up", "") + STAYS), Fault::Silent).await;
    world.browser.run(&format!("delete localStorage[{KEPT}]")).await;
    world.site.mend(JUDGE);
    world.judged().await;
    world.recorded(1, 0).await;
    world.exactly(1, 0).await;
}

/// The page has changed its form by the time that the judge is there.
#[tokio::test]
async fn f1_a_kept_form_counts_whatever_the_page_has_made_of_it() {
    for change in ["email.disabled = true", "innerHTML = 'Thank you!'", "outerHTML = 'Thank you!'"]
    {
        let world = World::<Sandbox>::start().await;
        let changes = format!(
            "<script>addEventListener('submit', ({{ target }}) => target.{change})</script>"
        );
        let body = form("Sign up", "") + STAYS + &changes;
        send(&world, "/", &tag(&world), &body, Fault::Silent).await;
        world.site.mend(JUDGE);
        world.judged().await;
        world.recorded(1, 1).await;
        world.browser.assert_unharmed().await;
        assert_eq!(world.exactly(1, 1).await.emails(), [ANN], "{change}");
    }
}

#[tokio::test]
async fn f1_v6_a_kept_form_waits_for_a_page_where_its_visitor_may_be_recorded() {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world).with("data-consent", "required");
    let agreed = format!(
        "<script>window.linkyfy = function () {{ (linkyfy.q = linkyfy.q || []).push(arguments) }}; \
         linkyfy('consent', true)</script>{tag}"
    );
    send(&world, "/", &agreed, &form("Sign up", ""), Fault::Silent).await;
    world.site.mend(JUDGE);
    world.show("/undecided", page(&tag, "<input type=\"email\">")).await;
    world.judged().await;
    assert_ne!(world.browser.eval(KEPT).await, Value::Null);
    judge_on(&world, "/later", &agreed).await;
    world.recorded(2, 1).await;
    assert_eq!(world.exactly(2, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn f1_a_judge_that_comes_at_a_second_try_judges_what_was_kept() {
    let world = World::<Sandbox>::start().await;
    if world.browser.engine.lacks(Ability::ImportAgain) {
        return;
    }
    send(&world, "/", &tag(&world), &(form("Sign up", "") + STAYS), Fault::Missing).await;
    world.browser.run("return linkyfy.explain(document.forms[0])").await;
    world.site.mend(JUDGE);
    world.browser.run("return linkyfy.explain(document.forms[0])").await;
    world.recorded(1, 1).await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
    world.browser.assert_unharmed().await;
}

#[tokio::test]
async fn t6_f1_a_kept_form_goes_by_the_page_that_it_was_sent_on() {
    for (sent_on, judged_on, registrations) in [("/admin", "/later", 0), ("/", "/admin", 1)] {
        let world = World::<Sandbox>::start().await;
        let tag = tag(&world).with("data-exclude", "/admin");
        send(&world, sent_on, &tag, &form("Sign up", ""), Fault::Silent).await;
        judge_on(&world, judged_on, &tag).await;
        world.recorded(1, registrations).await;
        world.exactly(1, registrations).await;
    }
}

#[tokio::test]
async fn f6_f1_what_the_owner_says_decides_over_a_kept_form() {
    for (said, title, registrations) in [("ignore", "Sign up", 0), ("registration", "Log in", 1)] {
        let world = World::<Sandbox>::start().await;
        let tag = tag(&world);
        let body = format!("<main data-linkyfy={said}>{}</main>", form(title, ""));
        send(&world, "/", &tag, &body, Fault::Silent).await;
        judge_on(&world, "/later", &tag).await;
        world.recorded(2, registrations).await;
        world.exactly(2, registrations).await;
    }
}

/// By the next task, the page has taken its form away, or has gone elsewhere itself.
#[tokio::test]
async fn f6_t6_f1_a_kept_form_goes_by_what_was_so_when_it_was_sent() {
    for (said, change) in [("ignore", "target.remove()"), ("", "history.pushState(0, '', '/out')")]
    {
        let world = World::<Sandbox>::start().await;
        let tag = tag(&world).with("data-exclude", "/admin");
        let changes =
            format!("<script>addEventListener('submit', ({{ target }}) => {change})</script>");
        let main = format!("<main data-linkyfy=\"{said}\">{}</main>", form("Sign up", ""));
        let path = if said.is_empty() { "/admin" } else { "/" };
        send(&world, path, &tag, &(main + STAYS + &changes), Fault::Silent).await;
        judge_on(&world, "/later", &tag).await;
        world.recorded(2, 0).await;
        assert_eq!(world.exactly(2, 0).await.emails(), [""; 0], "{change}");
    }
}

/// A browser that closes a tab stops its script where it is, be that between the event's place in the
/// outbox and the form's removal: Firefox does now and then.
#[tokio::test]
async fn d8_f1_a_form_whose_page_ended_while_it_was_judged_is_recorded_once() {
    let world = World::<Sandbox>::start().await;
    let projects = [DEMO, world.api.other_project];
    let [tag, other] = projects
        .map(|project| world.tag_of(project).with("src", "/linkyfy.js").with("data-event-id", ""));
    let tags = format!("{tag}{other}");
    send(&world, "/", &tags, &form("Sign up", ""), Fault::Silent).await;
    let kept = world.browser.eval(&format!("[{KEPT}, localStorage[{KEPT}]]")).await;
    judge_on(&world, "/later", &tags).await;
    for project in projects {
        world.api.arrivals_of(project, ANN, 1).await;
    }
    world.browser.run(&format!("localStorage.setItem(...{kept})")).await;
    judge_on(&world, "/last", &tags).await;
    for project in projects {
        let arrivals = world.api.arrivals_of(project, ANN, 2).await;
        let outcomes: Vec<_> = arrivals.iter().map(|arrival| &*arrival.outcome).collect();
        assert_eq!(outcomes, ["recorded", "duplicate"], "{arrivals:#?}");
    }
    world.exactly(3, 1).await;
}

#[tokio::test]
async fn f4_f7_of_a_kept_form_nobody_elses_address_registers() {
    let fields = "<h1>Sign up</h1><form method=post action=/thanks>\
                  <input name=friend_email value=bob@example.com><input type=email name=email>\
                  <button>Sign up</button></form>";
    // Where it is gone when the judge comes, so is the visitor's own.
    for (stays, registered) in [(STAYS, &[ANN][..]), ("", &[])] {
        let world = World::<Sandbox>::start().await;
        let tag = tag(&world);
        send(&world, "/", &tag, &format!("{fields}{stays}"), Fault::Silent).await;
        let views = if stays.is_empty() {
            judge_on(&world, "/later", &tag).await;
            2
        } else {
            world.site.mend(JUDGE);
            world.judged().await;
            1
        };
        world.recorded(views, registered.len()).await;
        assert_eq!(world.exactly(views, registered.len()).await.emails(), registered);
    }
}

#[tokio::test]
async fn f6_f1_of_a_kept_form_the_field_that_the_owner_marks_has_the_address() {
    let world = World::<Sandbox>::start().await;
    let tag = tag(&world);
    // By what they are called, it would be the first.
    let fields = "<h1>Sign up</h1><form method=post action=/thanks>\
                  <input name=email value=bob@example.com>\
                  <input type=email name=contact data-linkyfy-email><button>Sign up</button></form>";
    send(&world, "/", &tag, fields, Fault::Silent).await;
    judge_on(&world, "/later", &tag).await;
    world.recorded(2, 1).await;
    assert_eq!(world.exactly(2, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn f7_a_kept_form_has_nothing_of_what_is_written_or_worked_out_in_it() {
    let world = World::<Sandbox>::start().await;
    let title = "<h2 contenteditable>Secret-title</h2><form";
    for (path, body) in [
        ("/note", form("Sign up", "<div contenteditable>Secret-note</div>")),
        ("/sum", form("Sign up", "<output>Secret-sum</output>")),
        ("/title", form("Sign up", "").replace("<form", title)),
    ] {
        send(&world, path, tag(&world), &(body + STAYS), Fault::Silent).await;
        let kept = world.browser.eval(&format!("localStorage[{KEPT}]")).await.to_string();
        assert!(kept.contains(ANN) && !kept.contains("Secret"), "{kept}");
        world.browser.run(&format!("delete localStorage[{KEPT}]")).await;
    }
}

#[tokio::test]
async fn f1_d5_what_lies_in_a_kept_forms_place_and_is_none_is_taken_away() {
    let world = World::<Sandbox>::start().await;
    world.show("/", page("", "")).await;
    let key = "localStorage['linkyfy_forms-1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed']";
    for (count, line) in (1..).zip(["", "{", "[]", "[0, \"ann@example.com\"]", "null"]) {
        world.browser.run(&format!("{key} = {}", Value::from(line))).await;
        judge_on(&world, "/later", &tag(&world)).await;
        world.recorded(count, 0).await;
        world.browser.assert_unharmed().await;
    }
    world.exactly(5, 0).await;
}

#[tokio::test]
async fn f1_v3_a_form_that_the_browser_does_not_keep_is_judged_by_its_own_page() {
    let world = World::<Sandbox>::start().await;
    let blocked = "<script>Object.defineProperty(window, 'localStorage', \
                   { get() { throw new DOMException('', 'SecurityError'); } })</script>";
    world.site.set_fault(JUDGE, Fault::Silent);
    let tags = format!("{blocked}{}", tag(&world));
    world.show("/", page(tags, form("Sign up", "") + STAYS)).await;
    world.recorded(1, 0).await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.click("button").await;
    world.site.mend(JUDGE);
    world.judged().await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
}

/// An element that is part of itself, as frameworks make them, in the place of the form's text.
#[tokio::test]
async fn f9_f1_a_form_that_cannot_be_read_loses_no_other() {
    let world = World::<Sandbox>::start().await;
    world.site.set_fault(JUDGE, Fault::Silent);
    let odd = "<form><input name=innerText></form><script>{ const [field] = document.forms[0]; \
               field.self = field }</script>";
    let body = format!("{odd}{}{STAYS}", form("Sign up", ""));
    world.show("/", page(tag(&world), body)).await;
    world.browser.visitor_id().await;
    world.browser.fill("[type=email]", ANN).await;
    world.browser.run("for (const form of document.forms) form.requestSubmit()").await;
    world.browser.wait_for(KEPT).await;
    world.site.mend(JUDGE);
    world.judged().await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
}
