// Our own tracker, as it is built, and the page without any.

import { readFileSync } from "node:fs";

const built = (name) => readFileSync(new URL(`../../pkg/dist/${name}`, import.meta.url));

/** The page's address in an impression of ours. */
const reads = ({ method, url, body }) =>
  method == "POST" && url.endsWith("/tracking/impression") ? JSON.parse(body).page_url : undefined;

/** What has the connection to the API opened while the tracker is still on its way. */
const preconnect = ({ collector }) => `<link rel="preconnect" href="${collector}" crossorigin>`;

/**
 * The tag of the README, with what stands before it; a browser that is driven and a page on this machine
 * count too.
 */
export const ours = (name, file, attributes = "", before = () => "") => ({
  name,
  head: ({ collector }) =>
    before({ collector }) +
    `<script async src="/${file}" data-project-id="42" data-api="${collector}/api/v1"` +
    ` data-allow-localhost data-allow-automation${attributes}></script>`,
  files: { [`/${file}`]: built(file) },
  reads,
});

/** What the page is without any tracker. */
export const EMPTY = { name: "no tracker", head: () => "", files: {} };

/** As the API documents it: JSON, which the browser asks the API about first. */
export const LINKYFY = ours("Linkyfy", "linkyfy.js");
/** The file for pages that refuse WebAssembly. */
export const WITHOUT_WASM = ours("Linkyfy, no wasm", "linkyfy-no-wasm.js");
/** With the line that opens the connection. */
export const PRECONNECT = ours("Linkyfy, preconnect", "linkyfy.js", "", preconnect);
/** The same as plain text, which the browser doesn't ask about. */
export const SIMPLE = ours(
  "Linkyfy, preconnect, simple request",
  "linkyfy.js",
  " data-simple-request",
  preconnect,
);

export const OURS = [LINKYFY, WITHOUT_WASM, PRECONNECT, SIMPLE];
