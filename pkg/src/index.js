// `linkyfy`: the tracker with its wasm inside. What not every page needs is in files beside it.

import { creating } from "./create.js";

/** The files beside this one, each named where bundlers see it. */
const files = {
  debug: () => import("./linkyfy-debug.js"),
  fallback: () => import("./linkyfy-fallback.js"),
  forms: () => import("./linkyfy-forms.js"),
};

export const createTracker = creating((name) => files[name]());
