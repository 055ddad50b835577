//! The rows that the API client works from: `src/client/operations.rs` says how they are read.

use std::fmt::Write;

use anyhow::{Result, bail};

use crate::openapi::{Api, Field, Kind, Operation, Retry, Schema};

/// The greatest integer that JavaScript tells from the next.
const MAX_INTEGER: i64 = (1 << 53) - 1;

/// The longest text without a limit of its own, in characters.
const SHORT_TEXT: i64 = 255;

/// All rows, a line each.
///
/// # Errors
/// An operation takes what a row can't say.
pub(super) fn write(api: &Api) -> Result<String> {
    let mut rows = String::new();
    for operation in &api.operations {
        let Operation { name, method, path, page, .. } = operation;
        let class = class(operation.retry);
        let is_list = matches!(operation.answer.data.kind, Kind::Array { .. });
        let page = page.as_deref().unwrap_or(if is_list { "[]" } else { "" });
        let access = if operation.public { "public" } else { "key" };
        let takes = takes(operation)?.join(" ");
        let _ = writeln!(rows, "{name}\t{method} {path}\t{class}\t{page}\t{access}\t{takes}");
    }
    Ok(rows)
}

/// A retry class as the document spells it.
pub(super) fn class(retry: Retry) -> &'static str {
    match retry {
        Retry::Safe => "safe",
        Retry::Idempotent => "idempotent",
        Retry::Unsafe => "unsafe",
        Retry::Never => "never",
    }
}

fn takes(operation: &Operation) -> Result<Vec<String>> {
    let mut specs = Vec::new();
    for (place, parameters) in [('/', &operation.path_parameters), ('?', &operation.query)] {
        for parameter in parameters {
            let mark = if parameter.required { "!" } else { "" };
            add(&mut specs, place, &parameter.name, &parameter.schema, mark)?;
        }
    }
    if let Some(body) = &operation.body {
        add_fields(&mut specs, "", body.schema.fields())?;
    }
    let mut names: Vec<_> =
        specs.iter().filter_map(|spec| spec.get(1..)?.split('=').next()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        bail!("{}: two things are called {}", operation.name, twice[0]);
    }
    Ok(specs)
}

fn add_fields(specs: &mut Vec<String>, inside: &str, fields: &[Field]) -> Result<()> {
    for Field { name, required, schema } in fields {
        let mark = if *required { "!" } else { "" };
        add(specs, '+', &format!("{inside}{name}"), schema, mark)?;
    }
    Ok(())
}

fn add(
    specs: &mut Vec<String>,
    place: char,
    path: &str,
    schema: &Schema,
    mark: &str,
) -> Result<()> {
    let (kind, least, most) = match &schema.kind {
        Kind::Integer { min, max } => {
            ("number", min.unwrap_or(-MAX_INTEGER), max.unwrap_or(MAX_INTEGER))
        }
        Kind::String { min, max: Some(max), .. } => {
            ("string", min.unwrap_or_default().into(), (*max).into())
        }
        // One of some values, or of a form that the API checks.
        Kind::String { .. } => ("string", 0, SHORT_TEXT),
        Kind::Array { min, max: Some(max), .. } => {
            ("array", min.unwrap_or_default().into(), (*max).into())
        }
        Kind::Boolean => ("boolean", 0, 0),
        Kind::Object { .. } => ("object", 0, 0),
        kind => bail!("{path}: a row can't say {kind:?}; lists need a limit"),
    };
    let null = if schema.nullable { "~" } else { "" };
    specs.push(format!("{place}{path}={kind},{least},{most}{mark}{null}"));
    match &schema.kind {
        Kind::Array { items, .. } => add(specs, place, &format!("{path}/"), items, ""),
        Kind::Object { fields, .. } => {
            let slash = if path.ends_with('/') { "" } else { "/" };
            add_fields(specs, &format!("{path}{slash}"), fields)
        }
        _ => Ok(()),
    }
}
