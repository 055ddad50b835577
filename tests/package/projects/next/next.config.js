import { join } from "node:path";

// Where Next and React are, which the project has not installed itself.
export default { turbopack: { root: join(import.meta.dirname, "../..") } };
