//! What the rows of `operations.txt` say. They are written by `cargo xtask codegen` from
//! `openapi.yaml`; the API's paths are nowhere else.
//!
//! A row's columns, a tab between: name, method and path, retry class, where its page is (`[]` where
//! all of the data is a list, or nothing), whether it takes the `key` or is `public`, and what it
//! takes, a space between. That is for each value its place (`/` in the path, `?` in the query, `+` in the body), its name, `=`, the
//! kind, the least and the greatest size, with commas between, and marks: `!` must be there, `~` may
//! be null. `contacts/` stands for each item of `contacts`, `contacts/email` for a field of such an
//! item. An object without rows for its fields takes any.

use crate::text::Text;

/// What stands for a value that a call gives.
#[derive(Debug, Clone)]
pub struct Spec(pub Text);

/// An operation.
#[derive(Debug, Clone)]
pub struct Row(pub Text);

/// What a spec's sizes mean, for a person.
const SENTENCES: &str = concat!(
    "^number,(.*),(.*)\tan integer from $1 to $2\n",
    "^string,0,(.*)\ta text of at most $1 characters\n",
    "^string,(.*),(.*)\ta text of $1 to $2 characters\n",
    "^array,0,(.*)\ta list of at most $1 items\n",
    "^array,(.*),(.*)\ta list of $1 to $2 items\n",
    "^boolean.*\ttrue or false\n",
    "^object.*\tan object",
);

impl Row {
    /// Method and path, with a space between.
    pub fn route(&self) -> Text {
        self.0.part("\t", 1)
    }

    /// Whether the call may be repeated though it may have been carried out: it reads, or does the
    /// same however often it is done.
    pub fn is_repeatable(&self) -> bool {
        self.0.part("\t", 2).has("^(?:safe|idempotent)")
    }

    /// All that it takes.
    pub fn takes(&self) -> Text {
        self.0.part("\t", 5)
    }

    /// Each thing that it takes.
    pub fn tokens(&self) -> impl Iterator<Item = Text> {
        let takes = self.takes();
        let mut place = 0;
        std::iter::from_fn(move || {
            place += 1;
            Some(takes.part(" ", place - 1)).filter(|token| !token.is_empty())
        })
    }

    /// What it takes under a name, where it does.
    pub fn spec(&self, path: &Text) -> Option<Spec> {
        // Texts are found without regard to case, and a path has nothing that a pattern reads otherwise.
        let any = Text::from("(?:^| )[/?+](").plus(path).plus("=[^ ]*)");
        let found = self.takes().find(any).filter(|found| found.part("=", 0) == *path)?;
        Some(Spec(found.part("=", 1)))
    }
}

impl Spec {
    /// The kind of value.
    pub fn kind(&self) -> Text {
        self.0.part(",", 0)
    }

    /// The smallest size.
    pub fn least(&self) -> f64 {
        self.0.part(",", 1).to_number()
    }

    /// The greatest size.
    pub fn greatest(&self) -> f64 {
        self.0.find("([0-9]+)[!~]*$").map_or(0.0, |digits| digits.to_number())
    }

    /// Whether null will do.
    pub fn takes_null(&self) -> bool {
        self.0.has("~")
    }

    /// What it takes, for a person.
    pub fn sentence(&self) -> Text {
        self.0.clone().rewrite("[!~]").rewrite(SENTENCES)
    }
}

/// The rows, as JavaScript has them.
#[cfg(not(target_arch = "wasm32"))]
pub const ROWS: &str = include_str!("operations.txt");

/// The row of an operation.
#[cfg(not(target_arch = "wasm32"))]
pub fn row(name: &str) -> Option<Row> {
    let line = ROWS.lines().find(|line| line.split('\t').next() == Some(name));
    line.map(|line| Row(line.into()))
}
