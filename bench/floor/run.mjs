// The least that a tracker can be, measured beside ours and two peers: `node run.mjs [ROUNDS]`, after
// `cargo xtask bench --floor` has built ours. Writes its table into `bench/floor.md`.

import { readFileSync, writeFileSync } from "node:fs";

import { startBrowser } from "../lib/browser.mjs";
import { measure, medians, VISITS } from "../lib/measure.mjs";
import { startServers } from "../lib/servers.mjs";
import { filled, table } from "../report/page.mjs";
import { EMPTY, LINKYFY, WITHOUT_WASM } from "../trackers/ours.mjs";
import { peers } from "../trackers/peers.mjs";
import { steps } from "./steps.mjs";

const ROUNDS = 12;
const PAGE = new URL("../floor.md", import.meta.url);
const MARKS = ["<!-- table: written by `cargo xtask bench --floor` -->\n", "<!-- end of table -->"];
/** Whom all is compared with, and who else does little. */
const [BASE, OTHER] = ["Plausible", "Umami"];

const WASM = new URL("../../target/tracker/tracker.wasm", import.meta.url);

/** A row for each variant: what its file weighs, and ratios to the peer's. */
const compared = (figures, names) => {
  const { fast, slow } = figures;
  const ratio = (visits, name, what, less = () => 0) =>
    ((visits[name][what] - less(visits)) / (visits[BASE][what] - less(visits))).toFixed(2);
  const empty = (visits) => visits[EMPTY.name].cpu;
  const both = (cell) => VISITS.map(cell).join(" / ");
  const rows = names.map((name) => [
    name,
    fast.cold[name].bytes.toLocaleString("en-US"),
    both((visit) => ratio(fast[visit], name, "sent")),
    both((visit) => ratio(slow[visit], name, "sent")),
    both((visit) => ratio(fast[visit], name, "cpu", empty)),
  ]);
  return table(["", "bytes", "sent, fast", "sent, slow", "CPU"], rows);
};

const run = async (rounds) => {
  const others = (await peers()).filter(({ name }) => name == BASE || name == OTHER);
  const shown = [...(await steps(readFileSync(WASM))), LINKYFY, WITHOUT_WASM, ...others];
  const variants = [EMPTY, ...shown];
  const [browser, servers] = [await startBrowser(), await startServers()];
  try {
    const { samples, failures } = await measure({ browser, servers, variants, rounds, tell: console.log });
    const lost = failures.length > 0 ? ` ${failures.length} visits failed and are left out.` : "";
    const about = `${browser.version}, medians of ${rounds} interleaved rounds.${lost}`;
    return `\n${about}\n\n${compared(medians(samples), shown.map(({ name }) => name))}\n`;
  } finally {
    await browser.stop();
    servers.stop();
  }
};

const result = await run(Number(process.argv[2] ?? ROUNDS));
console.log(result);
const page = readFileSync(PAGE, "utf8");
writeFileSync(PAGE, filled(page, MARKS, result));
