// One tracker a page, by whatever ways it comes there (L3).

import { begin } from "linkyfy-start";
import { createApi } from "./api.js";

/**
 * The page's API: another copy's where there is one, or else made now, and known to the page as
 * `linkyfy`. `loadFallback` imports the program without WebAssembly.
 */
export const share = (loadFallback) => {
  const { linkyfy } = window;
  if (linkyfy?.start) return linkyfy;
  const api = createApi(begin(loadFallback), () => delete window.linkyfy);
  // The name may be a stub's that queues (a function), or stand for an element with this id. A value
  // that the page keeps under it stays the page's.
  if (!linkyfy || linkyfy.call || linkyfy instanceof Element) window.linkyfy = api;
  return api;
};
