// The npm package's tracker (P2). Nothing here asks for a window until a tracker is created in a
// browser: the module can be imported while a page is rendered on a server.

import { createApi } from "./api.js";
import { share } from "./share.js";

/** The files beside this one, each named where bundlers see it. */
const files = {
  debug: () => import("./linkyfy-debug.js"),
  fallback: () => import("./linkyfy-fallback.js"),
  forms: () => import("./linkyfy-forms.js"),
};

/** A script tag has text, and has a flag or hasn't: what stands for an option's value there. */
const asText = (value) => (value === true ? "" : value === false ? null : value);

/**
 * Creates the tracker of a project, and gives the page's API, which all trackers of the page share.
 * On a server it gives one whose commands do nothing.
 */
export const createTracker = ({ beforeSend, ...options }) => {
  if (typeof document == "undefined") return createApi(Promise.reject(), () => {});
  const api = share((name) => files[name]());
  if (beforeSend) api.on("before_send", beforeSend);
  api.start((name) => asText(options[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]));
  return api;
};
