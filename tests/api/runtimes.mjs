// The runtimes, and how each is brought to run the suite: a program that ends when its job is done or
// when it is stopped.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { runIn } from "./project.mjs";

/** The newest of workerd's behaviour that the suite was written for. */
const COMPATIBILITY_DATE = "2025-01-01";

/** A program that an npm package brings for this platform, in a package of its own. */
const binary = (root, scope, path) => {
  const folder = join(root, "tests/api/node_modules", scope);
  return join(folder, readdirSync(folder)[0], path);
};

const start = (folder, program, args, env) => {
  const stdio = ["pipe", "pipe", "inherit"];
  const child = spawn(program, args, { cwd: folder, stdio, env: { ...process.env, ...env } });
  const ended = new Promise((done) => {
    child.once("error", (error) => done(error.message));
    child.once("exit", (code, signal) => done(`it ended with ${code ?? signal}`));
  });
  const stop = () => child.kill();
  return { child, ended, stop };
};

const script = (program, ...args) => ({ root, folder, desk }) =>
  start(folder, program(root), [...args, "suite/script.mjs", desk]);

/** The page in a browser of the end-to-end tests, which stays until its input ends. */
const browser = (engine) => ({ root, folder, desk }) => {
  const running = start(folder, `${root}/target/debug/open-page`, [`${desk}/`], { LINKYFY_ENGINE: engine });
  running.child.stdout.resume();
  return { ...running, stop: () => running.child.stdin.end() };
};

/** A worker made of one script and the wasm as a module, as bundlers for such runtimes make it. */
const workerd = async ({ root, folder, desk }) => {
  const out = join(folder, "worker");
  const conditions = ["--conditions=workerd,worker", "--loader:.wasm=copy", "--format=esm"];
  const esbuild = join(root, "node_modules/.bin/esbuild");
  await runIn(folder, esbuild, "suite/worker.mjs", "--bundle", ...conditions, `--outdir=${out}`);
  const modules = readdirSync(out).map((file) => {
    const kind = file.endsWith(".wasm") ? "wasm" : "esModule";
    return `(name = "${file}", ${kind} = embed "${file}")`;
  });
  // The worker's own script is the first.
  modules.sort((one, other) => other.includes("worker.js") - one.includes("worker.js"));
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [${modules.join(", ")}],
      compatibilityDate = "${COMPATIBILITY_DATE}",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
  await writeFile(join(out, "config.capnp"), config);
  const program = binary(root, "@cloudflare", "bin/workerd");
  const running = start(out, program, ["serve", "config.capnp", "--control-fd=1"]);
  createInterface(running.child.stdout).on("line", (line) => {
    const { event, port } = JSON.parse(line);
    const url = `http://127.0.0.1:${port}/?${encodeURIComponent(desk)}`;
    // What comes of it goes to the desk.
    if (event == "listen") fetch(url).catch(() => {});
  });
  return running;
};

/** By their names, in the order of the table. */
export const runtimes = {
  chromium: browser("chromium"),
  firefox: browser("firefox"),
  webkit: browser("webkit"),
  node: script(() => process.execPath),
  deno: script((root) => binary(root, "@deno", "deno"), "run", "--allow-all", "--node-modules-dir=manual"),
  bun: script((root) => binary(root, "@oven", "bin/bun"), "run"),
  workerd,
};
