//! Which submissions are registrations (F1–F3, F9, F10).

use linkyfy_browser_tests::page::STAYS;
use linkyfy_browser_tests::sandbox::Stats;
use linkyfy_browser_tests::{Sandbox, World, page};

const ANN: &str = "ann@example.com";
/// The address that [`counted`] registers, to know that all before it had its turn.
const LAST: &str = "last@example.com";

/// A form that goes to /thanks.
fn form(attributes: &str, fields: &str) -> String {
    format!(
        "<form id=\"sign-up\" method=\"post\" action=\"/thanks\" {attributes}>{fields}\
         <button>Sign up</button></form>"
    )
}

const EMAIL: &str = "<input name=\"email\" type=\"email\" required>";

/// A world whose browser is on a page with this body; the tracker is at work there.
async fn on_page(body: &str) -> World<Sandbox> {
    let world = World::<Sandbox>::start().await;
    world.show("/", page(world.tag(), body)).await;
    world.recorded(1, 0).await;
    world
}

/// The addresses that were counted on this page, in the order of their names.
async fn counted(world: &World<Sandbox>) -> Vec<String> {
    world.judged().await;
    world.browser.run(&format!("linkyfy.registration('{LAST}')")).await;
    let registered = async || {
        let ledger = world.api.ledger(1).await;
        match ledger.emails().contains(&LAST) {
            true => Ok(ledger),
            false => Err(format!("{ledger:#?}")),
        }
    };
    let ledger = linkyfy_browser_tests::wait::wait_for("the last address", registered).await;
    ledger.visitor();
    world.browser.assert_unharmed().await;
    let mut emails: Vec<_> = ledger.emails().into_iter().map(str::to_owned).collect();
    emails.retain(|email| email != LAST);
    emails.sort_unstable();
    emails
}

#[tokio::test]
async fn f1_s4_a_sign_up_whose_form_navigates_away_is_recorded() {
    let fields = "<input name=\"name\" type=\"text\"><input name=\"email\" type=\"email\" required>\
                  <input name=\"password\" type=\"password\">";
    let world = on_page(&form("", fields)).await;
    world.browser.fill("[name=name]", "Ann").await;
    world.browser.fill("[name=email]", ANN).await;
    world.browser.fill("[name=password]", "secret").await;
    world.browser.click("button").await;
    world.browser.arrive("/thanks").await;
    let ledger = world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(ledger.emails(), [ANN]);
    assert_eq!(ledger.registrations[0].project_id, 1);
    ledger.visitor();
    let sent = world.site.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert_eq!(sent[0].body, "name=Ann&email=ann%40example.com&password=secret");

    world.exactly(1, 1).await;
    let expected = Stats { impressions: 1, registrations: 1, conversion_rate: 100.0 };
    assert_eq!(world.api.stats(1).await, expected);
}

/// Ways in which a form is sent: name, body of the page, and a script where no visitor does it.
#[tokio::test]
async fn f1_f2_every_way_to_submit_counts_once() {
    let script = |call: &str| format!("const form = document.querySelector('form'); {call}");
    let ways = [
        ("a click", None),
        ("form.submit()", Some(script("form.submit()"))),
        ("submit() of the prototype", Some(script("HTMLFormElement.prototype.submit.call(form)"))),
        ("requestSubmit()", Some(script("form.requestSubmit()"))),
        (
            "requestSubmit() with a button",
            Some(script("form.requestSubmit(document.querySelector('button'))")),
        ),
        ("click() from a script", Some("document.querySelector('button').click()".to_owned())),
    ];
    let world = on_page(&form("", EMAIL)).await;
    for (count, (way, call)) in (1..).zip(&ways) {
        let address = format!("visitor{count}@example.com");
        world.browser.fill("input", &address).await;
        match call {
            Some(call) => drop(world.browser.run(call).await),
            None => world.browser.click("button").await,
        }
        world.browser.arrive("/thanks").await;
        let ledger = world.recorded(count, count).await;
        assert_eq!(ledger.emails().last(), Some(&address.as_str()), "{way}");
        assert_eq!(world.site.sent().len(), count, "{way}");
        world.browser.assert_unharmed().await;
        world.open("/").await;
        world.recorded(count + 1, count).await;
    }
    world.exactly(ways.len() + 1, ways.len()).await;
}

