// The file that the script tag names: it finds its tag, starts the tracker inside and gives the
// page its API, `linkyfy`.

import { begin } from "linkyfy-start";
import {
  answered,
  consent,
  destroy,
  flush,
  impression,
  locked,
  moved,
  optIn,
  optOut,
  registration,
  released,
  reset,
  restored,
  shown,
  start as startTracker,
  submit,
  visitorId,
  woke,
} from "linkyfy-tracker";

const handlers = { answered, locked, moved, released, restored, shown, submit, woke };
const start = (get) => startTracker(get, handlers);
const commands = {
  consent,
  destroy: () => {
    destroy();
    delete window.linkyfy;
  },
  flush,
  impression: ({ pageUrl, referrer } = {}) =>
    impression(pageUrl && new URL(pageUrl, location).href, referrer),
  optIn,
  optOut,
  registration,
  reset,
  start,
  visitorId,
};

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
  const ready = begin(tags[0]?.src).then(
    () => {
      const calls = waiting;
      waiting = 0;
      for (const call of calls) api(...call);
    },
    () => {},
  );
  // The one command whose answer is always a promise.
  api.flush = () => ready.then(() => api("flush"));
  return api;
};

/**
 * The tags that this run of the script stands for: its own, where the browser knows it. A module
 * doesn't know its own; then the file's name tells, and only a renamed file goes by the attribute,
 * which other vendors use too.
 */
const findTags = () => {
  const own = document.currentScript;
  const all = (selector) => document.querySelectorAll("script" + selector);
  const named = all("[src*='linkyfy.js']");
  return own ? [own] : named.length ? named : all("[data-project-id]");
};

const tags = findTags();
const { linkyfy } = window;
// The name may be another copy's of this script, or a stub's that queues (a function), or stand
// for an element with this id. A value that the page keeps under it stays the page's.
const api = linkyfy?.start ? linkyfy : makeApi();
if (!linkyfy || linkyfy.call || linkyfy instanceof Element) window.linkyfy = api;
for (const tag of tags) api.start((name) => tag.getAttribute("data-" + name));
for (const call of linkyfy?.q || []) api(...call);
