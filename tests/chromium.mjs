// Chromium without a window, spoken to through a pipe in its own protocol
// (https://chromedevtools.github.io/devtools-protocol/): drivers on top of that add work to the page.

import { spawn } from "node:child_process";
import { accessSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What the program is called on different machines; `CHROMIUM` names another. */
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** As all browsers of the tests are started; tests/browser/src/engine/chromium.rs says why. */
const settings = JSON.parse(readFileSync(new URL("../webdriver.json", import.meta.url)));
const FLAGS = [...settings["goog:chromeOptions"].args, "--remote-debugging-pipe"];

/** Where the protocol's pipe is among a process's files: the browser reads 3 and writes 4. */
const COMMANDS = 3;
const MESSAGES = 4;

/** Longest that an answer may take, in milliseconds. */
const PATIENCE = 60_000;

const isThere = (path) => {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
};

const findProgram = () => {
  const folders = process.env.PATH.split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return process.env.CHROMIUM ?? paths.find(isThere) ?? NAMES[0];
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

/** Starts one with a profile of its own, and with more flags. */
export const startChromium = async (flags = []) => {
  const program = findProgram();
  const profile = await mkdtemp(join(tmpdir(), "linkyfy-chromium-"));
  const args = [...FLAGS, ...flags, `--user-data-dir=${profile}`, "about:blank"];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const calls = new Map();
  const listeners = new Set();
  const gone = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  gone.then(() => {
    for (const { reject } of calls.values()) reject(new Error(`${program} is gone`));
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
   * A tab on `about:blank`, and what calls its methods: of the browser's own profile, or of a context that
   * `browserContextId` names.
   */
  const newTab = async (browserContextId) => {
    const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
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
