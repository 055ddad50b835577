// `linkyfy/inline`: the tracker in one module that loads no other and needs no WebAssembly, for pages
// that refuse either.

import { build } from "linkyfy-wasm";
import { debug } from "../../src/forms/debug.js";
import { makeJudge } from "../../src/forms/index.js";
import { creating } from "./create.js";

/** What other entries have in files beside them. */
const parts = { debug, forms: makeJudge };

export const createTracker = creating((name) => ({ [build]: parts[name] }));
