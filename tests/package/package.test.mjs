// The npm package as it is installed from its tarball (P2).

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { root } from "../api/root.mjs";
import { install, pack, run } from "./project.mjs";

/** What must compile, and what has lines that must not. */
const TYPES = join(root, "tests/package/types");
/** All that is in the tarball. */
const FILES = [
  "LICENSE",
  "README.md",
  "client.d.ts",
  "client.js",
  "dist/client-module.js",
  "dist/client.js",
  "dist/index.js",
  "dist/inline.js",
  "dist/integrity.json",
  "dist/linkyfy-client-fallback.js",
  "dist/linkyfy-client.wasm",
  "dist/linkyfy-debug.js",
  "dist/linkyfy-fallback.js",
  "dist/linkyfy-forms.js",
  "dist/linkyfy-no-wasm.js",
  "dist/linkyfy.js",
  "inline.d.ts",
  "inline.js",
  "linkyfy.d.ts",
  "package.json",
  "src/client.d.ts",
  "src/index.d.ts",
  "src/operations.d.ts",
  "src/options.d.ts",
];
let project;
let tarball;

/** What a script prints that is run where the package is installed. */
const evaluate = async (script, type = "module") =>
  (await run(project, process.execPath, `--input-type=${type}`, "--eval", script)).trim();

/** A tool of this folder, or of the whole. */
const tool = (name, ...args) => run(project, join(root, "tests/package/node_modules/.bin", name), ...args);

before(async () => {
  project = mkdtempSync(join(tmpdir(), "linkyfy-package-"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  tarball = await pack(project);
  await install(project, tarball);
  cpSync(TYPES, project, { recursive: true });
});

after(() => rmSync(project, { recursive: true, force: true }));

test("the tarball has what is needed and nothing else", () => {
  const { files, size, unpackedSize } = tarball;
  for (const { path, size } of files) console.log(`${`${size}`.padStart(7)}  ${path}`);
  console.log(`${`${unpackedSize}`.padStart(7)}  in all, ${size} packed`);
  assert.deepEqual(files.map(({ path }) => path).sort(), FILES);
});

test("publint finds nothing in the tarball", () => tool("publint", "run", tarball.path, "--strict"));

test("p2_c10_every_entrys_types_are_found_however_typescript_looks_for_them", async () => {
  // Modules alone: CommonJS requires them, as the next test but one does.
  const rules = ["--profile=strict", "--ignore-rules=cjs-resolves-to-esm"];
  await tool("attw", tarball.path, ...rules, "--no-color", "--no-emoji");
});

test("p2_an_older_resolver_finds_each_entry_beside_package_json", async () => {
  const imports = ["client", "inline"].map((name) => `import("./node_modules/linkyfy/${name}.js")`);
  const script = `console.log((await Promise.all([${imports}])).map(Object.keys).flat().sort().join())`;
  assert.match(await evaluate(script), /Linkyfy,.*createTracker/);
});

test("p2_c10_commonjs_can_require_each_entry", async () => {
  const script = `
    const { createTracker } = require("linkyfy");
    const inline = require("linkyfy/inline");
    const { Linkyfy } = require("linkyfy/client");
    console.log([createTracker, inline.createTracker, Linkyfy].map((one) => typeof one).join());`;
  assert.equal(await evaluate(script, "commonjs"), "function,function,function");
});

test("p2_importing_and_creating_a_tracker_on_a_server_does_nothing_and_breaks_nothing", async () => {
  for (const entry of ["linkyfy", "linkyfy/inline"]) {
    const script = `
      const { createTracker } = await import("${entry}");
      const tracker = createTracker({ projectId: 42, beforeSend: () => null });
      for (const command of Object.values(tracker)) command("x");
      console.log(tracker.visitorId(), await tracker.flush());`;
    assert.equal(await evaluate(script), "undefined unavailable", entry);
  }
});

test("p2_what_is_asked_of_a_tracker_on_a_server_is_not_kept", async () => {
  for (const entry of ["linkyfy", "linkyfy/inline"]) {
    const script = `
      const { setFlagsFromString } = await import("node:v8");
      setFlagsFromString("--expose-gc");
      const collect = (await import("node:vm")).runInNewContext("gc");
      const { createTracker } = await import("${entry}");
      const tracker = createTracker({ projectId: 42 });
      await tracker.flush();
      const asked = new WeakRef((() => { const view = {}; tracker.impression(view); return view; })());
      await new Promise((done) => setTimeout(done));
      collect();
      console.log(typeof asked.deref());`;
    assert.equal(await evaluate(script), "undefined", entry);
  }
});

test("p2_c10_the_packages_types_take_what_tracker_and_client_take_and_nothing_else", async () => {
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--ignoreConfig"];
  flags.push("--exactOptionalPropertyTypes");
  await run(project, join(root, "node_modules/.bin/tsc"), ...flags, ...readdirSync(TYPES));
});

test("c10_the_types_are_tried_on_every_operation", () => {
  const rows = readFileSync(join(root, "src/client/operations.txt"), "utf8").trim().split("\n");
  const tried = readFileSync(join(TYPES, "client-good.ts"), "utf8");
  assert.equal(rows.length, 60);
  const missing = rows.map((row) => row.split("\t")[0]).filter((name) => !tried.includes(`client.${name}(`));
  assert.deepEqual(missing, []);
});

test("c4_c10_the_client_exports_what_its_types_say", async () => {
  const types = readFileSync(join(root, "pkg/src/client.d.ts"), "utf8");
  const named = [...types.matchAll(/^export class (\w+)/gm)].map(([, name]) => name);
  const script = 'console.log(Object.keys(await import("linkyfy/client")).join())';
  assert.deepEqual((await evaluate(script)).split(",").sort(), named.sort());
});

test("c1_c2_importing_the_client_and_making_one_needs_nothing_of_the_runtime", async () => {
  const script = `
    const missing = ["fetch", "setTimeout", "WebAssembly", "performance", "crypto"];
    for (const name of missing) Object.defineProperty(globalThis, name, { get() { throw new Error(name); } });
    Math.random = () => { throw new Error("random"); };
    const { Linkyfy } = await import("linkyfy/client");
    console.log(typeof new Linkyfy({ apiKey: "key" }).projects.create);`;
  assert.equal(await evaluate(script), "function");
});

test("p2_the_package_has_the_projects_version", () => {
  const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))[1];
  const installed = JSON.parse(readFileSync(join(project, "node_modules/linkyfy/package.json")));
  assert.equal(installed.version, version);
});
