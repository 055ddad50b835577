// Gets the client's decisions from the wasm inside this file; where WebAssembly is refused, from the
// same program as JavaScript, in a file beside this one.

import { imports } from "linkyfy-client";
import { wasm } from "linkyfy-wasm";
import { unpack } from "../unpack.js";

const load = async () => {
  try {
    const module = await WebAssembly.compile(unpack(wasm));
    return async () => (await WebAssembly.instantiate(module, imports())).exports;
  } catch {
    const { instantiate } = await import("./linkyfy-client-fallback.js");
    return () => instantiate(imports());
  }
};

let loaded;

/** A promise of what makes an instance and gives its exports. Where it can't be had, the next call asks again. */
export const begin = async () => (loaded ??= await load());