#[tokio::test]
async fn f1_the_enter_key_submits_and_counts() {
    let world = on_page(&form("", EMAIL)).await;
    world.browser.fill("input", &format!("{ANN}\u{e007}")).await;
    world.browser.arrive("/thanks").await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn f1_a_form_that_the_page_sends_itself_counts() {
    let fetching = "<script>onsubmit = async (event) => {
        event.preventDefault();
        const body = new URLSearchParams(new FormData(event.target));
        await fetch('/thanks', { method: 'POST', body });
        document.body.append('Sent');
    }</script>";
    let stopping = "<script>
        const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
        document.addEventListener('submit', stop, true);
        document.querySelector('form').onsubmit = stop;
    </script>";
    for scripts in [STAYS, fetching, stopping] {
        let world = on_page(&(form("", EMAIL) + scripts)).await;
        world.browser.fill("input", ANN).await;
        world.browser.click("button").await;
        assert_eq!(counted(&world).await, [ANN], "{scripts}");
    }
}

#[tokio::test]
async fn f1_a_form_that_comes_later_counts() {
    let world = on_page("").await;
    let late = form("", EMAIL).replace('"', "'");
    let adding = format!("document.body.insertAdjacentHTML('beforeend', \"{late}\")");
    world.browser.run(&adding).await;
    world.sign_up(ANN).await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.exactly(1, 1).await.emails(), [ANN]);
}

#[tokio::test]
async fn f1_the_one_email_field_is_found_by_what_it_is_and_what_it_is_called() {
    let fields = [
        "<input type=\"email\">",
        "<input type=\"email\" name=\"user[mail]\">",
        "<input name=\"login\" autocomplete=\"section-a email\">",
        "<input name=\"Email\">",
        "<input name=\"phone\" type=\"tel\"><input id=\"x\" name=\"email\">",
    ];
    for field in fields {
        let world = on_page(&(form("", field) + STAYS)).await;
        world.browser.fill("input:last-of-type", ANN).await;
        world.browser.click("button").await;
        assert_eq!(counted(&world).await, [ANN], "{field}");
    }
}

#[tokio::test]
async fn f1_a_field_outside_its_form_belongs_to_it() {
    let body = form("", "") + "<input form=\"sign-up\" type=\"email\" name=\"email\">" + STAYS;
    let world = on_page(&body).await;
    world.browser.fill("input", ANN).await;
    world.browser.click("button").await;
    assert_eq!(counted(&world).await, [ANN]);
}

#[tokio::test]
async fn f1_forms_without_one_address_of_the_visitor_do_not_count() {
    let fields = [
        ("no address", "<input type=\"search\" name=\"q\" value=\"ann@example.com\">"),
        ("a hidden one", "<input type=\"hidden\" name=\"email\" value=\"ann@example.com\">"),
        ("a password", "<input type=\"password\" name=\"email\" value=\"ann@example.com\">"),
        ("an empty one", "<input type=\"email\" name=\"email\">"),
        ("none at all", ""),
    ];
    let world = on_page("").await;
    for (count, (what, fields)) in (2..).zip(fields) {
        world.show("/", page(world.tag(), form("", fields) + STAYS)).await;
        world.recorded(count, 0).await;
        world.browser.click("button").await;
        assert_eq!(counted(&world).await, [""; 0], "{what}");
    }
}

#[tokio::test]
async fn f4_of_several_addresses_the_visitors_own_is_taken() {
    let email = |name: &str, value: &str| {
        format!("<input type=\"email\" name=\"{name}\" value=\"{value}\">")
    };
    for (fields, expected) in [
        (email("email", ANN) + &email("email_confirm", ANN), vec![ANN]),
        (email("friend_email", "bob@example.com") + &email("email", ANN), vec![ANN]),
    ] {
        let world = on_page(&(form("", &fields) + STAYS)).await;
        world.browser.click("button").await;
        assert_eq!(counted(&world).await, expected, "{fields}");
    }
    let invitation = "<h1>Invite your friends</h1><form action=\"/invite\">Your friend's e-mail \
        <input type=\"email\" name=\"friend_email\" value=\"bob@example.com\">\
        <button>Send invitation</button></form>";
    let world = on_page(&(invitation.to_owned() + STAYS)).await;
    world.browser.click("button").await;
    assert_eq!(counted(&world).await, [""; 0]);
}

