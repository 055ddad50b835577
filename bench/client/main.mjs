// The API client beside a fetch wrapper that one writes by hand: `node main.mjs SANDBOX BUDGETS [ROUNDS]`,
// the sandbox's binary, the ratios' budgets as JSON, and which part of the rounds to make, from 0 to 1.
// Prints the table and writes it to `../client.md`; fails where a ratio is over its budget.

import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

import { build } from "esbuild";

import { filled, table } from "../report/page.mjs";
import { peers } from "./sides.mjs";

const KEY = "lk_bench_0123456789abcdef";
const TASK = fileURLToPath(new URL("task.mjs", import.meta.url));
const PAGE = new URL("../client.md", import.meta.url);
const OURS = new URL("../../pkg/dist/client.js", import.meta.url);
/** Between these the page is written here. */
const MARKS = ["<!-- figures: written by `cargo xtask bench --client` -->\n", "<!-- end of figures -->"];

/** How often each task is done for each side, by turns. */
const ROUNDS = { start: 41, sequential: 21, parallel: 31, memory: 5, load: 11 };

const kib = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
const ms = (time) => `${time.toFixed(1)} ms`;
const count = (number) => number.toFixed(0);
/** The table's rows: what the budgets call it, task and figure, in words, and how it is written. */
const ROWS = [
  ["start", "start", "start", "import and first call", ms],
  ["sequential", "sequential", "perSecond", "calls a second, 1,000 one after the other", count],
  ["parallel", "parallel", "perSecond", "calls a second, 1,000, 50 at once", count],
  ["heap", "memory", "heap", "heap after 10,000 calls", kib],
  ["rss", "memory", "rss", "resident memory after 10,000 calls", kib],
  ["cpu", "sequential", "cpu", "processor's time for a call", (time) => `${time.toFixed(0)} µs`],
];

const [binary, budgetsJson, part = "1"] = process.argv.slice(2);
const budgets = JSON.parse(budgetsJson);

const median = (numbers) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const startSandbox = async () => {
  // 0: so many calls a minute that nobody makes them, and the headers say so: the client doesn't wait.
  const args = ["--memory", "--api-key", KEY, "--rate-limit", "0"];
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", () => fail(new Error("the sandbox has ended")));
    const listening = "listening on ";
    createInterface(child.stdout).on("line", (line) => {
      if (line.startsWith(listening)) done(line.slice(listening.length));
    });
  });
  return { origin, stop: () => child.kill() };
};

/** Does a task for each side by turns; gives what was found for each, a list of rounds. */
const measure = (task, sides, origin) => {
  const found = Object.fromEntries(sides.map((side) => [side, []]));
  const rounds = Math.max(1, Math.round(ROUNDS[task] * part));
  for (let round = 0; round < rounds; round++) {
    // Who comes second may find the machine warmer.
    for (const side of round % 2 ? sides.toReversed() : sides) {
      const args = ["--expose-gc", TASK, side, task, origin, KEY];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      if (status !== 0) throw new Error(`${side}, ${task}: ${stderr}`);
      found[side].push(JSON.parse(stdout));
    }
    process.stderr.write(`  ${task}: round ${round + 1} of ${rounds}\n`);
  }
  return found;
};

/** How many times worse the client is; rounds are compared each for itself, as the machine's load drifts. */
const ratio = (found, figure) => {
  const pairs = found.client.map((client, round) => [client[figure], found.wrapper[round][figure]]);
  const isGood = figure == "perSecond";
  return median(pairs.map(([client, wrapper]) => (isGood ? wrapper / client : client / wrapper)));
};

const pack = (text) => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(text, { params }).length;
};

/** What a peer's packages weigh, bundled for Node.js. */
const weigh = async (packages) => {
  const contents = Object.entries(packages)
    .map(([from, name], place) => `export { ${name} as part${place} } from "${from}";`)
    .join("\n");
  const stdin = { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) };
  const options = { bundle: true, minify: true, write: false, format: "esm", platform: "node" };
  const { outputFiles } = await build({ stdin, ...options, legalComments: "none" });
  return pack(outputFiles[0].contents);
};

const sandbox = await startSandbox();
const over = [];
let text = "";
try {
  const tasks = [...new Set(ROWS.map(([, task]) => task))];
  const found = Object.fromEntries(
    tasks.map((task) => [task, measure(task, ["client", "wrapper"], sandbox.origin)]),
  );
  const rows = ROWS.map(([name, task, figure, words, write]) => {
    const middle = (side) => write(median(found[task][side].map((round) => round[figure])));
    const times = ratio(found[task], figure);
    if (times > budgets[name]) over.push(words);
    return [words, middle("client"), middle("wrapper"), times.toFixed(2), budgets[name] ?? ""];
  });
  text += table(["", "`linkyfy/client`", "wrapper", "times", "at most"], rows);
  const names = ["client", ...Object.keys(peers)];
  const loads = measure("load", names, sandbox.origin);
  const peerRows = [];
  for (const name of names) {
    const bytes = name == "client" ? pack(readFileSync(OURS)) : await weigh(peers[name]);
    const load = ms(median(loads[name].map((round) => round.load)));
    peerRows.push([name == "client" ? "`linkyfy/client`" : name, bytes.toLocaleString("en"), load]);
  }
  text += `\n${table(["", "bytes, bundled, brotli", "import"], peerRows)}`;
} finally {
  sandbox.stop();
}
const rounds = Object.entries(ROUNDS).map(([task, rounds]) => `${task} ${Math.round(rounds * part)}`);
text += `\nNode.js ${process.versions.node}; rounds: ${rounds.join(", ")}.\n`;
console.log(`\n${text}`);
writeFileSync(PAGE, filled(readFileSync(PAGE, "utf8"), MARKS, text));
if (over.length) {
  console.error(`over budget (budgets.toml): ${over.join(", ")}`);
  process.exit(1);
}
