// Ways to deliver the tracker, measured beside each other: `node run.mjs [ROUNDS]`, after
// `cargo xtask bench --delivery` has built them. Writes its tables into `bench/delivery.md`, and leaves what
// it has measured in `target/delivery/`.

import { readFileSync, writeFileSync } from "node:fs";

import { startBrowser } from "../lib/browser.mjs";
import { measure, medians, PROFILES, VISITS } from "../lib/measure.mjs";
import { startServers } from "../lib/servers.mjs";
import { filled, table } from "../report/page.mjs";
import { ours } from "../trackers/ours.mjs";

const ROUNDS = 20;
const PAGE = new URL("../delivery.md", import.meta.url);
const MARKS = ["<!-- tables: written by `cargo xtask bench --delivery` -->\n", "<!-- end of tables -->"];
/** How servers speak: as a CDN does, and as the simplest of servers. */
const PROTOCOLS = [
  ["HTTP/2 over TLS", { secure: true }],
  ["HTTP/1.1", { secure: false }],
];

const work = (name) => new URL(`../../target/delivery/${name}`, import.meta.url);
const built = (name) => readFileSync(work(name));

/** A variant whose files are built for this alone, with what stands before its tag. */
const variant = (name, files, before = "") => {
  const tag = ours(name, "linkyfy.js", "", () => before);
  return {
    ...tag,
    files: Object.fromEntries(Object.entries(files).map(([path, file]) => [path, built(file)])),
  };
};

const TWO = { "/linkyfy.js": "two-files.js", "/linkyfy.wasm": "linkyfy.wasm" };
const PRELOAD = '<link rel="preload" as="fetch" href="/linkyfy.wasm" crossorigin>';

/** Today's first: the others are told as ratios to it. */
const variants = [
  ours("one file, wasm inside as text", "linkyfy.js"),
  variant("one file, compiled in the background", { "/linkyfy.js": "in-the-background.js" }),
  variant("two files, wasm preloaded and streamed", TWO, PRELOAD),
  variant("two files, wasm streamed", TWO),
  ours("one file, without WebAssembly", "linkyfy-no-wasm.js"),
  variant("one file, wasm inside as base64", { "/linkyfy.js": "base64.js" }),
];

const COLUMNS = Object.keys(PROFILES).flatMap((profile) => VISITS.map((visit) => [profile, visit]));
const EVENTS = ["sent", "arrived"];

const ms = (time) => Math.round(time);

/** Times of a variant's event, and their ratios to today's. */
const times = (visits, name) => {
  const [own, today] = [visits[name], visits[variants[0].name]];
  const ratio = (what) => (own[what] / today[what]).toFixed(2);
  return `${EVENTS.map((what) => ms(own[what])).join(" / ")} (${EVENTS.map(ratio).join(" / ")})`;
};

const compared = (figures) => {
  const rows = variants.map(({ name }) => {
    const { bytes, requests } = figures.slow.cold[name];
    const cpu = VISITS.map((visit) => ms(figures.fast[visit][name].cpu)).join(" / ");
    const cells = COLUMNS.map(([profile, visit]) => times(figures[profile][visit], name));
    return [name, bytes.toLocaleString("en-US"), requests, ...cells, cpu];
  });
  const titles = ["", "bytes", "requests", ...COLUMNS.map((column) => column.join(", ")), "main thread"];
  return table(titles, rows);
};

/** The geometric mean of a variant's ratios to today's, over profiles and visits. */
const overall = (figures, name, what) => {
  const logs = COLUMNS.map(([profile, visit]) => {
    const visits = figures[profile][visit];
    return Math.log(visits[name][what] / visits[variants[0].name][what]);
  });
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
};

/** Who is first, by both events. */
const ranking = (figures) => {
  const lines = EVENTS.map((what) => {
    const mean = ({ name }) => overall(figures, name, what);
    const sorted = [...variants].sort((one, other) => mean(one) - mean(other));
    const list = sorted.map((variant) => `${variant.name} ${mean(variant).toFixed(2)}`).join("; ");
    return `- ${what}: ${list}\n`;
  });
  return `Geometric means of the four ratios, best first:\n\n${lines.join("")}`;
};

const run = async (title, options, rounds) => {
  const servers = await startServers(options);
  const browser = await startBrowser({ pin: servers.pin });
  try {
    const tell = (line) => console.log(`${title}: ${line}`);
    const { samples, failures } = await measure({ browser, servers, variants, rounds, tell });
    writeFileSync(work(`${title.replace(/\W+/g, "-")}.json`), JSON.stringify(samples));
    const figures = medians(samples);
    const lost = failures.length > 0 ? ` ${failures.length} visits failed and are left out.` : "";
    const about = `${browser.version}, medians of ${rounds} interleaved rounds.${lost}`;
    return `### ${title}\n\n${about}\n\n${compared(figures)}\n${ranking(figures)}\n`;
  } finally {
    await browser.stop();
    servers.stop();
  }
};

const rounds = Number(process.argv[2] ?? ROUNDS);
let tables = "\n";
for (const [title, options] of PROTOCOLS) tables += await run(title, options, rounds);
console.log(tables);
const page = readFileSync(PAGE, "utf8");
writeFileSync(PAGE, filled(page, MARKS, tables));
