// What the npm package's entries have in common (P2). Nothing here asks for a window until a tracker
// is created in a browser: the modules can be imported while a page is rendered on a server.

import { createApi } from "./api.js";
import { share } from "./share.js";

/**
 * A script tag has text, and has a flag or hasn't: what stands for an option's value there. Only `auto` is
 * on where it isn't said.
 */
const asText = (name, value) => {
  if (value === true) return "";
  if (value === false) return name == "auto" ? "off" : null;
  return value;
};

/**
 * Makes `createTracker`, which creates the tracker of a project and gives the page's API, which all
 * trackers of the page share. On a server it gives one whose commands do nothing. `load` brings one of
 * the files beside the first by its name, or what stands for it.
 */
export const creating =
  (load) =>
  ({ beforeSend, ...options }) => {
    if (typeof document == "undefined") return createApi(Promise.reject());
    const api = share(load);
    if (beforeSend) api.on("before_send", beforeSend);
    api.start((name) =>
      asText(name, options[name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]),
    );
    return api;
  };
