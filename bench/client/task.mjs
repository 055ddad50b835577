// One measurement of one side, in a process of its own: `node task.mjs SIDE WHAT ORIGIN KEY`. Prints
// what it has found as a line of JSON.

import { sides } from "./sides.mjs";

/** Calls before anything is timed: code is compiled, connections are open. */
const WARM_UP = 200;
/** Calls of a timed run. */
const CALLS = 1000;
/** So many at once, where they aren't one after the other. */
const PARALLEL = 50;
/** Calls after which memory is looked at. */
const MANY = 10_000;
/** How often garbage is collected, with so many milliseconds before: connections and timers end late. */
const COLLECTIONS = 5;
const BETWEEN_MS = 20;

const [side, what, origin, apiKey] = process.argv.slice(2);
const { load, open } = sides[side];
const settings = { apiKey, baseUrl: `${origin}/api/v1` };

/** Makes so many calls, `parallel` at once; every answer must have arrived. */
const make = async (calls, count, parallel) => {
  let next = 0;
  const work = async () => {
    while (next < count) if (!(await calls[next++ % calls.length]())) throw new Error("no data");
  };
  await Promise.all(Array.from({ length: parallel }, work));
};

/** Calls a second, and the processor's time for each in microseconds. */
const speed = async (parallel) => {
  const calls = open(await load(), settings);
  await make(calls, WARM_UP, parallel);
  const before = process.cpuUsage();
  const begun = performance.now();
  await make(calls, CALLS, parallel);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { perSecond: CALLS / seconds, cpu: (user + system) / CALLS };
};

const tasks = {
  /** How long the import takes, in milliseconds. */
  load: async () => {
    const begun = performance.now();
    await load();
    return { load: performance.now() - begun };
  },
  /** From nothing to the first call's data, in milliseconds. */
  start: async () => {
    const begun = performance.now();
    await make(open(await load(), settings), 1, 1);
    return { start: performance.now() - begun };
  },
  sequential: () => speed(1),
  parallel: () => speed(PARALLEL),
  /** What is in use after many calls, in bytes, when all garbage is collected. */
  memory: async () => {
    await make(open(await load(), settings), MANY, PARALLEL);
    for (let turn = 0; turn < COLLECTIONS; turn++) {
      await new Promise((done) => setTimeout(done, BETWEEN_MS));
      gc();
    }
    const { heapUsed, rss } = process.memoryUsage();
    return { heap: heapUsed, rss };
  },
};

console.log(JSON.stringify(await tasks[what]()));
// Connections that are kept open would keep the process.
process.exit();
