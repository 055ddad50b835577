//! From the document as it is written to the model: follows references, joins what `allOf` takes apart,
//! and takes answers out of their envelope.

use anyhow::{Context, Result, bail, ensure};
use indexmap::IndexMap;

use super::document::{self, Components, Document, Types};
use super::{
    Answer, Api, Body, ErrorAnswer, Field, Group, Kind, Operation, Parameter, Schema, Status,
};

/// The model of a document.
pub(super) fn api(document: Document) -> Result<Api> {
    let Document { info, tags, paths, components } = document;
    let groups = tags.into_iter().map(|tag| Group { name: tag.name, description: tag.description });
    let mut operations = Vec::new();
    for (path, methods) in &paths {
        for (method, raw) in methods {
            let operation = operation(&components, path, method, raw);
            operations.push(operation.with_context(|| raw.name.clone())?);
        }
    }
    let mut schemas = IndexMap::new();
    for name in components.schemas.keys() {
        let reference = document::Schema {
            reference: Some(format!("{SCHEMAS}{name}")),
            ..document::Schema::default()
        };
        schemas.insert(name.clone(), schema(&components, &reference).context(name.clone())?);
    }
    Ok(Api {
        title: info.title,
        summary: info.summary,
        description: info.description,
        groups: groups.collect(),
        operations,
        schemas,
    })
}

const SCHEMAS: &str = "#/components/schemas/";

/// What a reference of that kind names.
fn find<'a, T>(
    kind: &str,
    all: &'a IndexMap<String, T>,
    reference: &str,
) -> Result<(&'a str, &'a T)> {
    let name = reference.strip_prefix(&format!("#/components/{kind}/"));
    let found = name.and_then(|name| all.get_key_value(name));
    let (name, found) = found.with_context(|| format!("{reference}: there is no such thing"))?;
    Ok((name, found))
}

fn operation(
    components: &Components,
    path: &str,
    method: &str,
    raw: &document::Operation,
) -> Result<Operation> {
    let group = raw.name.split('.').next().unwrap_or_default().to_owned();
    ensure!(raw.tags == [group.as_str()], "its tag is to be what stands before its name's dot");
    let mut path_parameters = Vec::new();
    let mut query = Vec::new();
    for parameter in &raw.parameters {
        let parameter = match &parameter.reference {
            Some(reference) => find("parameters", &components.parameters, reference)?.1,
            None => parameter,
        };
        let resolved = Parameter {
            name: parameter.name.clone(),
            description: parameter.description.clone(),
            status: parameter.status,
            required: parameter.required,
            schema: schema(components, &parameter.schema).context(parameter.name.clone())?,
            example: parameter.example.clone(),
        };
        match parameter.place.as_str() {
            "path" => path_parameters.push(resolved),
            "query" => query.push(resolved),
            other => bail!("{}: a parameter in {other}", parameter.name),
        }
    }
    let names: Vec<&str> =
        path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    let given: Vec<&str> =
        path_parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    ensure!(names == given, "{path} and its parameters, {given:?}, differ");
    let body = raw.body.as_ref().map(|body| {
        let media = &body.content.json;
        let schema = schema(components, &media.schema).context("body")?;
        Ok::<_, anyhow::Error>(Body { schema, example: media.example.clone() })
    });
    let (answer, errors) = answers(components, &raw.responses)?;
    Ok(Operation {
        name: raw.name.clone(),
        group,
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: raw.summary.clone(),
        description: raw.description.clone(),
        notes: raw.notes.clone(),
        path_status: raw.path_status,
        confidence: raw.confidence,
        alternatives: raw.alternatives.clone(),
        retry: raw.retry,
        page: raw.page.clone(),
        public: raw.security.as_ref().is_some_and(Vec::is_empty),
        path_parameters,
        query,
        body: body.transpose()?,
        answer,
        errors,
    })
}

fn answers(
    components: &Components,
    responses: &IndexMap<String, document::Response>,
) -> Result<(Answer, Vec<ErrorAnswer>)> {
    let mut answer = None;
    let mut errors = Vec::new();
    for (code, response) in responses {
        let response = match &response.reference {
            Some(reference) => find("responses", &components.responses, reference)?.1,
            None => response,
        };
        let description = response.description.clone();
        let status: u16 = code.parse().with_context(|| code.clone())?;
        if status >= 400 {
            errors.push(ErrorAnswer { status, codes: response.codes.clone(), description });
            continue;
        }
        let media = &response.content.json;
        let envelope = media.schema.properties.get("data");
        let data = envelope.with_context(|| format!("{code}: an answer without data"))?;
        answer = Some(Answer {
            code: status,
            description,
            status: response.status,
            data: schema(components, data).with_context(|| code.clone())?,
            example: media.example.clone(),
        });
    }
    errors.sort_by_key(|error| error.status);
    Ok((answer.context("no answer of success")?, errors))
}

