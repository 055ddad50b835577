// Writes the documentation: `node build.js MODEL FOLDER`, the model of `openapi.yaml` as JSON, and where
// the pages go.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { guide } from "./guide.js";
import { page } from "./page.js";
import { reference } from "./reference.js";

const [model, folder] = process.argv.slice(2);
const quickStart = readFileSync(new URL("quick-start.md", import.meta.url), "utf8");
const pages = {
  api: reference(JSON.parse(readFileSync(model, "utf8"))),
  "quick-start": guide(quickStart),
};
for (const [name, content] of Object.entries(pages)) {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "index.html"), String(page(`docs/${name}`, content)));
}
