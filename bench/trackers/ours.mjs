// Our own tracker, as it is built, and the page without any.

import { readFileSync } from "node:fs";

const built = (name) => readFileSync(new URL(`../../pkg/dist/${name}`, import.meta.url));

/** The page's address in an impression of ours. */
const reads = ({ method, url, body }) =>
  method == "POST" && url.endsWith("/tracking/impression") ? JSON.parse(body).page_url : undefined;

/** The tag of the README; a browser that is driven and a page on this machine count too. */
export const ours = (name, file, attributes = "") => ({
  name,
  head: ({ collector }) =>
    `<script async src="/${file}" data-project-id="42" data-api="${collector}/api/v1"` +
    ` data-allow-localhost data-allow-automation${attributes}></script>`,
  files: { [`/${file}`]: built(file) },
  reads,
});

/** What the page is without any tracker. */
export const EMPTY = { name: "no tracker", head: () => "", files: {} };

/** As the API documents it: JSON, which the browser asks the API about first. */
export const LINKYFY = ours("Linkyfy", "linkyfy.js");
/** The same as plain text, which it doesn't ask about. */
export const SIMPLE = ours("Linkyfy, simple request", "linkyfy.js", " data-simple-request");
/** The file for pages that refuse WebAssembly. */
export const WITHOUT_WASM = ours("Linkyfy, no wasm", "linkyfy-no-wasm.js");

export const OURS = [LINKYFY, SIMPLE, WITHOUT_WASM];
