// Tabs of Chromium in which pages are used as their visitors use them.

import * as chromium from "../chromium.mjs";

/** How often is asked again what is waited for, and how often at most: three minutes in all. */
const PAUSE_MS = 50;
const TRIES = 3600;

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
const makeTab = (ask, close) => {
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
  return { hear, troubles, scripts, click, type, goto, close };
};

/** Starts one that finds hosts by `rules` (`MAP api.test 127.0.0.1:80`). */
export const startChromium = async (rules) => {
  const { send, listen, newTab, stop } = await chromium.startChromium([`--host-resolver-rules=${rules}`]);
  const tabs = new Map();
  listen(({ method, params, sessionId }) => tabs.get(sessionId)?.hear[method]?.(params));

  /** Opens a tab with storage of its own. */
  const open = async () => {
    const { browserContextId } = await send("Target.createBrowserContext");
    const { sessionId, send: ask } = await newTab(browserContextId);
    const close = () => send("Target.disposeBrowserContext", { browserContextId });
    const tab = makeTab(ask, close);
    tabs.set(sessionId, tab);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`);
    return tab;
  };
  return { open, stop };
};
