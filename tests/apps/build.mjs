// Builds the apps of React, Vue and Svelte that tests put on pages, as their users build them for
// production: a script each, in `target/apps`.

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OUTPUT = join(ROOT, "target/apps");
const ENTRIES = { react: "react.jsx", vue: "vue.js", svelte: "svelte/main.js" };

/** Compiles what esbuild doesn't know. */
const svelte = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: compile(source, { filename: basename(path) }).js.code };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: join(ROOT, "tests/apps"),
  entryPoints: ENTRIES,
  outdir: OUTPUT,
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020", "safari15"],
  jsx: "automatic",
  // Vue's own name for the build with its compiler of templates.
  alias: { vue: "vue/dist/vue.esm-bundler.js" },
  define: {
    "process.env.NODE_ENV": '"production"',
    __VUE_OPTIONS_API__: "false",
    __VUE_PROD_DEVTOOLS__: "false",
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  plugins: [svelte],
  logLevel: "warning",
});

mkdirSync(OUTPUT, { recursive: true });
for (const { path, contents } of outputFiles) {
  // Tests of several engines build at the same time: none may find a file that is half written.
  const part = `${path}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, path);
}
