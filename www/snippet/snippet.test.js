// What the snippet is made of (L1, L6).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { builder } from "./builder.js";
import { toChoices, toFragment } from "./choices.js";
import { snippet } from "./snippet.js";

const option = (name, takes = "", pattern = "", preset = "", words = []) =>
  ({ name, takes, pattern, words, default: preset, doc: `What ${name} does (T1, P10).` });
const FACTS = {
  version: "1.2.3",
  options: [
    option("project-id", "a number", "^\\s*0*([1-9][0-9]{0,15})\\s*$"),
    option("api", "an http(s) URL", "^\\s*(https?://[a-z0-9][^\\s]*?)/?\\s*$", "https://api.example/v1"),
    option("auto", "on or off", "^(on|off|)$", "on", ["on", "off"]),
    option("exclude", "paths", "^[\\s\\S]*$"),
    option("consent", "required", "^required$", "", ["required"]),
    option("debug"),
  ],
  integrity: {
    "linkyfy.js": "sha384-MAIN",
    "linkyfy-no-wasm.js": "sha384-BARE",
    "linkyfy-fallback.js": "sha384-FALLBACK",
    "linkyfy-forms.js": "sha384-FORMS",
    "linkyfy-debug.js": "sha384-DEBUG",
  },
};
const make = (options, more) =>
  snippet(FACTS, { host: "https://a.example/lib/", file: "fixed", noWasm: false, options, ...more });

test("l1 the tag has what was chosen, in the list's order, and escaped", () => {
  const made = make({ debug: true, exclude: '/"a"&b/**', "project-id": " 042 " });
  assert.deepEqual(made.complaints, {});
  assert.equal(made.tag, '<script async src="https://a.example/lib/linkyfy.js" data-project-id="42" ' +
    'data-exclude="/&quot;a&quot;&amp;b/**" data-debug></script>');
  assert.equal(made.importMap, "");
  assert.match(made.npm, /^createTracker\({ projectId: 42, exclude: "\/\\"a\\"&b\/\*\*", debug: true }\);$/m);
});

test("l1 a tag by version names its folder, and with integrity all that is loaded from there", () => {
  const versioned = make({ "project-id": "1" }, { file: "versioned" });
  assert.equal(versioned.tag,
    '<script async src="https://a.example/lib/1.2.3/linkyfy.js" data-project-id="1"></script>');
  const pinned = make({ "project-id": "1" }, { file: "integrity", noWasm: true });
  assert.match(pinned.tag, /1\.2\.3\/linkyfy-no-wasm\.js" integrity="sha384-BARE" crossorigin data-/);
  const map = /^<script type="importmap">(.+)<\/script>$/s.exec(pinned.importMap)[1];
  assert.deepEqual(JSON.parse(map).integrity, {
    "https://a.example/lib/1.2.3/linkyfy-forms.js": "sha384-FORMS",
    "https://a.example/lib/1.2.3/linkyfy-debug.js": "sha384-DEBUG",
  });
  const unbuilt = snippet({ ...FACTS, integrity: {} },
    { host: "https://a.example", file: "integrity", options: { "project-id": "1" } });
  assert.deepEqual(Object.keys(unbuilt.complaints), ["file"]);
});

test("l6 the policy allows the files' host, WebAssembly where it is used, and the API", () => {
  assert.equal(make({ "project-id": "1" }).policy,
    "script-src https://a.example 'wasm-unsafe-eval'; connect-src https://api.example");
  assert.equal(make({ "project-id": "1", api: "http://b.example:81/api/" }, { noWasm: true }).policy,
    "script-src https://a.example; connect-src http://b.example:81");
});

test("l6 with integrity there is a policy by the hashes of all files and of the import map", async () => {
  const made = make({ "project-id": "1" }, { file: "integrity" });
  const map = /<script type="importmap">(.+)<\/script>/s.exec(made.importMap)[1];
  const hash = createHash("sha384").update(map).digest("base64");
  assert.equal(await made.hashPolicy,
    "script-src 'sha384-MAIN' 'sha384-FALLBACK' 'sha384-FORMS' 'sha384-DEBUG' " +
    `'sha384-${hash}' 'wasm-unsafe-eval'; connect-src https://api.example`);
  const bare = make({ "project-id": "1" }, { file: "integrity", noWasm: true });
  assert.match(await bare.hashPolicy, /^script-src 'sha384-BARE' 'sha384-FORMS' 'sha384-DEBUG' 'sha384-[^ ]+'; /);
  assert.equal(make({ "project-id": "1" }).hashPolicy, "");
});

test("v6 a connection is opened early, and not where the visitor is asked first", () => {
  assert.equal(make({ "project-id": "1" }).preconnect,
    '<link rel="preconnect" href="https://api.example" crossorigin>');
  assert.equal(make({ "project-id": "1", consent: "required" }).preconnect, "");
});

test("l8 what an option doesn't take gives no tag, and is named", () => {
  for (const [name, value] of [["project-id", "4x"], ["project-id", "9007199254740992"], ["api", "ftp://x"],
    ["auto", "maybe"]]) {
    const made = make({ "project-id": "1", [name]: value });
    assert.deepEqual(Object.keys(made.complaints), [name], value);
    assert.equal(made.tag, undefined);
  }
  assert.deepEqual(Object.keys(make({}).complaints), ["project-id"]);
  for (const host of ["", "a.example", "javascript:alert(1)", 'https://a.example/"x', "https://"]) {
    assert.deepEqual(Object.keys(make({ "project-id": "1" }, { host }).complaints), ["host"], host);
  }
});

test("a form's choices come back from the page's address", () => {
  const data = new FormData();
  const entries = { "project-id": "7", host: "", file: "versioned", exclude: "/a b&c", api: "", debug: "on" };
  for (const [name, value] of Object.entries(entries)) data.set(name, value);
  const fragment = new URLSearchParams(toFragment(data));
  assert.deepEqual(Object.fromEntries(fragment),
    { "project-id": "7", host: "", file: "versioned", exclude: "/a b&c", debug: "on" });
  assert.deepEqual(toChoices(data), {
    host: "https://YOUR-HOST",
    file: "versioned",
    noWasm: false,
    options: { "project-id": "7", exclude: "/a b&c", api: "", debug: "on" },
  });
});

test("the page has a field for every option", () => {
  const page = String(builder(FACTS).main);
  for (const { name } of FACTS.options) assert.match(page, new RegExp(` name="${name}"`));
  assert.match(page, /<select id="auto".*<option value="">on<\/option><option>off<\/option><\/select>/);
  assert.match(page, /<select id="consent".*<option value="">not set<\/option><option>required<\/option><\/select>/);
  assert.match(page, /What debug does\.</);
});

test("the command prints the tag alone, and a reason where there is none", () => {
  const print = (options) => execFileSync(process.execPath, [
    fileURLToPath(new URL("print.js", import.meta.url)),
    JSON.stringify(FACTS),
    JSON.stringify({ host: "https://a.example", file: "fixed", noWasm: false, options }),
  ], { encoding: "utf8", stdio: "pipe" });
  assert.equal(print({ "project-id": "1" }),
    '<script async src="https://a.example/linkyfy.js" data-project-id="1"></script>\n');
  assert.throws(() => print({ "project-id": "x" }), /--project-id: Takes a number\./);
});
