//! From an operation's row and a call's arguments to a request, or to the argument that can't be
//! taken (C4).

use super::operations::{Row, Spec};
use crate::text::Text;
use crate::value::Value;

/// A request.
#[derive(Debug, PartialEq)]
pub struct Request {
    /// Its method.
    pub method: Text,
    /// Its URL.
    pub url: Text,
    /// The names of what may be in its body, each behind a comma; empty where there is no body.
    pub body: Text,
}

/// An argument that can't be taken.
#[derive(Debug, PartialEq)]
pub struct Refusal {
    /// Its name, such as `contacts[2].email`.
    pub parameter: Text,
    /// What is wrong with it.
    pub message: Text,
}

/// A method and a path below the base URL; braces are for parameters alone.
const ROUTE: &str = r"^[A-Z]+ /(?:[!-z|~]|\{[A-Z_]+\})*$";
/// What may not be in a path: it would leave the base URL, or have a query of its own.
const STRAY: &str = r"[?#\\]|//|/\.{1,2}(?:/|$)|%2e|%2f|%5c";
/// What the name of a field that there is looks like.
const NAME: &str = "^[A-Z_]+$";
/// What the row of a raw request takes: anything, in its query.
const ANYTHING: &str = "?*";
/// What takes a field in its body.
const HAS_BODY: &str = r"\+";
/// Leaves the names of what may be in the body.
const BODY: &str = concat!(
    "(?:^| )[/?][^ ]*\t\n",
    "(?:^| )\\+[A-Z_]+/[^ ]*\t\n",
    "(?:^| )\\+([A-Z_]+)=[^ ]*\t,$1",
);

/// Makes a request of an operation, the route to use in place of its own where there is one, the
/// API's base URL without a slash at its end, and the arguments, an object.
///
/// # Errors
/// The first argument that can't be taken.
pub fn prepare(
    row: &Row,
    route: Option<Text>,
    base: &Text,
    arguments: &Value,
) -> Result<Request, Refusal> {
    let takes = row.takes();
    let is_raw = takes == ANYTHING;
    if !is_raw {
        check_fields(row, &"".into(), &"".into(), arguments)?;
    }
    // Our own routes are what they should be.
    let is_own = route.is_none();
    let route = route.unwrap_or_else(|| row.route());
    if !is_own && (!route.has(ROUTE) || route.has(STRAY)) {
        let message = "the route must be a method and a path, such as `GET /projects`".into();
        return Err(Refusal { parameter: "path".into(), message });
    }
    let pattern = route.part(" ", 1);
    let mut path = pattern.part("{", 0);
    let mut place = 1;
    loop {
        let rest = pattern.part("{", place);
        if rest.is_empty() {
            break;
        }
        let name = rest.part("}", 0);
        // A caller's route has no parameters but the operation's: those are checked.
        if !is_own && row.spec(&name).is_none() {
            return Err(refused(name, " is unknown".into()));
        }
        path = path.plus(arguments.get(&name).encoded()).plus(rest.part("}", 1));
        place += 1;
    }
    let query = if is_raw { raw_query(arguments)? } else { query(row, arguments) };
    let url = base.clone().plus(path).plus(query);
    let body = if takes.has(HAS_BODY) { takes.rewrite(BODY) } else { Text::from("") };
    Ok(Request { method: route.part(" ", 0), url, body })
}

/// Checks the fields of an object. What they are called begins with `path` in the row, and with
/// `name` for the caller.
fn check_fields(row: &Row, path: &Text, name: &Text, object: &Value) -> Result<(), Refusal> {
    let field = Text::from("(?:^| )[/?+]").plus(path);
    if !path.is_empty() && !row.takes().has(field.clone().plus("[A-Z_]+=")) {
        return Ok(());
    }
    for given in items(&object.names()) {
        let given = given.text();
        let full = name.clone().plus(&given);
        let path = path.clone().plus(&given);
        // Only such a name may be a part of a pattern.
        match given.find(NAME).and_then(|_| row.spec(&path)) {
            Some(spec) => check(row, &path, full, &spec, &object.get(&given))?,
            None => return Err(refused(full, " is unknown".into())),
        }
    }
    let required = field.clone().plus("([A-Z_]+)=[^ ]*!");
    let mut takes = row.takes();
    while let Some(found) = takes.find(&required) {
        if object.get(&found).kind() == "undefined" {
            return Err(refused(name.clone().plus(found), " is missing".into()));
        }
        takes = takes.rewrite(field.clone().plus(found).plus("=\t "));
    }
    Ok(())
}

/// Checks a value, and what is in it.
fn check(row: &Row, path: &Text, name: Text, spec: &Spec, value: &Value) -> Result<(), Refusal> {
    let kind = value.kind();
    if kind == "null" && spec.takes_null() {
        return Ok(());
    }
    let size = value.size();
    let fits = size >= spec.least() && size <= spec.greatest() && size.floor() == size;
    if !fits || kind != spec.kind() {
        return Err(refused(name, Text::from(" must be ").plus(spec.sentence())));
    }
    if !kind.has("array|object") {
        return Ok(());
    }
    if kind == "object" {
        let inside = path.clone().rewrite("([^/])$\t$1/");
        return check_fields(row, &inside, &name.plus("."), value);
    }
    let path = path.clone().plus("/");
    if kind == "array"
        && let Some(spec) = row.spec(&path)
    {
        let mut place = 0.0;
        for item in items(value) {
            let place_name = name.clone().plus("[").plus(Text::from_number(place)).plus("]");
            check(row, &path, place_name, &spec, &item)?;
            place += 1.0;
        }
    }
    Ok(())
}

fn query(row: &Row, arguments: &Value) -> Text {
    let mut query = Query::new();
    for token in row.tokens() {
        if let Some(name) = token.find(r"^\?([^=]*)") {
            let value = arguments.get(&name);
            if value.kind() != "undefined" {
                query.add(name, value);
            }
        }
    }
    query.text
}

/// The query of a raw request: any names, and texts, numbers and flags.
fn raw_query(arguments: &Value) -> Result<Text, Refusal> {
    let mut query = Query::new();
    for name in items(&arguments.names()) {
        let value = arguments.get(&name.text());
        if !value.kind().has("string|number|boolean") {
            let message = " must be a text, a number, or true or false".into();
            return Err(refused(name.text(), message));
        }
        query.add(name.encoded(), value);
    }
    Ok(query.text)
}

/// A query as it grows, and what comes before the next name.
struct Query {
    text: Text,
    mark: Text,
}

impl Query {
    fn new() -> Self {
        Self { text: "".into(), mark: "?".into() }
    }

    fn add(&mut self, name: Text, value: Value) {
        let text = self.text.clone().plus(&self.mark).plus(name);
        self.text = text.plus("=").plus(value.encoded());
        self.mark = "&".into();
    }
}

/// What is in a list.
fn items(list: &Value) -> impl Iterator<Item = Value> {
    let mut place = 0;
    std::iter::from_fn(move || {
        place += 1;
        (f64::from(place) <= list.size()).then(|| list.item(place - 1))
    })
}

fn refused(name: Text, message: Text) -> Refusal {
    Refusal { parameter: name.clone(), message: name.plus(message) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