/// A schema with what it refers to. What stands beside a reference is added to what it names.
fn schema(components: &Components, raw: &document::Schema) -> Result<Schema> {
    let Some(reference) = &raw.reference else {
        return in_place(components, raw);
    };
    let (name, target) = find("schemas", &components.schemas, reference)?;
    let mut resolved = in_place(components, target).with_context(|| name.to_owned())?;
    resolved.name = Some(name.to_owned());
    if raw.status == Status::Inferred {
        resolved.status = Status::Inferred;
    }
    if raw.description.is_some() {
        resolved.description.clone_from(&raw.description);
    }
    if !raw.examples.is_empty() {
        resolved.examples.clone_from(&raw.examples);
    }
    ensure!(is_words(raw), "{reference}: nothing but words may stand beside a reference");
    Ok(resolved)
}

fn in_place(components: &Components, raw: &document::Schema) -> Result<Schema> {
    let mut resolved = Schema {
        name: None,
        description: raw.description.clone(),
        status: raw.status,
        kind: Kind::Any,
        nullable: false,
        default: raw.default.clone(),
        examples: raw.examples.clone(),
    };
    if let [of, null] = raw.one_of.as_slice() {
        ensure!(is_null(null), "oneOf is for what may be null");
        let of = schema(components, of)?;
        resolved = Schema { description: raw.description.clone().or(of.description.clone()), ..of };
        resolved.nullable = true;
    } else if raw.all_of.is_empty() {
        (resolved.kind, resolved.nullable) = kind(components, raw)?;
    } else {
        ensure!(is_words(raw), "nothing but words may stand beside allOf");
        let parts: Result<Vec<Schema>> =
            raw.all_of.iter().map(|part| schema(components, part)).collect();
        resolved.kind = join(parts?)?;
    }
    if let Kind::Object { fields, .. } = &mut resolved.kind
        && raw.status == Status::Inferred
    {
        fields.iter_mut().for_each(|field| field.schema.status = Status::Inferred);
    }
    Ok(resolved)
}

/// Whether it says nothing of what a value is: nobody would read that.
fn is_words(raw: &document::Schema) -> bool {
    raw.types.is_none() && raw.properties.is_empty() && raw.required.is_empty()
}

fn is_null(raw: &document::Schema) -> bool {
    matches!(&raw.types, Some(Types::One(name)) if name == "null")
}

/// The fields of all parts. Of two with the same name the later counts; it is required where either is.
fn join(parts: Vec<Schema>) -> Result<Kind> {
    let mut all: Vec<Field> = Vec::new();
    for part in parts {
        let Kind::Object { fields, .. } = part.kind else { bail!("allOf is for objects") };
        for field in fields {
            match all.iter_mut().find(|known| known.name == field.name) {
                Some(known) => {
                    known.required |= field.required;
                    known.schema = field.schema;
                }
                None => all.push(field),
            }
        }
    }
    Ok(Kind::Object { fields: all, closed: false, max: None })
}

/// The type and its limits, and whether null is taken, too.
fn kind(components: &Components, raw: &document::Schema) -> Result<(Kind, bool)> {
    let (name, nullable) = match &raw.types {
        None => (None, false),
        Some(Types::One(name)) => (Some(name.as_str()), false),
        Some(Types::Several(names)) => match names.as_slice() {
            [name, null] if null == "null" => (Some(name.as_str()), true),
            _ => bail!("{names:?}: a type takes null beside it, and nothing else"),
        },
    };
    let (min, max) = (raw.minimum, raw.maximum);
    let kind = match name {
        None => Kind::Any,
        Some("null") => Kind::Null,
        Some("boolean") => Kind::Boolean,
        Some("integer") => Kind::Integer { min, max },
        Some("number") => Kind::Number { min, max },
        Some("string") => Kind::String {
            min: raw.min_length,
            max: raw.max_length,
            format: raw.format.clone(),
            pattern: raw.pattern.clone(),
            values: raw.values.clone(),
            known_values: raw.known_values.clone(),
        },
        Some("array") => {
            let items = raw.items.as_ref().context("an array without items")?;
            let items = Box::new(schema(components, items).context("items")?);
            Kind::Array { min: raw.min_items, max: raw.max_items, unique: raw.unique_items, items }
        }
        Some("object") => Kind::Object {
            fields: fields(components, raw)?,
            closed: raw.additional_properties == Some(false),
            max: raw.max_properties,
        },
        Some(other) => bail!("{other} is no type"),
    };
    Ok((kind, nullable))
}

fn fields(components: &Components, raw: &document::Schema) -> Result<Vec<Field>> {
    if let Some(unknown) = raw.required.iter().find(|name| !raw.properties.contains_key(*name)) {
        bail!("{unknown} is required, and isn't there");
    }
    let field = |(name, property): (&String, &document::Schema)| {
        let schema = schema(components, property).with_context(|| name.clone())?;
        Ok(Field { name: name.clone(), required: raw.required.contains(name), schema })
    };
    raw.properties.iter().map(field).collect()
}
