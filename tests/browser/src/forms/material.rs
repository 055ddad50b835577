//! Forms that people have labelled: the project's own in `tests/forms`, and those of real websites
//! that lie beside the project.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::workspace;

/// What people say of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Sending it is a registration.
    Registration,
    /// It isn't.
    None,
    /// People would disagree.
    Unscored,
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is called in the figures.
    pub id: String,
    /// What it is for.
    pub kind: String,
    /// What the judge should say.
    pub expected: Expected,
    /// Whether it has a field for an address, as people say.
    pub has_address: bool,
    /// The names of its fields as they were labelled.
    pub names: Vec<String>,
    /// One missing name is enough to doubt that it is this form.
    pub is_misaligned: bool,
    question: Value,
}

impl Case {
    /// What `find.js` needs to find it.
    pub fn as_question(&self) -> Value {
        self.question.clone()
    }
}

/// A page with forms.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is part of: `own`, or the collection that it is from.
    pub set: String,
    /// The language, where it is known.
    pub language: String,
    /// Where it is on its website.
    pub path: String,
    /// The query behind the path, with its question mark.
    pub query: String,
    /// Its HTML.
    pub html: String,
    /// Its labelled forms.
    pub cases: Vec<Case>,
}

/// The project's own pages.
pub fn own() -> Vec<Page> {
    let mut pages = Vec::new();
    let root = workspace("tests/forms");
    for folder in sorted(&root).into_iter().filter(|entry| entry.is_dir()) {
        let language = name(&folder);
        for file in sorted(&folder) {
            let html = fs::read_to_string(&file).unwrap_or_default();
            let id = format!("{language}/{}", name(&file));
            let forms = html.split("<form").skip(1).enumerate();
            let cases = forms.filter_map(|(number, form)| own_case(&id, number, form)).collect();
            let (set, language) = ("own".to_owned(), language.clone());
            // Not its name, which says what it is.
            let (path, query) = (format!("/{}", pages.len()), String::new());
            pages.push(Page { set, language, path, query, html, cases });
        }
    }
    pages
}

fn own_case(id: &str, number: usize, form: &str) -> Option<Case> {
    let tag = form.split('>').next()?;
    let attribute = |name: &str| {
        let value = tag.split_once(&format!("{name}=\""))?.1.split('"').next()?;
        Some(value.to_owned())
    };
    Some(Case {
        id: format!("{id} form {}", number + 1),
        kind: attribute("data-kind")?,
        expected: expected(&attribute("data-expect")?),
        has_address: true,
        names: Vec::new(),
        is_misaligned: false,
        question: json!({
            "number": number, "emails": [], "emailNames": [], "submitNames": [], "names": [],
        }),
    })
}

/// The pages of real websites, where they are there.
pub fn corpus() -> Vec<Page> {
    let root = workspace("../shared/corpus");
    let labels = fs::read_to_string(root.join("labels.json")).unwrap_or_default();
    let labels: Value = serde_json::from_str(&labels).unwrap_or_default();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let pages = list(&labels["pages"]).into_iter().map(|page| {
        let url = text(&page["url"]);
        let place = url.split_once("//").and_then(|(_, rest)| rest.split_once('/'));
        let place = place.map_or("", |(_, place)| place).split('#').next().unwrap_or_default();
        let (path, query) =
            place.split_once('?').map_or((place, ""), |(path, query)| (path, query));
        let cases = list(&page["cases"]).iter().map(corpus_case).collect();
        let html = fs::read_to_string(root.join(format!("pages/{}.html", text(&page["id"]))));
        Page {
            set: "corpus".to_owned(),
            language: String::new(),
            path: format!("/{path}"),
            query: if query.is_empty() { String::new() } else { format!("?{query}") },
            html: html.unwrap_or_default(),
            cases,
        }
    });
    pages.collect()
}

fn corpus_case(case: &Value) -> Case {
    let or_none = |value: &Value| if value.is_null() { json!([]) } else { value.clone() };
    let class = case["cls"].as_str().unwrap_or_default();
    let names = or_none(&case["names"]);
    let names = names.as_array().into_iter().flatten().filter_map(Value::as_str);
    Case {
        id: case["id"].as_str().unwrap_or_default().to_owned(),
        kind: class.trim_end_matches("-noemail").to_owned(),
        expected: expected(case["expect"].as_str().unwrap_or_default()),
        has_address: !class.ends_with("-noemail"),
        names: names.map(str::to_owned).collect(),
        is_misaligned: case["misaligned"] == true,
        question: json!({
            "number": -1,
            "form": case["formH"],
            "emails": or_none(&case["emailH"]),
            "anchors": or_none(&case["anchorH"]),
            "emailNames": or_none(&case["emailNames"]),
            "submits": or_none(&case["submitH"]),
            "submitNames": or_none(&case["submitNames"]),
            "names": or_none(&case["names"]),
        }),
    }
}

fn expected(word: &str) -> Expected {
    match word {
        "registration" => Expected::Registration,
        "none" => Expected::None,
        _ => Expected::Unscored,
    }
}

fn sorted(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
