//! The API as TypeScript has it: schemas, and the operations in their groups.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::rows::class;
use crate::openapi::{Api, Field, Json, Kind, Operation, Parameter, Retry, Schema, Status};

const HEAD: &str = "\
// Written by `cargo xtask codegen` from openapi.yaml. Descriptions are the vendor's own words where
// there are such; what is inferred, as the vendor's text doesn't say it, is marked.

import type { Call, CallOptions, ListCall, Page } from \"./client.js\";
";

/// Schemas that stand for what the client has in its own way: its errors, and its pages.
const OWN: [&str; 2] = ["Error", "Page"];
/// Fields that every page has.
const OF_PAGES: [&str; 2] = ["data", "last_page"];

/// The file.
pub(super) fn write(api: &Api) -> String {
    let mut text = HEAD.to_owned();
    let given = given(api);
    for (name, schema) in &api.schemas {
        if !OWN.contains(&&**name) {
            text.push('\n');
            text += &doc(schema.description.as_deref(), &marks(schema), "");
            let declaration = declaration(name, schema);
            // The client changes nothing of what it is given, so that may be unchangeable.
            text += &if given.contains(&**name) {
                declaration.replace(": Array<", ": ReadonlyArray<")
            } else {
                declaration
            };
        }
    }
    for operation in &api.operations {
        text += &query(operation);
    }
    for group in &api.groups {
        let _ = write!(text, "\n/** {} */\n", group.description);
        let _ = writeln!(text, "export interface {} {{", interface(&group.name));
        let operations: Vec<_> = api
            .operations
            .iter()
            .filter(|operation| operation.group == group.name)
            .map(signatures)
            .collect();
        text += &operations.join("\n");
        text += "}\n";
    }
    text += "\n/** All operations, by group. */\nexport interface Groups {\n";
    for group in &api.groups {
        let _ = writeln!(text, "  /** {} */", group.description);
        let _ = writeln!(text, "  readonly {}: {};", group.name, interface(&group.name));
    }
    text + "}\n"
}

/// The names of what calls are given.
fn given(api: &Api) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let mut schemas: Vec<_> = bodies.map(|body| &body.schema).collect();
    while let Some(schema) = schemas.pop() {
        names.extend(schema.name.as_deref());
        schemas.extend(schema.fields().iter().map(|field| &field.schema));
    }
    names
}

/// A schema with a name.
fn declaration(name: &str, schema: &Schema) -> String {
    if let Some(item) = item(schema) {
        return format!("export type {name} = Page<{item}>;\n");
    }
    if schema.fields().is_empty() {
        return format!("export type {name} = {};\n", bare(schema, ""));
    }
    format!("export interface {name} {}\n", object(schema.fields(), ""))
}

/// What the items of a page are.
fn item(schema: &Schema) -> Option<String> {
    let field = |name: &&str| schema.fields().iter().find(|field| field.name == *name);
    let [Some(data), Some(_)] = OF_PAGES.each_ref().map(field) else { return None };
    match &data.schema.kind {
        Kind::Array { items, .. } => Some(kind(items, "")),
        _ => None,
    }
}

fn object(fields: &[Field], indent: &str) -> String {
    let inner = format!("{indent}  ");
    let mut text = String::from("{\n");
    for Field { name, required, schema } in fields {
        text += &doc(schema.description.as_deref(), &marks(schema), &inner);
        let optional = if *required { "" } else { "?" };
        let _ = writeln!(text, "{inner}{name}{optional}: {};", kind(schema, &inner));
    }
    text + indent + "}"
}

/// The type of a value; a schema's name where it has one.
fn kind(schema: &Schema, indent: &str) -> String {
    let name = schema.name.as_ref().filter(|name| !OWN.contains(&&***name));
    let kind = name.cloned().unwrap_or_else(|| bare(schema, indent));
    if schema.nullable { format!("{kind} | null") } else { kind }
}

fn bare(schema: &Schema, indent: &str) -> String {
    match &schema.kind {
        Kind::Null => "null".into(),
        Kind::Any => "unknown".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Integer { .. } | Kind::Number { .. } => "number".into(),
        Kind::String { values, .. } if !values.is_empty() => {
            let values: Vec<_> = values.iter().map(|value| format!("\"{value}\"")).collect();
            values.join(" | ")
        }
        // Editors offer the known ones; others are taken.
        Kind::String { known_values, .. } if !known_values.is_empty() => {
            let known: String =
                known_values.keys().map(|value| format!("\"{value}\" | ")).collect();
            format!("{known}(string & {{}})")
        }
        Kind::String { .. } => "string".into(),
        Kind::Array { items, .. } => format!("Array<{}>", kind(items, indent)),
        Kind::Object { fields, .. } if fields.is_empty() => "Record<string, unknown>".into(),
        Kind::Object { fields, .. } => object(fields, indent),
    }
}

/// What is to be known of a value besides its description.
fn marks(schema: &Schema) -> Vec<String> {
    let mut marks = Vec::new();
    match &schema.kind {
        Kind::Integer { min, max } | Kind::Number { min, max } => {
            // Ids and page numbers go as far as JavaScript does.
            let max = max.filter(|max| *max < (1 << 53) - 1);
            if let (Some(min), Some(max)) = (min, max) {
                marks.push(format!("From {min} to {max}."));
            }
        }
        Kind::String { max: Some(max), .. } => marks.push(format!("At most {max} characters.")),
        Kind::Array { max: Some(max), .. } => marks.push(format!("At most {max} items.")),
        _ => {}
    }
    if let Some(default) = &schema.default {
        marks.push(format!("{} where it is not set.", code(default)));
    }
    if schema.status == Status::Inferred {
        marks.push("(Inferred.)".into());
    }
    if let Some(example) = schema.examples.first().filter(|example| is_short(example)) {
        marks.push(format!("Such as {}.", code(example)));
    }
    marks
}

