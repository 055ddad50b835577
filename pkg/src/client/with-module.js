// The same for runtimes that compile no wasm while they run, such as workerd: they take it as a module.

import { imports } from "linkyfy-client";
import module from "./linkyfy-client.wasm";

const instantiate = () => new WebAssembly.Instance(module, imports()).exports;

/** A promise of what makes an instance and gives its exports. */
export const begin = async () => instantiate;
