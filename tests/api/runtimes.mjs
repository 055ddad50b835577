// The runtimes, and how each is brought to run the suite.

import { runners, start, startWorker } from "./programs.mjs";
import { root } from "./root.mjs";

const script = (name) => ({ folder, desk }) =>
  start(folder, [...runners[name](), "suite/script.mjs", desk]);

/** The page in a browser of the end-to-end tests, which stays until its input ends. */
const browser = (engine) => ({ folder, desk }) => {
  const running = start(folder, [`${root}/target/debug/open-page`, `${desk}/`], { LINKYFY_ENGINE: engine });
  return { ...running, stop: () => running.child.stdin.end() };
};

const workerd = async ({ folder, desk }) => {
  const running = await startWorker(folder, "suite/worker.mjs");
  // What comes of it goes to the desk.
  running.port.then((port) => fetch(`http://127.0.0.1:${port}/?${encodeURIComponent(desk)}`)).catch(() => {});
  return running;
};

/** By their names, in the order of the table. */
export const runtimes = {
  chromium: browser("chromium"),
  firefox: browser("firefox"),
  webkit: browser("webkit"),
  node: script("node"),
  deno: script("deno"),
  bun: script("bun"),
  workerd,
};