fn is_short(example: &Json) -> bool {
    matches!(example, Json::Boolean(_) | Json::Integer(_) | Json::Number(_) | Json::String(_))
}

fn code(value: &Json) -> String {
    format!("`{}`", serde_json::to_string(value).unwrap_or_default())
}

/// The interface of what an operation takes in its query.
fn query(operation: &Operation) -> String {
    if operation.query.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\n/** What `{}` may be asked for. */\nexport interface {} {{\n",
        operation.name,
        query_name(operation)
    );
    for Parameter { name, description, status, required, schema, .. } in &operation.query {
        let mut marks = marks(schema);
        if *status == Status::Inferred && schema.status != Status::Inferred {
            marks.push("(Inferred.)".into());
        }
        text += &doc(description.as_deref().or(schema.description.as_deref()), &marks, "  ");
        let optional = if *required { "" } else { "?" };
        let _ = writeln!(text, "  {name}{optional}: {};", kind(schema, "  "));
    }
    text + "}\n"
}

fn query_name(operation: &Operation) -> String {
    let (group, name) = operation.name.split_once('.').unwrap_or_default();
    format!("{}{}Query", capital(group), capital(name))
}

/// An operation with all parameters by name, and again with its path's parameters in order. That way is
/// the usual one and stands last: of an error in a call, TypeScript 7 tells what the last one has to say.
fn signatures(operation: &Operation) -> String {
    let name = operation.name.split_once('.').map_or("", |(_, name)| name);
    let fields = match &operation.body {
        Some(body) => body.schema.name.clone(),
        None if operation.query.is_empty() => None,
        None => Some(query_name(operation)),
    };
    let optional = if operation.body.is_some() { "" } else { "?" };
    let path: Vec<_> = operation
        .path_parameters
        .iter()
        .map(|parameter| format!("{}: {}", parameter.name, kind(&parameter.schema, "")))
        .collect();
    let result = result(operation);
    let mut text = String::new();
    if !path.is_empty() {
        let named = format!("{{ {} }}", path.join("; "));
        let all = fields.as_ref().map_or(named.clone(), |fields| format!("{named} & {fields}"));
        let _ = writeln!(text, "  /** The same as the next, with all parameters by name. */");
        let _ = writeln!(text, "  {name}(fields: {all}, options?: CallOptions): {result};");
    }
    let mut positional = path;
    positional.extend(fields.iter().map(|fields| format!("fields{optional}: {fields}")));
    positional.push("options?: CallOptions".into());
    text += &documentation(operation);
    let _ = writeln!(text, "  {name}({}): {result};", positional.join(", "));
    text
}

fn result(operation: &Operation) -> String {
    let data = &operation.answer.data;
    let page = match operation.page.as_deref() {
        None => None,
        Some("data") => item(data),
        Some(place) => {
            let field = data.fields().iter().find(|field| field.name == place);
            field.and_then(|field| item(&field.schema))
        }
    };
    let items = page.or(match &data.kind {
        Kind::Array { items, .. } => Some(kind(items, "  ")),
        _ => None,
    });
    let data = kind(data, "  ");
    items.map_or(format!("Call<{data}>"), |item| format!("ListCall<{data}, {item}>"))
}

fn documentation(operation: &Operation) -> String {
    let mut parts = vec![format!("{}.", operation.summary)];
    parts.extend(operation.description.clone());
    parts.extend(operation.notes.iter().cloned());
    let sure = match operation.path_status {
        Status::Documented => "documented",
        Status::Inferred => "inferred",
    };
    let Operation { method, path, retry, .. } = operation;
    parts.push(format!("`{method} {path}` ({sure})."));
    parts.push(match retry {
        Retry::Safe | Retry::Idempotent => format!("Repeated where it fails ({}).", class(*retry)),
        _ => format!("Repeated only where nothing was done ({}).", class(*retry)),
    });
    let codes: Vec<_> = operation.errors.iter().flat_map(|error| error.codes.clone()).collect();
    if !codes.is_empty() {
        parts.push(format!("Fails with {}.", codes.join(", ")));
    }
    doc(None, &parts, "  ")
}

/// A comment, wrapped.
fn doc(description: Option<&str>, marks: &[String], indent: &str) -> String {
    const WIDTH: usize = 100;
    let whole: Vec<_> = description.into_iter().chain(marks.iter().map(String::as_str)).collect();
    let words = whole.join(" ").replace("*/", "*\\/");
    if words.is_empty() {
        return String::new();
    }
    let mut lines = vec![String::new()];
    for word in words.split_whitespace() {
        let last = lines.last().map_or(0, String::len);
        if last > 0 && indent.len() + 4 + last + word.len() > WIDTH {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    match &lines[..] {
        [line] => format!("{indent}/** {line} */\n"),
        lines => {
            let lines: String = lines.iter().map(|line| format!("{indent} * {line}\n")).collect();
            format!("{indent}/**\n{lines}{indent} */\n")
        }
    }
}

fn interface(group: &str) -> String {
    format!("{}Group", capital(group))
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}
