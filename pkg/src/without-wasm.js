// Gets the tracker running without WebAssembly, and without asking whether it is refused.

import { instantiate } from "linkyfy-fallback";
import { attach, imports } from "linkyfy-tracker";

export const begin = async () => attach(instantiate(imports()));
