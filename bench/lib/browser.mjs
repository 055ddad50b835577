// Chromium, spoken to through a pipe in its own protocol: drivers on top of that add work to the page.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The program; `CHROMIUM` names another. */
const PROGRAM = process.env.CHROMIUM ?? "chromium";

/** Nothing of the browser's own may come between. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-default-apps",
  // A tab that is measured is in front, but a busy machine's headless browser doesn't always see that.
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
  // A few trackers don't count browsers that say they are driven.
  "--disable-blink-features=AutomationControlled",
  // Whatever a tracker asks the world for, it doesn't leave the machine.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost",
  "--remote-debugging-pipe",
];

/** Where the protocol's pipe is among a process's files: the browser reads 3 and writes 4. */
const COMMANDS = 3;
const MESSAGES = 4;

/** Longest that an answer may take, in milliseconds. */
const PATIENCE = 60_000;

/** Starts a browser with a profile of its own, which trusts the certificate of this pin. */
export const startBrowser = async ({ pin } = {}) => {
  const profile = await mkdtemp(join(tmpdir(), "linkyfy-bench-"));
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"];
  const trust = pin ? [`--ignore-certificate-errors-spki-list=${pin}`] : [];
  const own = [`--user-data-dir=${profile}`, ...trust, "about:blank"];
  const child = spawn(PROGRAM, [...FLAGS, ...own], { stdio });
  const calls = new Map();
  const listeners = new Set();
  const gone = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  gone.then(() => {
    for (const { reject } of calls.values()) reject(new Error(`${PROGRAM} is gone`));
    calls.clear();
  });
  child.stdio[COMMANDS].on("error", () => {});
  readMessages(child.stdio[MESSAGES], (message) => {
    const call = calls.get(message.id);
    if (!call) {
      for (const hear of listeners) hear(message);
      return;
    }
    calls.delete(message.id);
    clearTimeout(call.timer);
    if (message.error) call.reject(new Error(`${call.method}: ${message.error.message}`));
    else call.resolve(message.result);
  });

  let last = 0;
  /** Calls a method, of a tab where `sessionId` names one. */
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const timer = setTimeout(() => {
        calls.delete(id);
        reject(new Error(`${method}: no answer`));
      }, PATIENCE);
      calls.set(id, { method, resolve, reject, timer });
      child.stdio[COMMANDS].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });

  /** Has `hear` called with every event; gives what ends that. */
  const listen = (hear) => {
    listeners.add(hear);
    return () => listeners.delete(hear);
  };

  /**
   * A tab on `about:blank`, and what calls its methods. It is of the browser's own profile: in those that
   * the protocol makes, as in a private window, Chromium doesn't preconnect.
   */
  const newTab = async () => {
    const { targetId } = await send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
    return {
      sessionId,
      send: (method, params) => send(method, params, sessionId),
      close: () => send("Target.closeTarget", { targetId }),
    };
  };

  const stop = async () => {
    await Promise.race([send("Browser.close").catch(() => child.kill("SIGKILL")), gone]);
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };

  const { product } = await send("Browser.getVersion");
  return { version: product, send, listen, newTab, stop };
};

/** Has `take` called with every message of a stream, which ends each with a zero. */
const readMessages = (stream, take) => {
  let parts = [];
  stream.on("data", (data) => {
    let start = 0;
    for (let end; (end = data.indexOf(0, start)) >= 0; start = end + 1) {
      parts.push(data.subarray(start, end));
      take(JSON.parse(Buffer.concat(parts).toString()));
      parts = [];
    }
    parts.push(data.subarray(start));
  });
};
