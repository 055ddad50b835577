// Runs the conformance suite in every runtime, or in those that are named, and prints what came of it:
// `node tests/api/main.mjs [--burst | --burst=jump] [runtime…]`. Fails where a cell of the table is not
// ok. The burst (`burst.mjs`) is made beside it.

import { execFile } from "node:child_process";
import { nowhere, openDesk } from "./desk.mjs";
import { makeProject } from "./project.mjs";
import { root } from "./root.mjs";
import { runtimes } from "./runtimes.mjs";
import { startSandbox } from "./sandbox.mjs";
import sections from "./sections.mjs";
import { readSpec } from "./spec.mjs";
import { makeTable } from "./table.mjs";

/** How long the suite may take in a runtime, in milliseconds. */
const PATIENCE_MS = 300_000;

const operations = readSpec(`${root}/openapi.yaml`);

/** What the suite reports from a runtime. */
const runIn = async (name, folder) => {
  const begun = performance.now();
  const sandbox = await startSandbox(root, 0);
  const setting = { api: `${sandbox.origin}/api/v1`, nowhere: await nowhere(), operations };
  const desk = await openDesk({ folder, origin: sandbox.origin, setting });
  const running = await runtimes[name]({ folder, desk: desk.origin });
  let timer;
  const late = new Promise((done) => (timer = setTimeout(done, PATIENCE_MS, "it didn't report in time")));
  const failed = (problem) => [{ name: "the runtime", problems: [problem] }];
  const rows = await Promise.race([desk.report, Promise.race([running.ended, late]).then(failed)]);
  clearTimeout(timer);
  running.stop();
  await running.ended;
  desk.close();
  sandbox.stop();
  const bad = rows.filter(({ problems }) => problems.length).length;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.error(`  ${name}: ${rows.length - bad} ok, ${bad} failed, ${seconds} s`);
  return rows;
};

const asked = process.argv.slice(2);
const burst = asked.find((name) => name.startsWith("--burst"));
const named = asked.filter((name) => name != burst);
const names = named.length ? named : Object.keys(runtimes);

/** What the burst says of itself, and whether it went well. */
const makeBurst = () =>
  new Promise((done) => {
    const args = [`${root}/tests/api/burst.mjs`, ...(burst == "--burst=jump" ? ["--jump"] : [])];
    execFile(process.execPath, args, (error, stdout, stderr) => {
      done({ isGood: !error, text: stdout + stderr });
    });
  });

const bursting = burst && makeBurst();
const project = await makeProject(root);
const reports = {};
try {
  for (const name of names) reports[name] = await runIn(name, project.folder);
} finally {
  await project.remove();
}
const ids = operations.map(({ id }) => id);
const { text, failures, outcomes } = makeTable(ids, Object.keys(sections), reports);
console.log(text);
if (failures.length) console.log(`\n${failures.length} failures:\n${failures.join("\n")}`);
const burstIs = (await bursting) ?? { isGood: true, text: "" };
console.log(`\n${burstIs.text}`);
for (const [name, isGood] of outcomes) console.log(`${isGood ? "✔" : "✖"} ${name}`);
process.exitCode = failures.length || !burstIs.isGood ? 1 : 0;
