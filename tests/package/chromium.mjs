// Chromium without a window, driven through its DevTools protocol
// (https://chromedevtools.github.io/devtools-protocol/).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
/** As in tests/browser/src/engine/chromium.rs, which says why. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** How often is asked again what is waited for, and how often at most: three minutes in all. */
const PAUSE_MS = 50;
const TRIES = 3600;

const isThere = (path) => {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
};

const findBrowser = () => {
  const folders = process.env.PATH.split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return process.env.CHROMIUM ?? paths.find(isThere) ?? NAMES[0];
};

/** Asks until there is an answer, and gives it. */
export const waitFor = async (what, ask) => {
  for (let left = TRIES; left; left--) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
  throw new Error(`still waiting for ${what}`);
};

/** A page's tab, which keeps what goes wrong in it. */
const makeTab = (ask, context) => {
  const troubles = [];
  const scripts = new Set();
  const hear = {
    "Runtime.exceptionThrown": ({ exceptionDetails }) =>
      troubles.push(exceptionDetails.exception?.description ?? exceptionDetails.text),
    "Runtime.consoleAPICalled": ({ type, args }) => {
      const said = args.map(({ value, description }) => value ?? description);
      if (/error|warning/.test(type)) troubles.push(said.join(" "));
    },
    "Log.entryAdded": ({ entry }) =>
      entry.level == "error" && troubles.push(`${entry.text} ${entry.url ?? ""}`),
    "Network.responseReceived": ({ type, response }) => type == "Script" && scripts.add(response.url),
  };
  const evaluate = async (expression) => {
    const question = { expression, returnByValue: true };
    const { result, exceptionDetails } = await ask("Runtime.evaluate", question);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  /** Where the middle of an element is, once it is on the page. */
  const middleOf = (selector) =>
    waitFor(selector, () =>
      evaluate(`(() => {
        const element = document.querySelector(${JSON.stringify(selector)});
        element?.scrollIntoView({ block: "center", behavior: "instant" });
        const { x, y, width, height } = element?.getBoundingClientRect() ?? {};
        return width && { x: x + width / 2, y: y + height / 2 };
      })()`),
    );
  const click = async (selector) => {
    const place = { ...(await middleOf(selector)), button: "left", clickCount: 1 };
    for (const type of ["mousePressed", "mouseReleased"]) {
      await ask("Input.dispatchMouseEvent", { type, ...place });
    }
  };
  const type = async (selector, text) => {
    await click(selector);
    await ask("Input.insertText", { text });
  };
  const goto = async (url) => {
    const { errorText } = await ask("Page.navigate", { url });
    if (errorText) throw new Error(`${url}: ${errorText}`);
  };
  const close = () => context.dispose();
  return { hear, troubles, scripts, click, type, goto, close };
};

/** Starts one that finds hosts by `rules` (`MAP api.test 127.0.0.1:80`). */
export const startChromium = async (rules) => {
  const profile = await mkdtemp(join(tmpdir(), "linkyfy-chromium-"));
  const places = [`--user-data-dir=${profile}`, `--host-resolver-rules=${rules}`];
  const args = [...ARGUMENTS, ...places, "--remote-debugging-pipe", "about:blank"];
  const child = spawn(findBrowser(), args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const [, , , commands, messages] = child.stdio;
  const waiting = new Map();
  const tabs = new Map();
  let count = 0;
  let rest = "";

  const ask = (method, params = {}, sessionId) =>
    new Promise((done, fail) => {
      waiting.set(++count, { done, fail, method });
      commands.write(`${JSON.stringify({ id: count, method, params, sessionId })}\0`);
    });

  const take = ({ id, method, params, result, error, sessionId }) => {
    if (method) return tabs.get(sessionId)?.hear[method]?.(params);
    const asked = waiting.get(id);
    waiting.delete(id);
    error ? asked.fail(new Error(`${asked.method}: ${error.message}`)) : asked.done(result);
  };

  messages.setEncoding("utf8").on("data", (text) => {
    const parts = (rest + text).split("\0");
    rest = parts.pop();
    for (const part of parts) take(JSON.parse(part));
  });

  /** Opens a tab with storage of its own. */
  const open = async () => {
    const { browserContextId } = await ask("Target.createBrowserContext");
    const { targetId } = await ask("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
    const dispose = () => ask("Target.disposeBrowserContext", { browserContextId });
    const tab = makeTab((method, params) => ask(method, params, sessionId), { dispose });
    tabs.set(sessionId, tab);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`, {}, sessionId);
    return tab;
  };

  const stop = async () => {
    await ask("Browser.close");
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  await ask("Browser.getVersion");
  return { open, stop };
};