#[tokio::test]
async fn f3_what_the_browser_refuses_does_not_count() {
    let world = on_page(&form("", EMAIL)).await;
    for text in ["ann", "@example.com", "@"] {
        world.browser.fill("input", text).await;
        world.browser.click("button").await;
        world.browser.run("document.querySelector('form').requestSubmit()").await;
    }
    assert_eq!(counted(&world).await, [""; 0]);
    assert_eq!(world.site.sent(), []);
}

#[tokio::test]
async fn f3_an_unchecked_form_counts_only_an_address() {
    let world = on_page(&(form("novalidate", EMAIL) + STAYS)).await;
    for text in ["", "ann", "ann@", "ann@example..com", "a b@example.com", " Ann@EXAMPLE.com"] {
        world.browser.fill("input", text).await;
        world.browser.click("button").await;
    }
    assert_eq!(counted(&world).await, ["Ann@example.com"]);
}

#[tokio::test]
async fn f8_a_domain_with_other_letters_is_encoded() {
    let field = "<input type=\"text\" name=\"email\">";
    let world = on_page(&(form("", field) + STAYS)).await;
    world.judged().await;
    world.browser.fill("input", "ann@m\u{fc}ller.de").await;
    world.browser.click("button").await;
    world.browser.run("linkyfy.registration('bob@M\u{dc}LLER.de')").await;
    assert_eq!(counted(&world).await, ["ann@xn--mller-kva.de", "bob@xn--mller-kva.de"]);
}

#[tokio::test]
async fn f3_the_same_address_counts_once_and_another_one_again() {
    let world = on_page(&(form("", EMAIL) + STAYS)).await;
    for address in [ANN, ANN, "ann@EXAMPLE.com", "bob@example.com", ANN] {
        world.browser.fill("input", address).await;
        world.browser.click("button").await;
    }
    world.browser.run(&format!("linkyfy.registration('{ANN}')")).await;
    assert_eq!(counted(&world).await, [ANN, "bob@example.com"]);

    // Another page view is another matter.
    world.open("/").await;
    world.recorded(2, 3).await;
    world.browser.fill("input", ANN).await;
    world.browser.click("button").await;
    world.recorded(2, 4).await;
}

#[tokio::test]
async fn f2_reading_a_form_without_sending_it_does_not_count() {
    let world =
        on_page(&form("", "<input type=\"email\" name=\"email\" value=\"ann@example.com\">")).await;
    let reading = "const form = document.querySelector('form'); new FormData(form); \
                   form.checkValidity(); form.reportValidity(); form.reset(); \
                   form.dispatchEvent(new Event('formdata'))";
    world.browser.run(reading).await;
    assert_eq!(counted(&world).await, [""; 0]);
}

#[tokio::test]
async fn f9_the_pages_own_submission_goes_on_as_it_would() {
    // A button of this name hides the form's method, as it does without the tracker.
    let button = "<button name=\"submit\" value=\"yes\">";
    let world = on_page(&form("", EMAIL).replace("<button>", button)).await;
    world.sign_up(ANN).await;
    world.recorded(1, 1).await;
    world.browser.assert_unharmed().await;
    assert_eq!(world.site.sent()[0].body, "email=ann%40example.com&submit=yes");
}

#[tokio::test]
async fn f10_a_page_can_register_an_address_itself() {
    let world = on_page("").await;
    let calls =
        ["' Ann@EXAMPLE.com '", "'nonsense'", "''", "", "null", "undefined", "{}", "42", "'ann'"];
    for argument in calls {
        let call = format!("linkyfy.registration({argument}) ?? 'nothing'");
        assert_eq!(world.browser.eval(&call).await, "nothing", "{argument}");
    }
    assert_eq!(counted(&world).await, ["Ann@example.com"]);
}

#[tokio::test]
async fn f10_an_address_registered_before_the_tracker_is_ready_counts() {
    let world = World::<Sandbox>::start().await;
    let call = "linkyfy.registration('ann@example.com')";
    let blocking = world.tag().without("async");
    let at_once = format!("{blocking}<script>{call}</script>");
    let heads = [at_once, world.tag().with("onload", call).to_string()];
    for (count, head) in (1..).zip(&heads) {
        world.show("/", page(head, "")).await;
        world.recorded(count, count).await;
        world.browser.assert_unharmed().await;
    }
    let ledger = world.exactly(heads.len(), heads.len()).await;
    assert_eq!(ledger.emails(), [ANN, ANN]);
    ledger.visitor();
}
