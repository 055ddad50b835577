// Gets the tracker running from a wasm in a file of its own, compiled while it arrives: a way that is
// measured, and not published.

import { imports } from "linkyfy-tracker";

const { src } = document.currentScript;

export const begin = async (bring) => {
  try {
    const file = fetch(src.replace(/[^/?]*(\?|$)/, "linkyfy.wasm$1"));
    return (await WebAssembly.instantiateStreaming(file, imports())).instance.exports;
  } catch {
    return (await bring("fallback"))(imports());
  }
};
