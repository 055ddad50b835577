//! The sandbox beside the OpenAPI document: the same operations, the same answers, and bodies refused
//! by the one that the other doesn't allow (S1, S3).

use std::collections::BTreeSet;

use linkyfy_sandbox::routes;
use serde_json::{Value, json};

use crate::cases::{Case, cases};
use crate::common::{Sandbox, send, with, without};
use crate::document::{assert_documented, body_schema, operation, operations, resolve};

#[test]
fn s1_every_operation_of_the_document_is_served_and_no_other() {
    let served: BTreeSet<_> = routes::operations()
        .iter()
        .map(|it| (it.id.to_owned(), it.method.to_string(), it.path.to_owned()))
        .collect();
    let documented: BTreeSet<_> = operations()
        .into_iter()
        .map(|(method, path, it)| {
            (it["operationId"].as_str().unwrap().to_owned(), method, path.to_owned())
        })
        .collect();
    assert_eq!(served, documented);
    assert_eq!(served.len(), 60);
}

#[test]
fn s1_the_document_tells_the_keys_queries_and_other_addresses_of_each() {
    for served in routes::operations() {
        let documented = operation(served.id);
        assert_eq!(documented["security"] == json!([]), served.is_public(), "{}", served.id);
        let parameters = documented["parameters"].as_array();
        let query: BTreeSet<_> = parameters
            .into_iter()
            .flatten()
            .map(resolve)
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(served.query.iter().copied().collect::<BTreeSet<_>>(), query, "{}", served.id);
        let aliases = documented["x-path-alternatives"].as_array();
        let aliases: BTreeSet<_> =
            aliases.into_iter().flatten().map(|alias| alias.as_str().unwrap()).collect();
        let known = routes::ALIASES.iter().filter(|(id, _)| *id == served.id);
        assert_eq!(known.map(|(_, alias)| *alias).collect::<BTreeSet<_>>(), aliases);
    }
}

#[tokio::test]
async fn s1_every_operation_answers_as_the_document_says() {
    for case in cases() {
        let id = case.operation.id;
        let sandbox = Sandbox::unlimited().await;
        // So that there is something of everything.
        sandbox.set("step", json!({ "ticks": 2 })).await;
        let answer = send(case.call(&sandbox)).await;
        assert_eq!(answer.status, case.status, "{id}: {}", answer.body);
        assert_documented(id, answer.status, &answer.body);
        let path = format!("{}?unknown=1", case.path());
        let refused = send(case.call_at(&sandbox, &path)).await;
        let expected = if id == "profile.regenerateApiKey" { 401 } else { 422 };
        assert_eq!(refused.status, expected, "{id}");
        assert_documented(id, refused.status, &refused.body);
        sandbox.running.stop().await;
    }
}

#[tokio::test]
async fn s3_every_field_that_the_document_refuses_is_422_naming_it() {
    let sandbox = Sandbox::unlimited().await;
    let before = sandbox.snapshot().await;
    let mut tried = 0;
    for case in cases() {
        let (Some(schema), Some(body)) = (body_schema(case.operation.id), &case.body) else {
            continue;
        };
        for name in schema["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap();
            refuse(&sandbox, &case, &without(body, name), name).await;
            tried += 1;
        }
        for (name, schema) in schema["properties"].as_object().unwrap() {
            for value in refused_values(resolve(schema)) {
                refuse(&sandbox, &case, &with(body, name, value), name).await;
                tried += 1;
            }
        }
    }
    assert_eq!(sandbox.snapshot().await, before, "a refused body changes nothing");
    assert!(tried > 500, "{tried}");
}

/// The message begins with the field's name, or with the place of something in it.
async fn refuse(sandbox: &Sandbox, case: &Case, body: &Value, name: &str) {
    let answer = send(case.call(sandbox).json(body)).await;
    let shown: String = body.to_string().chars().take(400).collect();
    let what = format!("{} {name}: {shown}", case.operation.id);
    assert_eq!(answer.code(), (422, "VALIDATION_ERROR"), "{what}: {}", answer.body);
    let message = answer.body["error"]["message"].as_str().unwrap();
    let rest = message.strip_prefix(name).unwrap_or_else(|| panic!("{what}: {message}"));
    assert!(rest.starts_with([':', '[', '.']), "{what}: {message}");
    assert_documented(case.operation.id, 422, &answer.body);
}

/// Values that a schema doesn't allow: of another type, or just out of its bounds.
fn refused_values(schema: &'static Value) -> Vec<Value> {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|it| it.as_str().unwrap()).collect(),
        _ => panic!("no type: {schema}"),
    };
    let samples = [
        ("null", json!(null)),
        ("boolean", json!(true)),
        ("integer", json!(1)),
        ("number", json!(1.5)),
        ("string", json!("1")),
        ("array", json!([])),
        ("object", json!({})),
    ];
    let fits =
        |kind: &str| types.contains(&kind) || (kind == "integer" && types.contains(&"number"));
    let mut refused: Vec<_> =
        samples.into_iter().filter(|(kind, _)| !fits(kind)).map(|(_, value)| value).collect();
    if let Some(minimum) = schema["minimum"].as_i64() {
        refused.push(json!(minimum - 1));
    }
    if let Some(maximum) = schema["maximum"].as_i64() {
        refused.extend([json!(maximum + 1), json!(1e300)]);
    }
    if let Some(longest) = schema["maxLength"].as_u64() {
        refused.push(json!("ü".repeat(usize::try_from(longest).unwrap() + 1)));
    }
    if schema["minLength"].as_u64().is_some_and(|shortest| shortest > 0) {
        refused.push(json!(""));
    }
    if schema["minItems"].as_u64().is_some_and(|fewest| fewest > 0) {
        refused.push(json!([]));
    }
    if schema["enum"].is_array() || schema["format"].is_string() {
        refused.push(json!("no such thing"));
    }
    if let (Some(most), item) = (schema["maxItems"].as_u64(), resolve(&schema["items"])) {
        let one = sample(item);
        refused.push(Value::Array(vec![one; usize::try_from(most).unwrap() + 1]));
        refused.extend(refused_values(item).into_iter().map(|value| json!([value])));
    }
    if schema["additionalProperties"] == json!(false) {
        let whole = sample(schema);
        refused.push(with(&whole, "unknown", json!(1)));
        for (name, property) in schema["properties"].as_object().unwrap() {
            let values = refused_values(resolve(property)).into_iter();
            refused.extend(values.map(|value| with(&whole, name, value)));
        }
        for name in schema["required"].as_array().into_iter().flatten() {
            refused.push(without(&whole, name.as_str().unwrap()));
        }
    }
    refused
}

/// Something that the schema allows.
fn sample(schema: &'static Value) -> Value {
    if let Some(example) = schema["examples"][0].as_str() {
        return json!(example);
    }
    if let Some(word) = schema["enum"][0].as_str() {
        return json!(word);
    }
    match (schema["type"].as_str().unwrap_or("string"), schema["format"].as_str()) {
        ("integer", _) => json!(1),
        ("object", _) => {
            let mut object = json!({});
            for name in schema["required"].as_array().into_iter().flatten() {
                let name = name.as_str().unwrap();
                object[name] = sample(resolve(&schema["properties"][name]));
            }
            object
        }
        (_, Some("email")) => json!("a@example.com"),
        _ => json!("a"),
    }
}
