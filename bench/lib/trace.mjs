// What the main thread does during a visit, by Chromium's own tracing. That takes time itself: a visit that
// is traced is not timed.

import { median } from "./figures.mjs";
import { visit } from "./visit.mjs";

/** What tells of the main thread's tasks, and whose page they are. */
const CATEGORIES = ["toplevel", "devtools.timeline"];
/** A task, as the trace calls it. */
const TASK = "ThreadControllerImpl::RunTask";
/** Microseconds in a millisecond. */
const MICRO = 1000;

/** Traces all that the browser does while `run` runs; gives the events. */
export const traced = async (browser, run) => {
  const events = [];
  let done;
  const complete = new Promise((resolve) => (done = resolve));
  const stop = browser.listen(({ method, params }) => {
    if (method == "Tracing.dataCollected") events.push(...params.value);
    if (method == "Tracing.tracingComplete") done();
  });
  const traceConfig = { includedCategories: CATEGORIES };
  await browser.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  try {
    await run();
  } finally {
    await browser.send("Tracing.end");
    await complete;
    stop();
  }
  return events;
};

/** The longest task since the page of a site was parsed, in milliseconds of the thread's own time. */
export const longestTask = (events, site) => {
  const page = events.find(({ name, args }) => name == "ParseHTML" && args.beginData?.url.startsWith(site));
  if (!page) throw new Error(`the trace has no page of ${site}`);
  const isThere = ({ pid, tid, ph }) => pid == page.pid && tid == page.tid && ph == "X";
  const tasks = events.filter((event) => event.name == TASK && isThere(event));
  // A task that is cut off by the trace's end has no time.
  const times = tasks.filter(({ ts, dur }) => ts + dur > page.ts).map(({ tdur }) => tdur ?? 0);
  return Math.max(...times) / MICRO;
};

/** The median of each variant's longest task at a first visit, by its name. */
export const longestTasks = async ({ browser, servers, variants, rounds }) => {
  servers.setLink({});
  const found = Object.fromEntries(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const variant of variants) {
      const origins = servers.newOrigins();
      const run = () => visit({ browser, servers, origins, variant, rests: true });
      found[variant.name].push(longestTask(await traced(browser, run), `${origins.site}/visit-`));
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, tasks]) => [name, median(tasks)]));
};
