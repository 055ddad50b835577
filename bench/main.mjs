// `cargo xtask bench`: our tracker beside its peers. Prints the tables, and writes results.json, the picture
// and the tables of README.md.

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";

import { startBrowser } from "./lib/browser.mjs";
import { measure, medians, PROFILES } from "./lib/measure.mjs";
import { startServers } from "./lib/servers.mjs";
import { longestTasks } from "./lib/trace.mjs";
import { draw } from "./report/picture.mjs";
import { inReadme, tables } from "./report/tables.mjs";
import { EMPTY, OURS } from "./trackers/ours.mjs";
import { LEFT_OUT, peers } from "./trackers/peers.mjs";

const ROUNDS = 12;
/** How often each page is traced: that takes long, and a thread's own time varies little. */
const TRACED = 1;

const here = (name) => new URL(name, import.meta.url);

/** Rounds a median to what it is worth. */
const rounded = (name, value) => (typeof value == "number" ? +value.toFixed(1) : value);

/** Writes all that is derived of the results. */
const write = (results) => {
  writeFileSync(here("results.json"), `${JSON.stringify(results, rounded, 2)}\n`);
  writeFileSync(here("peers.svg"), draw(results));
  writeFileSync(here("README.md"), inReadme(readFileSync(here("README.md"), "utf8"), results));
};

const run = async (rounds) => {
  const variants = [EMPTY, ...OURS, ...(await peers())];
  const about = ({ name, source, isBundle }) => [name, { source, isBundle }];
  const sources = Object.fromEntries(variants.map(about));
  const [browser, servers] = [await startBrowser(), await startServers()];
  try {
    console.log(`${variants.length} pages in ${browser.version}, ${rounds} rounds`);
    const { samples, failures } = await measure({ browser, servers, variants, rounds, tell: console.log });
    const [, , load] = loadavg();
    const machine = { load, processors: availableParallelism() };
    const longest = await longestTasks({ browser, servers, variants, rounds: TRACED });
    const what = { browser: browser.version, machine, rounds, profiles: PROFILES, sources };
    return { ...what, leftOut: LEFT_OUT, visits: medians(samples), longest, failures };
  } finally {
    await browser.stop();
    servers.stop();
  }
};

const { values } = parseArgs({ options: { rounds: { type: "string", default: `${ROUNDS}` } } });
const results = await run(Number(values.rounds));
// As it is read again, so that what is printed is what is kept.
const kept = JSON.parse(JSON.stringify(results, rounded));
write(kept);
console.log(tables(kept));
if (kept.failures.length) {
  console.error(`${kept.failures.length} visits have failed`);
  process.exitCode = 1;
}
