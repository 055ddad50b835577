// Gets the tracker running from the wasm inside, compiled on another thread: a way that is measured, and
// not published.

import { imports } from "linkyfy-tracker";
import { wasm } from "linkyfy-wasm";
import { unpack } from "../../pkg/src/unpack.js";

export const begin = async (bring) => {
  try {
    return (await WebAssembly.instantiate(unpack(wasm), imports())).instance.exports;
  } catch {
    return (await bring("fallback"))(imports());
  }
};
