//! The API as `openapi.yaml` specifies it, with references resolved: what the client's rows and types,
//! the documentation and the checks are made from.
//!
//! [`Api::read`] gives all [`Operation`]s in the document's order. A [`Schema`] is complete in itself:
//! a field holds its whole schema, and the schema its name in the document where it has one, so that a
//! reader may write it out or refer to it ([`Api::schemas`] has each named one once).

mod document;
mod resolve;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

pub(crate) use document::{Json, Status};

/// Where the document is.
pub(crate) const FILE: &str = "openapi.yaml";

/// The whole API.
#[derive(Debug, Serialize)]
pub(crate) struct Api {
    pub(crate) title: String,
    /// One line.
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) groups: Vec<Group>,
    /// In the document's order, those of a group one after the other.
    pub(crate) operations: Vec<Operation>,
    /// Schemas that have a name.
    pub(crate) schemas: IndexMap<String, Schema>,
}

/// A group of operations: `client.<name>`.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) description: String,
}

/// One call.
#[derive(Debug, Serialize)]
pub(crate) struct Operation {
    /// As JavaScript calls it: `contactLists.addContacts`.
    pub(crate) name: String,
    /// What stands before the dot in the name.
    pub(crate) group: String,
    /// In capitals.
    pub(crate) method: String,
    /// With `{name}` where a path parameter goes.
    pub(crate) path: String,
    /// A title, ours.
    pub(crate) summary: String,
    /// The vendor's own words.
    pub(crate) description: Option<String>,
    /// What we have to add.
    pub(crate) notes: Vec<String>,
    /// Of method and path.
    pub(crate) path_status: Status,
    pub(crate) confidence: Confidence,
    /// What method and path may be instead: `PATCH /projects/{project_id}`.
    pub(crate) alternatives: Vec<String>,
    pub(crate) retry: Retry,
    /// Where the answer's data is a page: the field in the data whose items it has, `data`; or the
    /// field that is a page, `contacts`.
    pub(crate) page: Option<String>,
    /// Whether it takes no key.
    pub(crate) public: bool,
    /// In the path's order.
    pub(crate) path_parameters: Vec<Parameter>,
    pub(crate) query: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) answer: Answer,
    /// By status, ascending.
    pub(crate) errors: Vec<ErrorAnswer>,
}

/// How sure method and path are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Confidence {
    Documented,
    High,
    Medium,
    Low,
}

/// What may be done after a failure that leaves open whether the call was carried out.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Retry {
    /// It only reads: call again.
    Safe,
    /// Twice has the same result as once: call again.
    Idempotent,
    /// Don't call again: it would be done twice.
    Unsafe,
    /// As unsafe, and worse: mail is sent, money moves, a key is lost.
    Never,
}

/// A parameter in the path or the query.
#[derive(Debug, Serialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) status: Status,
    pub(crate) required: bool,
    pub(crate) schema: Schema,
    pub(crate) example: Option<Json>,
}

/// A JSON object that is sent.
#[derive(Debug, Serialize)]
pub(crate) struct Body {
    /// [`Kind::Object`], and named.
    pub(crate) schema: Schema,
    /// The vendor's.
    pub(crate) example: Option<Json>,
}

/// The answer to a call that succeeds.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    pub(crate) code: u16,
    pub(crate) description: String,
    pub(crate) status: Status,
    /// What is under `data` in the envelope.
    pub(crate) data: Schema,
    /// The vendor's, with the envelope.
    pub(crate) example: Option<Json>,
}

/// An answer to a call that fails.
#[derive(Debug, Serialize)]
pub(crate) struct ErrorAnswer {
    pub(crate) status: u16,
    /// `NOT_FOUND` and the like; of a 429 there may be two.
    pub(crate) codes: Vec<String>,
    pub(crate) description: String,
}

/// What a value is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Schema {
    /// In the document; none where it stands in place.
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) status: Status,
    pub(crate) kind: Kind,
    /// Whether null is taken, too.
    pub(crate) nullable: bool,
    pub(crate) default: Option<Json>,
    pub(crate) examples: Vec<Json>,
}

/// The type of a value and its limits, all of them inclusive.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Kind {
    Null,
    Any,
    Boolean,
    Integer {
        min: Option<i64>,
        max: Option<i64>,
    },
    Number {
        min: Option<i64>,
        max: Option<i64>,
    },
    String {
        /// In characters.
        min: Option<u32>,
        /// In characters.
        max: Option<u32>,
        format: Option<String>,
        pattern: Option<String>,
        /// The only values there are; empty where others are possible.
        values: Vec<String>,
        /// Values that are known where others are possible.
        known_values: IndexMap<String, Status>,
    },
    Array {
        min: Option<u32>,
        max: Option<u32>,
        unique: bool,
        items: Box<Schema>,
    },
    Object {
        /// In the document's order.
        fields: Vec<Field>,
        /// Whether other fields are refused.
        closed: bool,
        /// Most fields.
        max: Option<u32>,
    },
}

/// A field of an object.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Its status is the field's.
    pub(crate) schema: Schema,
}

impl Api {
    /// Reads the project's document.
    ///
    /// # Errors
    /// It can't be read, or is not as this module knows it; the message says where.
    pub(crate) fn read() -> Result<Self> {
        Self::read_from(&crate::root(FILE))
    }

    fn read_from(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        Self::parse(&text).with_context(|| file.display().to_string())
    }

    /// Reads a document.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        resolve::api(serde_saphyr::from_str(text)?)
    }

    /// The operation of that name.
    pub(crate) fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }
}

impl Schema {
    /// The fields, where it is an object that has some.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Object { fields, .. } => fields,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests;
