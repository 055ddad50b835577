// A project that has installed the package from its tarball, with the suite in it.

import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Runs a program there and waits for its end. */
export const runIn = async (folder, program, ...args) =>
  (await execute(program, args, { cwd: folder, maxBuffer: 1 << 26 })).stdout;

/** Makes it; gives its folder, and `remove`. */
export const makeProject = async (root) => {
  const folder = await mkdtemp(join(tmpdir(), "linkyfy-conformance-"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const [packed] = JSON.parse(await runIn(folder, "npm", "pack", "--json", join(root, "pkg")));
  await runIn(folder, "npm", "install", "--offline", "--no-audit", "--no-fund", `./${packed.filename}`);
  const suite = join(root, "tests/api");
  for (const name of await readdir(suite)) {
    if (/\.(mjs|html)$|^(cases|sections)$/.test(name)) {
      await cp(join(suite, name), join(folder, "suite", name), { recursive: true });
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};
