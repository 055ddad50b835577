// What makes a release come out the same wherever it is built; `cargo xtask release` builds it twice.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PACKAGE = join(ROOT, "pkg");
const DIST = join(PACKAGE, "dist");
/** The wasms, which are inside of scripts as text of their own kind. */
const WASMS = ["target/tracker/tracker.wasm", "target/client/client.wasm"].map((file) => join(ROOT, file));
/** Any day, long ago. */
const LONG_AGO = new Date("2001-02-28T12:00:00Z");

const folder = mkdtempSync(join(tmpdir(), "linkyfy-release-"));
after(() => rmSync(folder, { recursive: true }));

/** The tarball of a package's folder, as bytes. */
const pack = (from, name) => {
  const to = mkdtempSync(join(folder, name));
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", to], { cwd: from, stdio: "pipe" });
  const [tarball] = readdirSync(to);
  return readFileSync(join(to, tarball));
};

test("a tarball is the same wherever and whenever it is packed", () => {
  const copy = join(folder, "a copy");
  cpSync(PACKAGE, copy, { recursive: true });
  for (const file of readdirSync(copy)) utimesSync(join(copy, file), LONG_AGO, LONG_AGO);
  assert.ok(pack(PACKAGE, "here").equals(pack(copy, "there")));
});

test("no built file says where or when it was built", () => {
  const built = readdirSync(DIST, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  assert.ok(built.length > 8, "`cargo xtask build` first");
  for (const file of [...built, ...WASMS]) {
    const text = readFileSync(file, "latin1");
    const paths = [ROOT, homedir(), tmpdir(), "/rustc/", "/registry/src/", "node_modules", "file://"];
    // Whose home is the root has nothing to hide in it.
    const found = paths.filter((path) => path != "/" && text.includes(path));
    assert.deepEqual(found, [], file);
    // Files of Rust; a date of this year or the last, however it is spelt; and seconds since 1970.
    const year = new Date().getFullYear();
    const seconds = `${Math.floor(Date.now() / 1000)}`.slice(0, 4);
    for (const pattern of [
      /\w\.rs\b/,
      new RegExp(`\\b(?:${year}|${year - 1})[-/ ]\\d\\d?[-/ ]\\d`),
      new RegExp(`(?<![\\w.])${seconds}\\d{6}(?:\\d{3})?(?!\\w)`),
    ]) {
      assert.equal(pattern.exec(text)?.[0], undefined, file);
    }
  }
});
