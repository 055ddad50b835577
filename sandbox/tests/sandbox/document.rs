//! The OpenAPI document, read for tests.

use std::sync::OnceLock;

use serde_json::{Value, json};

/// The document, with its own references in it.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_saphyr::from_str(include_str!("../../../openapi.yaml")).unwrap())
}

/// All operations: method, path and what the document says of each.
pub(crate) fn operations() -> Vec<(String, &'static str, &'static Value)> {
    let mut all = Vec::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation["operationId"].is_string() {
                all.push((method.to_uppercase(), path.as_str(), operation));
            }
        }
    }
    all
}

/// The operation of that name.
pub(crate) fn operation(id: &str) -> &'static Value {
    let all = operations();
    all.into_iter().find(|(.., it)| it["operationId"] == id).unwrap_or_else(|| panic!("{id}")).2
}

/// What a value refers to, or itself.
pub(crate) fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => resolve(document().pointer(&reference[1..]).unwrap()),
        None => value,
    }
}

/// The schema of an operation's body; nothing where it takes none.
pub(crate) fn body_schema(id: &str) -> Option<&'static Value> {
    let content = &operation(id)["requestBody"]["content"]["application/json"]["schema"];
    (!content.is_null()).then(|| resolve(content))
}

/// Asserts that the document knows such an answer of the operation, and the code of an error.
pub(crate) fn assert_documented(id: &str, status: u16, body: &Value) {
    let answer = &operation(id)["responses"][status.to_string()];
    assert!(!answer.is_null(), "{id}: {status} isn't documented");
    if let Some(codes) = resolve(answer)["x-codes"].as_array() {
        assert!(codes.contains(&body["error"]["code"]), "{id} {status}: {body} of {codes:?}");
    }
    let mut schema = resolve(answer)["content"]["application/json"]["schema"].clone();
    schema["components"] = document()["components"].clone();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(body).map(|error| error.to_string()).collect();
    assert_eq!(json!(errors), json!([]), "{id} {status}: {body}");
}
