//! wasm-bindgen's output, made small: names of one or two characters between wasm and JavaScript,
//! and only the glue that is called.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use wasm_bindgen_cli_support::Bindgen;

use crate::{constants, progress, root, setup};

/// What the module may use (see `toolchain`), named one by one: with all features on, the
/// optimiser writes modules that browsers refuse.
pub(crate) const FEATURES: [&str; 4] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
];

/// What stands in a function of the glue that uses one of wasm-bindgen's helpers. Ours take and give
/// numbers and need none.
const HELPERS: [&str; 5] = ["Object(", "FromWasm", "ToWasm", "handleError", "heap"];

/// The short names of the wasm's exports, as esbuild reads them.
pub(crate) const NAMES: &str = "names.json";
/// Names that are shortened end in an underscore.
pub(crate) const SHORTENED: &str = "_$";

/// What is to be done when a name of wasm-bindgen's isn't found.
const MUST_FOLLOW: &str = "xtask/src/bindgen.rs must follow wasm-bindgen's new form";

/// What `wasm-opt` renamed: old and new names, imports with their module's name before them.
#[derive(Deserialize)]
struct Renamed {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Writes `NAME.wasm`, and `NAME.js` with the export `imports`, which gives what an instance is made
/// with, WebAssembly's or the fallback's. Its exports have short names, which [`NAMES`] tells the
/// bundler. Our exports take and give numbers only and need none of the glue's functions
/// around them; its own `init` would bring streaming, fetching and their warnings along.
///
/// # Errors
/// A tool fails, or the glue doesn't have a name that the wasm has: then wasm-bindgen has changed
/// and this module must follow.
pub(crate) fn generate(wasm: &Path, folder: &Path, name: &str) -> Result<()> {
    let raw = folder.join("bindgen");
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(false)
        .remove_producers_section(true)
        .generate(&raw)?;

    let glue = raw.join(format!("{name}.js"));
    let module = raw.join(format!("{name}_bg.wasm"));
    let [lean, small, bare] =
        ["lean.wasm", "small.wasm", "bare.wasm"].map(|file| folder.join(file));
    remove_unused_exports(&module, &glue, &lean)?;
    progress::run(
        "Optimising the wasm",
        wasm_opt(&lean, &small).args([
            // The names of functions stay to the end: `parts` tells by them what weighs how much.
            "-g",
            "-Oz",
            "--flatten",
            "--rereloop",
            "-Oz",
            "-Oz",
            "--converge",
        ]),
    )?;
    let constants = constants::take_out(&small, &bare)?;
    let list = serde_json::to_string(&constants)?;
    fs::write(folder.join("constants.json"), &list)?;
    let names = wasm_opt(&bare, &folder.join(format!("{name}.wasm")))
        .args([
            "--minify-imports-and-exports-and-modules",
            "--strip-debug",
            "--strip-producers",
            "--strip-target-features",
        ])
        .output()?;
    if !names.status.success() {
        bail!("wasm-opt: {}", String::from_utf8_lossy(&names.stderr));
    }
    let names: Renamed =
        serde_json::from_slice(&names.stdout).context("wasm-opt's list of names")?;
    let exports: BTreeMap<_, _> = names.exports.iter().map(|(old, new)| (old, new)).collect();
    fs::write(folder.join(NAMES), serde_json::to_string(&exports)?)?;
    let text = from_source(&rename(&fs::read_to_string(&glue)?, &names, name)?);
    let constants = format!(
        "import {{ define }} from {};\ndefine({list});\n",
        serde_json::to_string(&root("src/text.js"))?
    );
    Ok(fs::write(folder.join(format!("{name}.js")), constants + &text)?)
}

/// The glue with our own JavaScript from where it was written, in place of wasm-bindgen's copies: the
/// entry points import it, too, and it must be there once.
fn from_source(glue: &str) -> String {
    let copies = "./snippets/";
    let parts = glue.split(copies).enumerate().map(|(place, part)| match place {
        0 => part.to_owned(),
        // Behind the crate's name and hash.
        _ => format!("{}{}", root("").display(), part.split_once('/').unwrap_or_default().1),
    });
    parts.collect()
}

/// The optimiser, from a file to a file.
pub(crate) fn wasm_opt(from: &Path, to: &Path) -> Command {
    let mut command = setup::tool("wasm-opt");
    command.args(FEATURES).arg(from).arg("--output").arg(to);
    command
}

/// Takes back the exports that the glue never touches, and with them the code behind them.
fn remove_unused_exports(module: &Path, glue: &Path, to: &Path) -> Result<()> {
    let glue = fs::read_to_string(glue)?;
    let wat = setup::tool("wasm-dis").args(FEATURES).arg(module).output()?;
    let wat = String::from_utf8_lossy(&wat.stdout);
    let exports: Vec<&str> = wat
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(export \"")?.split('"').next())
        .collect();
    // A graph for wasm-metadce: what the glue calls is a root, and so is what that reaches.
    let roots: Vec<_> = exports
        .iter()
        .filter(|export| glue.contains(&format!("wasm.{export}")))
        .map(|export| serde_json::json!({"name": export, "export": export, "root": true}))
        .collect();
    let graph = to.with_extension("json");
    fs::write(&graph, serde_json::to_string(&roots)?)?;
    let mut metadce = setup::tool("wasm-metadce");
    metadce
        .args(FEATURES)
        .arg("-g")
        .arg(module)
        .arg("--graph-file")
        .arg(graph)
        .arg("--output")
        .arg(to);
    progress::run("Removing exports that nothing calls", &mut metadce)
}

/// The glue with the wasm's new names, and only what the wasm still imports.
fn rename(glue: &str, names: &Renamed, name: &str) -> Result<String> {
    let own = format!("./{name}_bg.js");
    let mut imports = String::new();
    for (module, old, new) in &names.imports {
        let found = if *module == own {
            function(glue, old).map(|function| format!("  {new}: {function},\n"))
        } else {
            // A function whose arguments need no glue is imported from its own file.
            let from = format!(" from {module:?}");
            let line = glue.lines().find(|line| line.ends_with(&from));
            let file = line.and_then(|line| line.strip_prefix("import * as ")?.split(' ').next());
            file.map(|file| format!("  {new}: {file}.{old},\n"))
        };
        imports += &found.with_context(|| format!("the glue's {old}: {MUST_FOLLOW}"))?;
    }
    if let Some(helper) = HELPERS.iter().find(|helper| imports.contains(**helper)) {
        bail!("an import needs the helper {helper:?}: {MUST_FOLLOW}");
    }
    let lines: Vec<&str> = glue.lines().filter(|line| line.starts_with("import ")).collect();
    // The optimiser calls all modules "a".
    Ok(format!("{}\nexport const imports = () => ({{ a: {{\n{imports}}} }});\n", lines.join("\n")))
}

/// The glue's function of this name, from its list of imports.
fn function<'a>(glue: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = glue.split_once(&format!("        {name}: function("))?;
    let length = "function(".len() + rest.find("\n        },")? + "\n        }".len();
    let start = glue.len() - rest.len() - "function(".len();
    glue.get(start..start + length)
}
