// Makes script files of packages that have none.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** A file of an installed package, as it is published. */
export const published = (path) => readFileSync(`${folder}node_modules/${path}`);

/** A package's version. */
export const version = (name) => JSON.parse(published(`${name}/package.json`)).version;

/** The smallest script that these lines make. */
export const bundle = async (lines) => {
  const stdin = { contents: lines, resolveDir: folder };
  const options = { bundle: true, minify: true, format: "iife", legalComments: "none", write: false };
  const define = { "process.env.NODE_ENV": '"production"' };
  const { outputFiles } = await build({ ...options, stdin, define, target: "es2020" });
  return Buffer.from(outputFiles[0].contents);
};
