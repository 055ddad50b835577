//! How well the judge tells registrations: it is shown labelled forms in a real browser.
//!
//! - [`figures`]: how often the judge says what people say
//! - [`leaks`]: whether anything but the address that registers ever leaves a form
//! - [`material`]: the forms, and what people say they are

pub mod figures;
pub mod leaks;
pub mod material;

use std::sync::LazyLock;

use axum::http::HeaderName;
use linkyfy::evidence::{FIELDS, FORMS, rows};
use linkyfy::judge::judge;
use serde_json::{Value, json};

use crate::{Browser, Site};
use figures::{Figures, Outcome};
use material::{Case, Expected, Page};

/// What the tracker describes forms with.
const DESCRIBE: &str = concat!(
    include_str!("../../../src/browser/controls.js"),
    include_str!("../../../src/forms/describe.js")
);
/// The rows of evidence on fields and on forms, a line each.
static ROWS: LazyLock<[String; 2]> =
    LazyLock::new(|| [FIELDS, FORMS].map(|table| rows(table).join("\n")));
/// Finds forms in a page, and describes each.
const FIND: &str = include_str!("forms/find.js");
/// No page loads anything from anywhere.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
/// Of a form's names as they were labelled, how many have to be there.
const ENOUGH: f64 = 0.6;

/// Judges all forms of all pages.
pub async fn run(pages: Vec<Page>, mut tell: impl FnMut(usize)) -> Figures {
    let (site, browser) = tokio::join!(Site::start(), Browser::start());
    site.set_header(HeaderName::from_static("content-security-policy"), POLICY);
    let mut figures = Figures::default();
    for (count, page) in pages.into_iter().enumerate() {
        site.set(&page.path, page.html.clone());
        // A page whose scripts open dialogs, or never rest, is there all the same.
        let url = format!("{}{}{}", site.origin(), page.path, page.query);
        let _ = browser.client.goto(&url).await;
        let script = format!("{}{FIND}", DESCRIBE.replace("export const", "const"));
        let asked: Vec<Value> = page.cases.iter().map(Case::as_question).collect();
        let found = browser.client.execute(&script, vec![json!(asked)]).await.unwrap_or_default();
        for (place, case) in page.cases.iter().enumerate() {
            figures.add(&page, case, outcome(case, &found[place]));
        }
        tell(count + 1);
    }
    figures
}

/// What becomes of a form: `found` is what the page has told of it.
fn outcome(case: &Case, found: &Value) -> Outcome {
    let Some(description) = found["description"].as_str() else {
        return Outcome::LeftOut("no such form");
    };
    let places = |what: &str| -> Vec<i64> {
        found[what].as_array().into_iter().flatten().filter_map(Value::as_i64).collect()
    };
    let (missing, all) = (found["missing"].as_f64().unwrap_or(0.0), case.names.len() as f64);
    if missing > all * (1.0 - ENOUGH) || case.is_misaligned && missing > 0.0 {
        return Outcome::LeftOut("its names are others");
    }
    let (labelled, open) = (places("labelled"), places("open"));
    if case.expected == Expected::Registration && !labelled.is_empty() && open.is_empty() {
        return Outcome::LeftOut("its e-mail field is hidden or locked");
    }
    let [fields, forms] = ROWS.each_ref().map(|rows| rows.as_str().into());
    let verdict = judge(&description.into(), &fields, &forms);
    // Where no address can be typed, none is registered.
    let registers = verdict.registers() && case.has_address;
    let field: Option<i64> = String::from(&verdict.field).parse().ok();
    let field = field.filter(|_| registers);
    let is_right = field.is_some_and(|field| labelled.is_empty() || labelled.contains(&field));
    Outcome::Judged { registers: field.is_some(), is_right, score: verdict.score }
}
