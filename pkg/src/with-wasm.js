// Gets the tracker running from the wasm inside this file; where WebAssembly is refused, from the
// same program as JavaScript, in a file beside this one.

import { imports } from "linkyfy-tracker";
import { wasm } from "linkyfy-wasm";
import { unpack } from "./unpack.js";

/**
 * A promise of the exports of the tracker's instance. `bring` brings the export of a file
 * beside this one. Whether WebAssembly is refused is known only once it has been tried: under a
 * Content-Security-Policy it is all there, and compiling throws. It is compiled in one go: in the
 * background it would end behind all that the page does meanwhile. (Chromium before 115 refuses that, and
 * takes the other file.)
 */
export const begin = async (bring) => {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(unpack(wasm)), imports()).exports;
  } catch {
    return (await bring("fallback"))(imports());
  }
};
