// The quick start, run as a reader runs it, against a sandbox: it prints what it says that it prints.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { output, program } from "./guide.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const suffix = process.platform == "win32" ? ".exe" : "";

/** A sandbox of its own; gives what the guide's reader puts into the environment. */
const startSandbox = async (context) => {
  const sandbox = spawn(path(`../../target/debug/linkyfy-sandbox${suffix}`), ["--memory"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => sandbox.kill());
  await once(sandbox, "spawn");
  const found = {};
  for await (const line of createInterface({ input: sandbox.stdout })) {
    found.origin ??= /^listening on (.+)/.exec(line)?.[1];
    found.key ??= /^API key: (.+)/.exec(line)?.[1];
    if (found.origin && found.key) break;
  }
  return { LINKYFY_BASE_URL: `${found.origin}/api/v1`, LINKYFY_API_KEY: found.key };
};

test("c1 s1 the quick start goes from key to first campaign, and prints what it says", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "linkyfy-quick-start-"));
  context.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(path("../../pkg"), join(folder, "node_modules/linkyfy"), "junction");
  const guide = readFileSync(path("quick-start.md"), "utf8");
  writeFileSync(join(folder, "start.mjs"), program(guide));

  const env = { ...process.env, ...(await startSandbox(context)) };
  const { stdout } = await promisify(execFile)(process.execPath, ["start.mjs"], { cwd: folder, env });
  assert.equal(stdout.trimEnd(), output(guide));
});
