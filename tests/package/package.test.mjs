// The npm package as it is installed from its tarball (P2).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What must compile, and what has lines that must not. */
const TYPED = ["good.ts", "bad.ts", "client-good.ts", "client-bad.ts"];
let project;

const run = (program, ...args) =>
  execFileSync(program, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

before(() => {
  project = mkdtempSync(join(tmpdir(), "linkyfy-package-"));
  writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  const [packed] = JSON.parse(run("npm", "pack", "--json", join(ROOT, "pkg")));
  run("npm", "install", "--offline", "--no-audit", "--no-fund", `./${packed.filename}`);
  for (const file of TYPED) cpSync(join(ROOT, "tests/package", file), join(project, file));
});

after(() => rmSync(project, { recursive: true, force: true }));

test("p2_importing_and_creating_a_tracker_on_a_server_does_nothing_and_breaks_nothing", () => {
  const script = `
    const { createTracker } = await import("linkyfy");
    const tracker = createTracker({ projectId: 42, beforeSend: () => null });
    for (const command of Object.values(tracker)) command("x");
    console.log(tracker.visitorId(), await tracker.flush());`;
  assert.equal(run("node", "--input-type=module", "--eval", script), "undefined unavailable\n");
});

test("p2_c10_the_packages_types_take_what_tracker_and_client_take_and_nothing_else", () => {
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  try {
    run(tsc, ...flags, "--ignoreConfig", ...TYPED);
  } catch (error) {
    assert.fail(error.stdout);
  }
});

test("c10_the_types_are_tried_on_every_operation", () => {
  const rows = readFileSync(join(ROOT, "src/client/operations.txt"), "utf8").trim().split("\n");
  const tried = readFileSync(join(ROOT, "tests/package/client-good.ts"), "utf8");
  assert.equal(rows.length, 60);
  const missing = rows.map((row) => row.split("\t")[0]).filter((name) => !tried.includes(`client.${name}(`));
  assert.deepEqual(missing, []);
});

test("c4_c10_the_client_exports_what_its_types_say", () => {
  const types = readFileSync(join(ROOT, "pkg/src/client.d.ts"), "utf8");
  const named = [...types.matchAll(/^export class (\w+)/gm)].map(([, name]) => name);
  const script = 'console.log(Object.keys(await import("linkyfy/client")).join())';
  assert.deepEqual(run("node", "--input-type=module", "--eval", script).trim().split(",").sort(), named.sort());
});

test("c1_c2_importing_the_client_and_making_one_needs_nothing_of_the_runtime", () => {
  const script = `
    const missing = ["fetch", "setTimeout", "WebAssembly", "performance", "crypto"];
    for (const name of missing) Object.defineProperty(globalThis, name, { get() { throw new Error(name); } });
    Math.random = () => { throw new Error("random"); };
    const { Linkyfy } = await import("linkyfy/client");
    console.log(typeof new Linkyfy({ apiKey: "key" }).projects.create);`;
  assert.equal(run("node", "--input-type=module", "--eval", script), "function\n");
});

test("p2_the_package_has_the_projects_version", () => {
  const version = /^version = "(.*)"$/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"))[1];
  const installed = JSON.parse(readFileSync(join(project, "node_modules/linkyfy/package.json")));
  assert.equal(installed.version, version);
});
