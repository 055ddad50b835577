// A sandbox of the suite's own.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const KEY = "lk_conformance_0123456789abcdef";

/** Starts one that keeps everything in memory; 0 calls a minute are no limit. */
export const startSandbox = async (root, perMinute) => {
  const args = ["--memory", "--api-key", KEY, "--rate-limit", `${perMinute}`];
  const child = spawn(`${root}/target/debug/linkyfy-sandbox`, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(child.stdout);
  const origin = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", () => fail(new Error("the sandbox has ended")));
    lines.on("line", (line) => line.startsWith("listening on ") && done(line.slice("listening on ".length)));
  });
  return { origin, key: KEY, stop: () => child.kill() };
};
