// The file that the script tag names: it finds its tag, starts the tracker inside and gives the
// page its API, `linkyfy`.

import { impression, load, registration, start, visitorId } from "linkyfy-tracker";
import wasm from "linkyfy-wasm";
import { unpack } from "./unpack.js";

const commands = { impression, registration, start, visitorId };

/** Options as the attributes of a script tag. */
const attributes = (tag) => (name) => tag.getAttribute("data-" + name);

/** The page's API. What is called before the tracker is there waits for it, in order. */
const makeApi = () => {
  let waiting = [];
  const api = (command, ...args) => {
    if (waiting) {
      waiting.push([command, ...args]);
      return;
    }
    try {
      return commands[command](...args);
    } catch {}
  };
  for (const command in commands) {
    api[command] = (...args) => api(command, ...args);
  }
  load(unpack(wasm)).then(
    () => {
      const calls = waiting;
      waiting = 0;
      for (const call of calls) api(...call);
    },
    () => {},
  );
  return api;
};

/** The tags that this run of the script stands for: its own, where the browser knows it. */
const findTags = () => {
  const own = document.currentScript;
  return own ? [own] : document.querySelectorAll("script[data-project-id],script[src*='/linkyfy.js']");
};

const stub = window.linkyfy;
if (!stub?.start) window.linkyfy = makeApi();
for (const tag of findTags()) linkyfy.start(attributes(tag));
for (const call of stub?.q || []) linkyfy(...call);
