//! Requests of all operations, and arguments that can't be taken.

use proptest::prelude::*;

use super::*;
use crate::client::operations::{ROWS, row};

const BASE: &str = "https://api.example/v1";

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn number(number: f64) -> Value {
    Value::Number(number)
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

fn prepared(operation: &str, arguments: &Value) -> Result<Request, Refusal> {
    prepare(&row(operation).unwrap(), None, &BASE.into(), arguments)
}

/// Method and path with query, and the body's names.
fn made(operation: &str, arguments: &Value) -> (String, String) {
    let Request { method, url, body } = prepared(operation, arguments).unwrap();
    (format!("{} {}", method.0, url.0.strip_prefix(BASE).unwrap()), body.0)
}

fn refused_by(operation: &str, arguments: &Value) -> (String, String) {
    let Refusal { parameter, message } = prepared(operation, arguments).unwrap_err();
    (parameter.0, message.0)
}

#[test]
fn c1_arguments_go_where_they_belong() {
    let (request, body) = made("projects.get", &object([("project_id", number(42.0))]));
    assert_eq!((&*request, &*body), ("GET /projects/42", ""));
    let (request, body) = made(
        "contactLists.updateContact",
        &object([
            ("list_id", number(10.0)),
            ("contact_id", number(9_007_199_254_740_991.0)),
            ("first_name", text("Jane")),
        ]),
    );
    assert_eq!(request, "PUT /contact-lists/10/contacts/9007199254740991");
    assert_eq!(body, ",email,first_name,last_name,company,position");
    let (request, body) = made("billing.getPlan", &object([]));
    assert_eq!((&*request, &*body), ("GET /billing/plan", ""));
}

#[test]
fn c1_a_query_is_encoded_and_has_what_is_given() {
    let arguments = object([
        ("status", text("a b&c=ü/?#%")),
        ("page", number(2.0)),
        ("project_id", Value::Undefined),
    ]);
    let (request, _) = made("campaigns.list", &arguments);
    assert_eq!(request, "GET /campaigns?page=2&status=a%20b%26c%3D%C3%BC%2F%3F%23%25");
    let (request, _) = made("templates.list", &object([("archived", Value::Boolean(true))]));
    assert_eq!(request, "GET /templates?archived=true");
}

#[test]
fn c4_an_argument_that_cannot_be_taken_is_named_before_any_request() {
    let an_id = "must be an integer from 1 to 9007199254740991";
    let ids = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.5, 9_007_199_254_740_992.0, 1e300].map(number);
    let others =
        [text("42"), text("../x"), Value::Null, Value::Boolean(true), Value::Other("bigint")];
    for id in ids.into_iter().chain(others).chain([Value::Array(vec![number(1.0)]), object([])]) {
        let (parameter, message) =
            refused_by("projects.get", &object([("project_id", id.clone())]));
        assert_eq!(
            (parameter, message),
            ("project_id".into(), format!("project_id {an_id}")),
            "{id:?}"
        );
    }
    let missing = refused_by("projects.get", &object([("project_id", Value::Undefined)]));
    assert_eq!(missing, ("project_id".into(), "project_id is missing".into()));
    let named = |operation, field: &str, value| refused_by(operation, &object([(field, value)])).0;
    assert_eq!(named("projects.create", "company_name", text("Acme")), "name");
    assert_eq!(named("projects.create", "name", text("")), "name");
    assert_eq!(named("projects.create", "nmae", text("Acme")), "nmae");
    assert_eq!(named("projects.create", "Name", text("Acme")), "Name");
    assert_eq!(named("projects.create", "a.*", text("Acme")), "a.*");
    assert_eq!(named("projects.create", "[", text("Acme")), "[");
    assert_eq!(named("templates.list", "archived", text("true")), "archived");
    assert_eq!(named("smtp.create", "smtp_port", number(465.0)), "project_id");
    let long = refused_by("projects.create", &object([("name", text(&"x".repeat(256)))]));
    assert_eq!(long.1, "name must be a text of 1 to 255 characters");
    assert!(prepared("projects.create", &object([("name", text(&"𝒙".repeat(255)))])).is_ok());
}

#[test]
fn c7_a_page_has_a_hundred_items_at_most() {
    for per_page in [0.0, 101.0, -1.0, 1.5, f64::NAN] {
        let (parameter, message) =
            refused_by("projects.list", &object([("per_page", number(per_page))]));
        assert_eq!(parameter, "per_page");
        assert_eq!(message, "per_page must be an integer from 1 to 100");
    }
    assert!(prepared("projects.list", &object([("per_page", number(100.0))])).is_ok());
    assert_eq!(refused_by("projects.list", &object([("per_page", text("x"))])).0, "per_page");
}

#[test]
fn c4_what_is_wrong_inside_a_list_is_named_with_its_place() {
    let contacts =
        |contacts| object([("list_id", number(1.0)), ("contacts", Value::Array(contacts))]);
    let good = object([("email", text("ann@example.com")), ("company", Value::Undefined)]);
    let refusal =
        |value| refused_by("contactLists.addContacts", &contacts(vec![good.clone(), value])).0;
    assert!(prepared("contactLists.addContacts", &contacts(vec![good.clone()])).is_ok());
    assert_eq!(refusal(object([("first_name", text("Bob"))])), "contacts[1].email");
    assert_eq!(refusal(object([("email", number(5.0))])), "contacts[1].email");
    assert_eq!(
        refusal(object([("email", text("b@c.d")), ("age", number(5.0))])),
        "contacts[1].age"
    );
    assert_eq!(refusal(text("bob@example.com")), "contacts[1]");
    assert_eq!(refusal(Value::Null), "contacts[1]");
    let many = contacts(vec![good.clone(); 1001]);
    assert_eq!(refused_by("contactLists.addContacts", &many).0, "contacts");
    let entries = Value::Array(vec![text("a.example"), number(1.0)]);
    let arguments = object([("project_id", number(1.0)), ("entries", entries)]);
    assert_eq!(refused_by("projects.addToBlocklist", &arguments).0, "entries[1]");
}

