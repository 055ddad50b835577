//! Holds `openapi.yaml` against what the vendor's text attests (`tests/fixtures/operations.txt`), so
//! that what is made from the one can't agree on a mistake.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::openapi::{Api, Kind, Operation, Schema, Status};
use crate::root;

const FILE: &str = "tests/fixtures/operations.txt";
/// Operations that the text attests.
const OPERATIONS: usize = 60;

/// What the text says of an operation.
#[derive(Default)]
struct Row {
    name: String,
    body: BTreeSet<String>,
    answer: BTreeSet<String>,
    query: BTreeSet<String>,
    words: Vec<Word>,
}

#[derive(Clone, Copy, PartialEq)]
enum Word {
    Paginated,
    All,
    Partial,
    Public,
}

/// Checks the project's document.
///
/// # Errors
/// All that differs, a line each.
pub(crate) fn check() -> Result<()> {
    let rows = rows(&fs::read_to_string(root(FILE)).context(FILE)?)?;
    let found = differences(&rows, &Api::read()?);
    if found.is_empty() {
        return Ok(());
    }
    bail!("openapi.yaml and {FILE} differ:\n  {}", found.join("\n  "))
}

fn rows(text: &str) -> Result<Vec<Row>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| row(line).with_context(|| line.to_owned())).collect()
}

fn row(line: &str) -> Result<Row> {
    let mut words = line.split(' ');
    let mut row = Row { name: words.next().unwrap_or_default().to_owned(), ..Row::default() };
    for word in words {
        let names = |list: &str| list.split(',').map(str::to_owned).collect();
        match word.split_once('=') {
            Some(("body", list)) => row.body = names(list),
            Some(("answer", list)) => row.answer = names(list),
            Some(("query", list)) => row.query = names(list),
            Some((other, _)) => bail!("{other} is no list of ours"),
            None => row.words.push(match word {
                "paginated" => Word::Paginated,
                "all" => Word::All,
                "partial" => Word::Partial,
                "public" => Word::Public,
                _ => bail!("{word} is no word of ours"),
            }),
        }
    }
    Ok(row)
}

fn differences(rows: &[Row], api: &Api) -> Vec<String> {
    let mut found = Vec::new();
    if rows.len() != OPERATIONS {
        found.push(format!("{} rows, not {OPERATIONS}", rows.len()));
    }
    let attested: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let specified: Vec<&str> = api.operations.iter().map(|one| one.name.as_str()).collect();
    if attested != specified {
        let at = attested.iter().zip(&specified).take_while(|(one, other)| one == other).count();
        let name = |names: &[&str]| (*names.get(at).unwrap_or(&"nothing")).to_owned();
        found.push(format!(
            "operation {}: {} in the text, {} in the document",
            at + 1,
            name(&attested),
            name(&specified)
        ));
    }
    for row in rows {
        if let Some(operation) = api.operation(&row.name) {
            let wrong = compare(row, operation);
            found.extend(wrong.into_iter().map(|what| format!("{}: {what}", row.name)));
        }
    }
    found
}

/// What the document says otherwise than the text, of one operation.
fn compare(row: &Row, operation: &Operation) -> Vec<String> {
    let mut found = Vec::new();
    let body = operation.body.as_ref().map(|body| &body.schema);
    let documented_body = body.map(|schema| names(schema, true)).unwrap_or_default();
    found.extend(unlike("field of the body", &row.body, &documented_body));
    let query = operation.query.iter().filter(|one| one.status == Status::Documented);
    let documented_query = query.map(|one| one.name.clone()).collect();
    found.extend(unlike("query parameter", &row.query, &documented_query));
    let answer = &operation.answer;
    let documented_answer = if answer.status == Status::Documented {
        names(&answer.data, true)
    } else {
        // What an answer without an example says beside that is from other answers.
        let all = names(&answer.data, false);
        all.intersection(&row.answer).cloned().collect()
    };
    found.extend(unlike("field of the answer", &row.answer, &documented_answer));

    let has = |word| row.words.contains(&word);
    let takes = |name: &str| operation.query.iter().any(|one| one.name == name);
    let in_pages = operation.page.is_some() && takes("page") && takes("per_page");
    if has(Word::Paginated) != in_pages {
        found.push(format!("paginated in the text: {}", has(Word::Paginated)));
    }
    if has(Word::All) && !matches!(answer.data.kind, Kind::Array { .. }) {
        found.push("the text says all; the answer is no list".to_owned());
    }
    let must_have = body.and_then(|schema| schema.fields().iter().find(|field| field.required));
    if has(Word::Partial)
        && let Some(field) = must_have
    {
        found.push(format!("{} is required where the text leaves out what stays", field.name));
    }
    if has(Word::Partial) && body.is_none() {
        found.push("no body, where the text has fields to change".to_owned());
    }
    if has(Word::Public) != operation.public {
        found.push(format!("public in the text: {}", has(Word::Public)));
    }
    found
}

