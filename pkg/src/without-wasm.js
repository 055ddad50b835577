// Gets the tracker running without WebAssembly, and without asking whether it is refused.

import { instantiate } from "linkyfy-fallback";
import { imports } from "linkyfy-tracker";

export const begin = async () => instantiate(imports());
