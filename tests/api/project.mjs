// A project that has installed the package from its tarball, with the suite in it.

import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, pack } from "../package/project.mjs";

/** Makes it; gives its folder, and `remove`. */
export const makeProject = async (root) => {
  const folder = await mkdtemp(join(tmpdir(), "linkyfy-conformance-"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  await install(folder, await pack(folder));
  const suite = join(root, "tests/api");
  for (const name of await readdir(suite)) {
    if (/\.(mjs|html)$|^(cases|sections)$/.test(name)) {
      await cp(join(suite, name), join(folder, "suite", name), { recursive: true });
    }
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};
