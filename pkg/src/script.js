// The file that the script tag names: it finds its tag, starts the tracker inside and gives the
// page its API, `linkyfy`.

import { begin } from "linkyfy-start";
import { createApi } from "./api.js";

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
const api = linkyfy?.start ? linkyfy : createApi(begin(tags[0]?.src), () => delete window.linkyfy);
if (!linkyfy || linkyfy.call || linkyfy instanceof Element) window.linkyfy = api;
const calls = [...(linkyfy?.q || [])];
// Who wants to hear of events wants to hear of the first.
const listens = ([command]) => command == "on";
for (const call of calls.filter(listens)) api(...call);
for (const tag of tags) {
  const copy = tag.cloneNode();
  api.start((name) => copy.getAttribute("data-" + name));
}
for (const call of calls) listens(call) || api(...call);
