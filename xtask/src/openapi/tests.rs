use super::*;
use crate::root;

fn api() -> Api {
    Api::read().unwrap()
}

#[test]
fn c10_the_document_is_read_whole() {
    let api = api();
    assert_eq!((api.operations.len(), api.groups.len()), (60, 12));
    let mut groups: Vec<&str> = api.operations.iter().map(|one| one.group.as_str()).collect();
    groups.dedup();
    assert!(groups.iter().eq(api.groups.iter().map(|group| &group.name)), "{groups:?}");
}

#[test]
fn c10_an_operation_has_its_parameters_body_and_answer_without_references() {
    let api = api();
    let add = api.operation("contactLists.addContacts").unwrap();
    assert_eq!((add.method.as_str(), add.retry), ("POST", Retry::Idempotent));
    assert_eq!(add.path_parameters[0].name, "list_id");
    let body = &add.body.as_ref().unwrap().schema;
    assert_eq!(body.name.as_deref(), Some("ContactsAdd"));
    let Kind::Array { min, max, items, .. } = &body.fields()[0].schema.kind else { panic!() };
    assert_eq!((*min, *max), (Some(1), Some(1000)));
    let email = &items.fields()[0];
    assert!(email.required && matches!(email.schema.kind, Kind::String { max: Some(254), .. }));
    assert_eq!(add.answer.data.fields().len(), 3);
    assert!(add.errors.iter().map(|error| error.status).eq([401, 402, 403, 404, 422, 429, 500]));
}

#[test]
fn c10_a_page_has_its_items_and_says_where_they_are() {
    let api = api();
    let list = api.operation("projects.list").unwrap();
    assert_eq!(list.page.as_deref(), Some("data"));
    let Kind::Array { items, .. } = &list.answer.data.fields()[0].schema.kind else { panic!() };
    assert_eq!(items.name.as_deref(), Some("Project"));
    let Kind::Integer { max, .. } = list.query[1].schema.kind else { panic!() };
    assert_eq!((list.query[1].name.as_str(), max), ("per_page", Some(100)));
}

#[test]
fn c10_a_field_is_required_where_any_part_of_its_object_says_so() {
    let text = fs::read_to_string(root(FILE)).unwrap();
    let change = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let is_required = |text: &str, schema: &str| {
        let api = Api::parse(text).unwrap();
        api.schemas[schema].fields().iter().any(|field| field.name == "data" && field.required)
    };
    let part = "ProjectPage:\n      x-status: inferred\n      allOf:\n        \
                - $ref: \"#/components/schemas/Page\"\n        - type: object\n";
    // The first part says so, then neither, then the second.
    assert!(is_required(&text, "ProjectPage"));
    let text = change(&text, "required: [data, current_page", "required: [current_page");
    assert!(!is_required(&text, "ProjectPage"));
    let second = change(&text, part, &format!("{part}          required: [data]\n"));
    assert!(is_required(&second, "ProjectPage") && !is_required(&second, "CampaignPage"));
}

#[test]
fn c10_what_would_be_lost_beside_parts_or_a_reference_is_an_error() {
    let text = fs::read_to_string(root(FILE)).unwrap();
    for (place, kind) in [
        ("    ProjectPage:\n      x-status: inferred\n", "allOf"),
        ("schemas/Timestamp\", examples: [\"2026-04-09T11:00:00Z\"]", "reference"),
    ] {
        let lost = match kind {
            "allOf" => format!("{place}      required: [data]\n"),
            _ => format!("{place}, required: [data]"),
        };
        assert!(text.contains(place), "{place}");
        let error = format!("{:#}", Api::parse(&text.replacen(place, &lost, 1)).unwrap_err());
        assert!(error.contains("nothing but words") && error.contains(kind), "{error}");
    }
}

#[test]
fn w6_only_two_paths_are_documented() {
    let api = api();
    let documented = api.operations.iter().filter(|one| one.path_status == Status::Documented);
    assert!(documented.map(|one| one.name.as_str()).eq(["projects.create", "projects.list"]));
}

#[test]
fn w3_public_operations_are_those_of_tracking_alone() {
    for operation in api().operations {
        assert_eq!(operation.public, operation.group == "tracking", "{}", operation.name);
    }
}

#[test]
fn c10_what_is_inferred_is_so_for_the_fields_of_an_inferred_object() {
    let api = api();
    let project = api.operation("projects.get").unwrap();
    let status = |name: &str| {
        let field = project.answer.data.fields().iter().find(|field| field.name == name);
        field.unwrap().schema.status
    };
    assert_eq!((status("name"), status("settings")), (Status::Documented, Status::Inferred));
    let contact = &api.schemas["Contact"];
    assert!(contact.fields().iter().all(|field| field.schema.status == Status::Inferred));
}

#[test]
fn c10_a_word_that_nobody_reads_is_an_error() {
    let text = fs::read_to_string(crate::root(FILE)).unwrap();
    let wrong = text.replacen("x-retry-class: safe", "x-retry: safe", 1);
    assert!(format!("{:#}", Api::parse(&wrong).unwrap_err()).contains("x-retry"));
    let dangling = text.replacen("schemas/ProjectCreate\"", "schemas/ProjectMake\"", 1);
    let error = format!("{:#}", Api::parse(&dangling).unwrap_err());
    assert!(error.contains("projects.create") && error.contains("ProjectMake"), "{error}");
}

#[test]
fn w1_tracker_and_client_call_the_server_of_the_document() {
    let text = |file: &str| std::fs::read_to_string(root(file)).unwrap();
    let document = text("openapi.yaml");
    let servers = document.split_once("\nservers:\n  - url: ").unwrap().1;
    let server = servers.lines().next().unwrap();
    assert!(server.starts_with("https://"), "{server}");
    for file in ["src/config.rs", "pkg/src/client/options.js"] {
        assert!(text(file).contains(server), "{file}");
    }
}
