// One tracker a page, by whatever ways it comes there (L3).

import { begin } from "linkyfy-start";
import { build } from "linkyfy-wasm";
import { bringBy } from "../../src/browser/files.js";
import { createApi } from "./api.js";

/**
 * The page's API: another copy's where there is one, or else made now, and known to the page as
 * `linkyfy`. `load` imports one of the files beside this one by its name. Each has one export, named
 * after the build: copies of different releases, from a cache, must not meet.
 */
export const share = (load) => {
  const { linkyfy } = window;
  if (linkyfy?.start) return linkyfy;
  const bring = async (name) => (await load(name))[build];
  bringBy(bring);
  const api = createApi(begin(bring));
  // The name may be a stub's that queues (a function), or stand for an element with this id. A value
  // that the page keeps under it stays the page's.
  if (!linkyfy || linkyfy.call || linkyfy instanceof Element) window.linkyfy = api;
  return api;
};
