// Writes the page that makes the snippet: `node build.js FACTS FOLDER`, the options as JSON, and where the
// page goes.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { page } from "../docs/page.js";
import { builder } from "./builder.js";

const [facts, folder] = process.argv.slice(2);
const content = builder(JSON.parse(readFileSync(facts, "utf8")));
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "index.html"), String(page("snippet", content)));
