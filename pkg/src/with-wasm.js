// Gets the tracker running from the wasm inside this file; where WebAssembly is refused, from the
// same program as JavaScript, in a file beside this one.

import { imports } from "linkyfy-tracker";
import { build, wasm } from "linkyfy-wasm";
import { unpack } from "./unpack.js";

/**
 * A promise of the exports of the tracker's instance. `src` is this file's address. Whether
 * WebAssembly is refused is known only once it has been tried: under a Content-Security-Policy it
 * is all there, and compiling throws. An import, in contrast to a script tag, inherits the trust
 * that the policy has in this script.
 */
export const begin = async (src) => {
  try {
    return (await WebAssembly.instantiate(unpack(wasm), imports())).instance.exports;
  } catch {
    const fallback = src.replace(/[^/?]*(\?|$)/, "linkyfy-fallback.js$1");
    return (await import(fallback))[build](imports());
  }
};
