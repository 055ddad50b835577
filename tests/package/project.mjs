// Projects that install the package from its tarball, as its users do.

import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../api/root.mjs";

const execute = promisify(execFile);
/** Most that a program may print, in bytes. */
const MAX_OUTPUT = 1 << 26;
/** Tools that would tell their makers, or ask for news, don't. */
const QUIET = {
  NEXT_TELEMETRY_DISABLED: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  NO_UPDATE_NOTIFIER: "1",
  NO_COLOR: "1",
};

/** The environment of tools. */
export const env = { ...process.env, ...QUIET };

/** Runs a program in a folder and waits for its end; fails with all that it has said. */
export const run = async (folder, program, ...args) => {
  try {
    return (await execute(program, args, { cwd: folder, env, maxBuffer: MAX_OUTPUT })).stdout;
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}: ${error.stdout ?? ""}${error.stderr ?? error}`);
  }
};

/** Makes the tarball in a folder; gives its path and what npm says of it. */
export const pack = async (folder) => {
  await mkdir(folder, { recursive: true });
  const [packed] = JSON.parse(await run(folder, "npm", "pack", "--json", join(root, "pkg")));
  return { ...packed, path: join(folder, packed.filename) };
};

/** Installs the tarball in a project, which has a `package.json` of its own. */
export const install = (folder, { path }) =>
  run(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", path);
