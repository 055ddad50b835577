//! wasm-bindgen's output, made small: names of one or two characters between wasm and JavaScript,
//! and only the glue that is called.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use wasm_bindgen_cli_support::Bindgen;

use crate::{progress, setup};

/// What the module may use (see `toolchain`), named one by one: with all features on, the
/// optimiser writes modules that browsers refuse.
pub(crate) const FEATURES: [&str; 4] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
];

/// Added to the glue: what an instance is made with, WebAssembly's or the fallback's, and where its
/// exports go. The glue's own `init` would bring streaming, fetching and their warnings along.
const LOAD: &str = "
export const imports = __wbg_get_imports;
export const attach = (exports) => {
  wasm = exports;
};
";

/// Whether the glue's view of the memory is stale after the memory has grown. WebAssembly detaches
/// the old memory, which empties views of it; the fallback's old memory stays as it was.
const STALE: [&str; 2] = [
    "cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0",
    "cachedUint8ArrayMemory0?.buffer !== wasm.memory.buffer",
];

/// What `wasm-opt` renamed: old and new names, imports with their module's name before them.
#[derive(Deserialize)]
struct Renamed {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Writes `NAME.js`, the glue with the exports `imports` and `attach`, and `NAME.wasm` into `folder`.
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
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&raw)?;

    let glue = raw.join(format!("{name}.js"));
    let module = raw.join(format!("{name}_bg.wasm"));
    let [lean, small] = ["lean.wasm", "small.wasm"].map(|file| folder.join(file));
    remove_unused_exports(&module, &glue, &lean)?;
    progress::run(
        "Optimising the wasm",
        wasm_opt(&lean, &small).args([
            "-Oz",
            "--flatten",
            "--rereloop",
            "-Oz",
            "-Oz",
            "--converge",
        ]),
    )?;
    let names = wasm_opt(&small, &folder.join(format!("{name}.wasm")))
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
    let text = rename(&fs::read_to_string(&glue)?, &names, name)? + LOAD;
    fs::write(
        folder.join(format!("{name}.js")),
        text.replace("./snippets/", "./bindgen/snippets/"),
    )?;
    Ok(())
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
    metadce.args(FEATURES).arg(module).arg("--graph-file").arg(graph).arg("--output").arg(to);
    progress::run("Removing exports that nothing calls", &mut metadce)
}

/// The glue with the wasm's new names in place of its old ones.
fn rename(glue: &str, names: &Renamed, name: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    replace(&mut glue, STALE[0], STALE[1])?;
    let own = format!("./{name}_bg.js");
    for (module, old, new) in &names.imports {
        if *module == own {
            let [old, new] = [old, new].map(|name| format!("        {name}: function("));
            replace(&mut glue, &old, &new)?;
        } else {
            // A function whose arguments need no glue is imported from its own file.
            let from = format!(" from {module:?}");
            let line = glue.lines().find(|line| line.ends_with(&from)).unwrap_or_default();
            let file =
                line.trim_start_matches("import * as ").split(' ').next().unwrap_or_default();
            let entry = format!("const import0 = {{\n        {new}: {file}.{old},");
            replace(&mut glue, "const import0 = {", &entry)?;
        }
    }
    // From the longest, so that none is part of another.
    let mut exports: Vec<_> = names.exports.iter().collect();
    exports.sort_by_key(|(old, _)| std::cmp::Reverse(old.len()));
    for (old, new) in exports {
        replace(&mut glue, &format!("wasm.{old}"), &format!("wasm.{new}"))?;
    }
    // The optimiser calls all modules "a".
    let returned = glue.find("    return {\n        __proto__: null,\n        \"./");
    let end = returned.and_then(|start| Some(start + glue[start..].find("};")? + 2));
    match returned.zip(end) {
        Some((start, end)) => glue.replace_range(start..end, "    return { a: import0 };"),
        None => replace(&mut glue, "its list of modules", "")?,
    }
    Ok(glue)
}

fn replace(glue: &mut String, old: &str, new: &str) -> Result<()> {
    if !glue.contains(old) {
        bail!("wasm-bindgen's glue has no {old:?}: xtask/src/bindgen.rs must follow its new form");
    }
    *glue = glue.replace(old, new);
    Ok(())
}
