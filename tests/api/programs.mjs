// The programs of the runtimes, which npm brings, and how each is started: until its job is done or it is
// stopped.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { run } from "../package/project.mjs";
import { root } from "./root.mjs";

/** The newest of workerd's behaviour that the suite was written for. */
const COMPATIBILITY_DATE = "2025-01-01";

/** A program that an npm package brings for this platform, in a package of its own. */
const binary = (scope, path) => {
  const folder = join(root, "tests/api/node_modules", scope);
  return join(folder, readdirSync(folder)[0], path);
};

/** What runs a script in each runtime that has programs: the program and its first arguments. */
export const runners = {
  node: () => [process.execPath],
  deno: () => [binary("@deno", "deno"), "run", "--allow-all", "--node-modules-dir=manual"],
  bun: () => [binary("@oven", "bin/bun"), "run"],
};

/** Starts a program in a folder. */
export const start = (folder, [program, ...args], env) => {
  const stdio = ["pipe", "pipe", "inherit"];
  const child = spawn(program, args, { cwd: folder, stdio, env: { ...process.env, ...env } });
  const ended = new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(`it ended with ${code ?? signal}`));
  });
  const lines = createInterface(child.stdout);
  const stop = () => child.kill();
  return { child, ended, lines, stop };
};

/** A map of names as a list of Cap'n Proto, each with a value of this kind. */
const listOf = (values) =>
  Object.entries(values)
    .map(([name, value]) => `(name = "${name}", ${value})`)
    .join(", ");

/**
 * Starts a worker made of one script and the wasm as a module, as bundlers for such runtimes make it.
 * `texts` and `folders` are what the worker finds in its environment. Gives a promise of its `port`, too.
 */
export const startWorker = async (folder, source, { texts = {}, folders = {} } = {}) => {
  const out = join(folder, "worker");
  const conditions = ["--conditions=workerd,worker", "--loader:.wasm=copy", "--format=esm"];
  const esbuild = join(root, "node_modules/.bin/esbuild");
  await run(folder, esbuild, source, "--bundle", "--entry-names=worker", ...conditions, `--outdir=${out}`);
  const modules = readdirSync(out)
    .filter((file) => /\.(js|wasm)$/.test(file))
    .map((file) => [file, `${file.endsWith(".wasm") ? "wasm" : "esModule"} = embed "${file}"`])
    // The worker's own script is the first.
    .sort(([one], [other]) => (other == "worker.js") - (one == "worker.js"));
  const valued = (values, value) =>
    Object.fromEntries(Object.entries(values).map(([name, it]) => [name, value(name, it)]));
  const bindings = {
    ...valued(texts, (_, text) => `text = ${JSON.stringify(text)}`),
    ...valued(folders, (name) => `service = "${name}"`),
  };
  const disks = valued(folders, (_, path) => `disk = (path = ${JSON.stringify(path)})`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${listOf(Object.fromEntries(modules))}],
      bindings = [${listOf(bindings)}],
      compatibilityDate = "${COMPATIBILITY_DATE}",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["private", "public"])),
    ${listOf(disks)}
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
  await writeFile(join(out, "config.capnp"), config);
  const program = binary("@cloudflare", "bin/workerd");
  const running = start(out, [program, "serve", "config.capnp", "--control-fd=1"]);
  const port = new Promise((done, fail) => {
    running.ended.then((how) => fail(new Error(`workerd: ${how}`)));
    running.lines.on("line", (line) => {
      const { event, port } = JSON.parse(line);
      if (event == "listen") done(port);
    });
  });
  return { ...running, port };
};