#[test]
fn c4_objects_are_checked_as_far_as_they_are_described() {
    let inside = object([("anything", object([("at all", Value::Null)]))]);
    assert!(prepared("profile.update", &object([("preferences", inside)])).is_ok());
    let schedule = object([("pause", text("12:00"))]);
    assert_eq!(
        refused_by("profile.update", &object([("work_schedule", schedule)])).0,
        "work_schedule.pause"
    );
    assert!(prepared("profile.update", &object([("forwarding_email", Value::Null)])).is_ok());
    assert_eq!(refused_by("profile.update", &object([("email", Value::Null)])).0, "email");
}

#[test]
fn w6_c1_a_route_can_be_another_but_leads_nowhere_else() {
    let row = row("contactLists.removeContact").unwrap();
    let arguments = object([("list_id", number(10.0)), ("contact_id", number(5.0))]);
    let take = |route: &str| prepare(&row, Some(route.into()), &BASE.into(), &arguments);
    let Request { method, url, .. } = take("DELETE /contacts/{contact_id}").unwrap();
    assert_eq!((&*method.0, &*url.0), ("DELETE", "https://api.example/v1/contacts/5"));
    for route in [
        "",
        "DELETE",
        "/contacts",
        "DELETE contacts",
        "DELETE //evil.example/x",
        "DELETE /../x",
        "DELETE /a/..",
        "DELETE /./x",
        "DELETE /%2E%2e/x",
        "DELETE /a%2fb",
        "DELETE /x?y=1",
        "DELETE /x#y",
        "DELETE /a\\b",
        "DELETE /a b",
        "DELETE https://evil.example",
        "DELETE /ä",
        "DELETE /a{",
        "DELETE /{a(}",
        "DELETE /{}",
        "DELETE /a\tb",
        "DELETE /a\nb",
    ] {
        assert_eq!(take(route).unwrap_err().parameter.0, "path", "{route}");
    }
    assert_eq!(take("DELETE /contacts/{id}").unwrap_err().parameter.0, "id");
}

#[test]
fn c4_what_must_be_there_is_told_from_what_may() {
    let row =
        Row("x.y\tPOST /x\tsafe\t\tkey\t+a=number,0,9 +b=number,0,9! +c=number,0,9 +d=number,0,9!"
            .into());
    let missing = |fields: &[&'static str]| {
        let given =
            Value::Object(fields.iter().map(|name| ((*name).into(), number(1.0))).collect());
        prepare(&row, None, &BASE.into(), &given).err().map(|refusal| refusal.parameter.0)
    };
    assert_eq!(missing(&["a", "c"]).as_deref(), Some("b"));
    assert_eq!(missing(&["b"]).as_deref(), Some("d"));
    assert_eq!(missing(&["b", "d"]), None);
}

#[test]
fn c1_a_raw_request_has_any_query() {
    let raw = Row("request\t\tsafe\t\tkey\t?*".into());
    let take = |query: &Value| prepare(&raw, Some("GET /any/path".into()), &BASE.into(), query);
    let query = object([("a[]", text("1&2")), ("b", number(1.5)), ("c", Value::Undefined)]);
    assert_eq!(take(&query).unwrap().url.0, "https://api.example/v1/any/path?a%5B%5D=1%262&b=1.5");
    assert_eq!(take(&object([])).unwrap().url.0, "https://api.example/v1/any/path");
    assert_eq!(take(&object([("a", object([]))])).unwrap_err().parameter.0, "a");
}

#[test]
fn c10_every_row_is_read_as_it_was_written() {
    for line in ROWS.lines() {
        let row = Row(line.into());
        assert!(row.route().has("^(?:GET|POST|PUT|DELETE) /[a-z_/{}-]+$"), "{line}");
        for token in row.tokens() {
            let name = token.find("^[/?+]([^=]*)=").unwrap();
            let spec = row.spec(&name).unwrap();
            assert!(spec.least() <= spec.greatest(), "{line}: {token:?}");
            assert!(!spec.sentence().has(","), "{line}: {token:?}");
        }
    }
}

proptest! {
    #[test]
    fn c4_no_argument_makes_a_url_beyond_its_operation(value in ".{0,60}", other in any::<f64>()) {
        let arguments = object([("tag", text(&value)), ("project_id", number(other))]);
        if let Ok(Request { url, .. }) = prepared("inbox.listThreads", &arguments) {
            prop_assert!(url.0.starts_with("https://api.example/v1/inbox/threads?"));
            prop_assert!(url.has("^[!-~]*$") && !url.has("#"), "{}", url.0);
        }
    }

    #[test]
    fn c4_whatever_a_field_is_called_it_is_unknown_or_known_exactly(name in ".{1,12}|[a-z_]{1,8}") {
        let known = row("projects.create").unwrap().0.0.contains(&format!("+{name}="));
        let arguments = object([("name", text("Acme")), (&*name, text("https://a.example"))]);
        let refused = prepared("projects.create", &arguments).is_err_and(|refusal| {
            refusal.message.0.ends_with(" is unknown")
        });
        prop_assert_eq!(refused, !known);
    }
}