fn unlike(what: &str, attested: &BTreeSet<String>, documented: &BTreeSet<String>) -> Vec<String> {
    let missing = attested.difference(documented).map(|name| format!("{what} {name} is missing"));
    let added = documented.difference(attested).map(|name| {
        format!("{what} {name} is not in the text, and not marked `x-status: inferred`")
    });
    missing.chain(added).collect()
}

/// The fields and what is in them, as `a.b`; with `documented`, those alone that are.
fn names(schema: &Schema, documented: bool) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for field in schema.fields() {
        if documented && field.schema.status == Status::Inferred {
            continue;
        }
        let inner = match &field.schema.kind {
            Kind::Array { items, .. } => items,
            _ => &field.schema,
        };
        all.extend(names(inner, documented).iter().map(|name| format!("{}.{name}", field.name)));
        all.insert(field.name.clone());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found where `find` in the document is `replace`.
    fn found_with(find: &str, replace: &str) -> Vec<String> {
        let text = fs::read_to_string(root("openapi.yaml")).unwrap();
        assert!(text.contains(find), "{find}");
        let rows = rows(&fs::read_to_string(root(FILE)).unwrap()).unwrap();
        differences(&rows, &Api::parse(&text.replacen(find, replace, 1)).unwrap())
    }

    #[test]
    fn c10_the_document_is_what_the_text_attests() {
        check().unwrap();
    }

    #[test]
    fn c10_a_missing_field_is_noticed() {
        let body = found_with(
            "        is_reply_mailbox: { type: boolean, examples: [false] }\n    SmtpUpdate",
            "    SmtpUpdate",
        );
        assert_eq!(body, ["smtp.create: field of the body is_reply_mailbox is missing"]);
        let find = "        impressions: { type: integer, minimum: 0, examples: [156] }\n";
        let inferred = find.replace("examples", "x-status: inferred, examples");
        let answer = found_with(find, &inferred);
        let what = "projects.getTrackingStats: field of the answer daily.impressions is missing";
        assert_eq!(answer, [what]);
        let query = found_with("        - name: unread\n", "        - name: new\n");
        assert_eq!(query[0], "notifications.list: query parameter unread is missing");
    }

    #[test]
    fn c10_a_missing_operation_is_noticed() {
        let found = found_with("operationId: domains.get\n", "operationId: domains.show\n");
        assert_eq!(found, ["operation 30: domains.get in the text, domains.show in the document"]);
    }

    #[test]
    fn c10_a_claim_that_the_text_does_not_make_is_noticed() {
        let found = found_with(
            "        event_id: { $ref: \"#/components/schemas/EventId\" }\n",
            "        event_id: { type: string }\n",
        );
        let what = "field of the body event_id is not in the text, and not marked";
        assert!(found.iter().any(|line| line.contains(what)), "{found:?}");
    }

    #[test]
    fn c10_pages_and_publicity_are_noticed() {
        let found = found_with("      x-page: contacts\n", "");
        assert_eq!(found, ["contactLists.get: paginated in the text: true"]);
        let found = found_with("      security: []\n", "");
        assert_eq!(found, ["tracking.recordImpression: public in the text: true"]);
    }
}
