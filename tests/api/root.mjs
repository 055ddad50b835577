// Where the project is.

import { fileURLToPath } from "node:url";

/** Its folder, without a slash at the end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
