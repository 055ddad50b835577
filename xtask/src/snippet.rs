//! `cargo xtask snippet`: prints the tag that puts the tracker on a page. The tag is made by the
//! page's code (`www/snippet/snippet.js`), of the options of `src/config.rs`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches};
use linkyfy::config::rows;
use serde_json::{Map, Value, json};

use crate::codegen::options::words;
use crate::root;
use crate::versioned::{self, VERSION};

/// What the page is made of: the options, the version, the files' integrity values.
pub(crate) const FACTS: &str = "target/snippet.json";

/// Options of `snippet`, besides those of the tracker.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Where linkyfy.js lies
    #[arg(long, value_name = "URL", default_value = "https://YOUR-HOST")]
    host: String,
    /// Name this version's file, which a host may have cached for ever
    #[arg(long)]
    versioned: bool,
    /// Name this version's file with its integrity value (builds it first)
    #[arg(long)]
    integrity: bool,
    /// Name the file without WebAssembly
    #[arg(long)]
    no_wasm: bool,
    #[command(flatten)]
    options: Options,
}

/// The tracker's options, by their names.
struct Options(Map<String, Value>);

impl clap::Args for Options {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.next_help_heading("Options of the tracker").args(rows().into_iter().map(|row| {
            let arg = Arg::new(row.name.clone()).long(row.name.clone()).help(row.doc);
            match row.takes {
                "" => arg.action(ArgAction::SetTrue),
                _ => arg.required(row.name == "project-id").value_name("VALUE"),
            }
        }))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Options {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut options = Map::new();
        for row in rows() {
            if row.takes.is_empty() {
                if matches.get_flag(&row.name) {
                    options.insert(row.name, Value::Bool(true));
                }
            } else if let Some(value) = matches.get_one::<String>(&row.name) {
                options.insert(row.name.clone(), json!(value));
            }
        }
        Ok(Self(options))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args {
    /// As the page's form has it.
    fn choices(&self) -> Value {
        let file = match (self.integrity, self.versioned) {
            (true, _) => "integrity",
            (_, true) => "versioned",
            _ => "fixed",
        };
        let Self { host, no_wasm, options, .. } = self;
        json!({ "host": host, "file": file, "noWasm": no_wasm, "options": options.0 })
    }
}

/// Prints it.
///
/// # Errors
/// An option's value is not one that it takes; with `--integrity`, the file can't be built.
pub(crate) fn run(args: &Args) -> Result<()> {
    if args.integrity {
        crate::build()?;
    }
    let mut node = Command::new("node");
    node.args(["www/snippet/print.js", &facts().to_string(), &args.choices().to_string()]);
    let status = node.current_dir(root(".")).status().context("Node.js could not be started")?;
    if !status.success() {
        bail!("no tag");
    }
    Ok(())
}

/// Writes what the page is made of.
///
/// # Errors
/// The file can't be written.
pub(crate) fn write_facts() -> Result<()> {
    fs::create_dir_all(root("target"))?;
    Ok(fs::write(root(FACTS), facts().to_string())?)
}

fn facts() -> Value {
    let options = rows().into_iter().map(|row| {
        json!({ "name": row.name, "takes": row.takes, "default": row.default,
                "pattern": row.pattern, "words": words(&row), "doc": row.doc })
    });
    // Before a build there are no values, and the tags that need none can be had.
    let files = versioned::read().map(|integrity| integrity.files).unwrap_or_default();
    json!({ "version": VERSION, "options": options.collect::<Vec<_>>(), "integrity": files })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        args: Args,
    }

    fn choices(line: &[&str]) -> Value {
        let line = ["snippet"].iter().chain(line);
        Cli::try_parse_from(line).unwrap_or_else(|error| panic!("{error}")).args.choices()
    }

    #[test]
    fn the_command_takes_every_option_of_the_tracker() {
        let mut line = Vec::new();
        let mut options = Map::new();
        for row in rows() {
            let flag = row.takes.is_empty();
            line.push(format!("--{}{}", row.name, if flag { "" } else { "=x" }));
            options.insert(row.name, if flag { json!(true) } else { json!("x") });
        }
        let line: Vec<_> = line.iter().map(String::as_str).collect();
        let fixed = json!({ "host": "https://YOUR-HOST", "file": "fixed", "noWasm": false,
                            "options": options });
        assert_eq!(choices(&line), fixed);
        let chosen = choices(&["--project-id=1", "--host=https://a.example", "--integrity"]);
        assert_eq!(
            chosen,
            json!({ "host": "https://a.example", "file": "integrity", "noWasm": false,
                    "options": { "project-id": "1" } })
        );
    }
}
