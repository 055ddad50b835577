// The results as tables of Markdown, and their place in README.md.

import { filled, table } from "./page.mjs";

/** Whom all times are compared with. */
const BASE = "Plausible";
/** The page without a tracker. */
const FLOOR = "no tracker";

/** Where the tables stand in README.md. */
const MARKS = ["<!-- tables: written by `cargo xtask bench` -->\n", "<!-- end of tables -->"];

const whole = (number) => Math.round(number).toLocaleString("en");
const ratio = (number) => (Number.isFinite(number) ? number.toFixed(2) : "–");

/** A time and its ratio to the peer's. */
const timed = (visits, name, figure) => {
  const [own, base] = [visits[name]?.[figure], visits[BASE]?.[figure]];
  return own === undefined ? ["–", "–"] : [whole(own), ratio(own / base)];
};

/** What tells of bytes, requests and times, in one of the profiles. */
const times = (results, profile) => {
  const { cold, warm } = results.visits[profile];
  const heads = ["", "sent, ms", "ratio", "arrived, ms", "ratio"];
  const again = ["again: sent", "ratio", "again: arrived", "ratio"];
  const names = Object.keys(cold).filter((name) => name != FLOOR);
  return table(
    [...heads, ...again],
    names.map((name) => [
      name,
      ...["sent", "arrived"].flatMap((figure) => timed(cold, name, figure)),
      ...["sent", "arrived"].flatMap((figure) => timed(warm, name, figure)),
    ]),
  );
};

const downloads = ({ visits, sources }) => {
  const { cold, warm } = visits.fast;
  const names = Object.keys(cold).filter((name) => name != FLOOR);
  const heads = ["", "bytes", "requests", "preflights", "event, bytes", "again: requests", "what"];
  const what = ({ source = "built here", isBundle }) => (isBundle ? `${source}, bundled` : source);
  return table(
    heads,
    names.map((name) => {
      const { bytes, requests, preflights, eventBytes } = cold[name];
      const again = warm[name]?.requests ?? 0;
      return [name, ...[bytes, requests, preflights, eventBytes, again].map(whole), what(sources[name])];
    }),
  );
};

const costs = ({ visits, longest }) => {
  const { cold, warm } = visits.fast;
  const more = (of, name, figure) => of[name][figure] - of[FLOOR][figure];
  const compared = (of, name, figure) => ratio(more(of, name, figure) / more(of, BASE, figure));
  const heads = ["", "CPU, ms", "ratio", "again: CPU, ms", "ratio", "longest task, ms", "heap, KB", "ratio"];
  return table(
    heads,
    Object.keys(cold).map((name) => [
      name,
      cold[name].cpu.toFixed(1),
      compared(cold, name, "cpu"),
      warm[name].cpu.toFixed(1),
      compared(warm, name, "cpu"),
      longest[name].toFixed(1),
      whole(cold[name].heap / 1000),
      compared(cold, name, "heap"),
    ]),
  );
};

/** A processor that more than so many programs wait for makes times uncertain. */
const BUSY = 2;

/** How far times can be relied on. */
const caution = ({ load, processors }) =>
  load > BUSY * processors
    ? `\n**Times are uncertain**: the machine had other work, ${whole(load)} programs at a time on ${processors}\n` +
      "processors. Bytes, requests, CPU, tasks and heap hold; for times, measure on a quiet machine.\n"
    : "";

/** All tables, with what they are. */
export const tables = (results) => {
  const leftOut = Object.entries(results.leftOut).map(([name, why]) => `- ${name}: ${why}.\n`);
  return `\
Medians of ${results.rounds} rounds in ${results.browser}. A ratio is to ${BASE} in the same run; "again" is
the second visit.
${caution(results.machine)}
Before the first page view is sent, the page downloads:

${downloads(results)}
On a fast connection, the page view is:

${times(results, "fast")}
On a slow connection and processor, it is:

${times(results, "slow")}
The page's main thread is busy for so long, and JavaScript takes so much memory after a collection. The
ratios are of what is more than without a tracker:

${costs(results)}
Left out, as they are not on npm:

${leftOut.join("")}`;
};

/** README.md with the tables of these results. */
export const inReadme = (page, results) => filled(page, MARKS, `\n${tables(results)}\n`);
