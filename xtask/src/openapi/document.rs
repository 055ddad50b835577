//! `openapi.yaml` as it is written, references and all. Only what the project uses is known: any
//! other keyword is an error, so that nothing is said there that nobody reads.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A value in the document, in the order in which it is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Json {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    String(String),
    List(Vec<Json>),
    Object(IndexMap<String, Json>),
}

/// Whether the vendor's text attests a thing.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    #[default]
    Documented,
    Inferred,
}

/// The parts of the document that the model is made from; `deny_unknown_fields` isn't for this one,
/// which also has what only other tools read.
#[derive(Deserialize)]
pub(super) struct Document {
    pub(super) info: Info,
    pub(super) tags: Vec<Tag>,
    pub(super) paths: IndexMap<String, IndexMap<String, Operation>>,
    pub(super) components: Components,
}

#[derive(Deserialize)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    #[serde(rename = "operationId")]
    pub(super) name: String,
    pub(super) tags: Vec<String>,
    pub(super) summary: String,
    pub(super) description: Option<String>,
    #[serde(rename = "x-notes", default)]
    pub(super) notes: Vec<String>,
    #[serde(rename = "x-path-status")]
    pub(super) path_status: Status,
    #[serde(rename = "x-confidence")]
    pub(super) confidence: super::Confidence,
    #[serde(rename = "x-path-alternatives", default)]
    pub(super) alternatives: Vec<String>,
    #[serde(rename = "x-retry-class")]
    pub(super) retry: super::Retry,
    #[serde(rename = "x-page")]
    pub(super) page: Option<String>,
    pub(super) security: Option<Vec<Json>>,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
    #[serde(rename = "requestBody")]
    pub(super) body: Option<Body>,
    pub(super) responses: IndexMap<String, Response>,
}

/// A parameter, or a reference to one.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Parameter {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: String,
    pub(super) required: bool,
    #[serde(rename = "x-status")]
    pub(super) status: Status,
    pub(super) description: Option<String>,
    pub(super) schema: Schema,
    pub(super) example: Option<Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    #[allow(dead_code, reason = "bodies are always required; other tools read it")]
    pub(super) required: bool,
    pub(super) content: Content,
}

/// A response, or a reference to one.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Response {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    pub(super) description: String,
    #[serde(rename = "x-status")]
    pub(super) status: Status,
    #[serde(rename = "x-codes")]
    pub(super) codes: Vec<String>,
    pub(super) headers: IndexMap<String, Json>,
    pub(super) content: Content,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    #[serde(rename = "application/json")]
    pub(super) json: MediaType,
}

#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MediaType {
    pub(super) schema: Schema,
    pub(super) example: Option<Json>,
}

#[derive(Deserialize)]
pub(super) struct Components {
    pub(super) parameters: IndexMap<String, Parameter>,
    pub(super) responses: IndexMap<String, Response>,
    pub(super) schemas: IndexMap<String, Schema>,
}

/// A schema, or a reference to one with what is added to it.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    #[serde(rename = "x-status")]
    pub(super) status: Status,
    pub(super) description: Option<String>,
    #[serde(rename = "type")]
    pub(super) types: Option<Types>,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    #[serde(rename = "enum")]
    pub(super) values: Vec<String>,
    #[serde(rename = "x-known-values")]
    pub(super) known_values: IndexMap<String, Status>,
    #[serde(rename = "const")]
    pub(super) constant: Option<Json>,
    pub(super) default: Option<Json>,
    pub(super) examples: Vec<Json>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) min_length: Option<u32>,
    pub(super) max_length: Option<u32>,
    pub(super) min_items: Option<u32>,
    pub(super) max_items: Option<u32>,
    pub(super) unique_items: bool,
    pub(super) max_properties: Option<u32>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) properties: IndexMap<String, Schema>,
    pub(super) required: Vec<String>,
    pub(super) additional_properties: Option<bool>,
    pub(super) all_of: Vec<Schema>,
    pub(super) one_of: Vec<Schema>,
}

/// `type: string`, or `type: [string, "null"]`.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Types {
    One(String),
    Several(Vec<String>),
}
