// The burst (C6): 200 calls at once through one client, against a sandbox that allows 60 a minute. None
// may be turned away. Alone (`node tests/api/burst.mjs`) it takes its three minutes; with `--jump` the
// client's timers and the sandbox's clock jump together over the time in which nothing is under way.

import { request } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { makeProject } from "./project.mjs";
import { root } from "./root.mjs";
import { startSandbox } from "./sandbox.mjs";
import { virtualTime } from "./virtual-time.mjs";

const CALLS = 200;
const PER_MINUTE = 60;
/** Longest that the calls may take: as many windows as they need, and one that had begun before. */
const MOST_S = (Math.ceil(CALLS / PER_MINUTE) + 1) * 60;

/** `fetch` by other means: Node.js's own has timers for its connections, which must not jump. */
const fetchPlainly = (url, { method, headers, body } = {}) =>
  new Promise((done, fail) => {
    const asked = request(url, { method, headers }, async (given) => {
      const chunks = [];
      for await (const chunk of given) chunks.push(chunk);
      done(new Response(Buffer.concat(chunks), { status: given.statusCode, headers: given.headers }));
    });
    asked.on("error", fail).end(body);
  });

const isJumping = process.argv.includes("--jump");
const project = await makeProject(root);
const sandbox = await startSandbox(root, PER_MINUTE);
try {
  const control = async (method, path, body) => {
    const init = body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetchPlainly(`${sandbox.origin}/__sandbox${path}`, { method, ...init });
    return (await answer.json()).data;
  };
  const statuses = {};
  const advance = (milliseconds) => control("POST", "/clock", { advance_ms: milliseconds });
  const time = isJumping ? virtualTime(advance) : undefined;
  const counted = async (url, init) => {
    const answer = await (time ? time.busy(() => fetchPlainly(url, init)) : fetch(url, init));
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    return answer;
  };
  const file = join(project.folder, "node_modules/linkyfy/dist/client.js");
  const { Linkyfy } = await import(pathToFileURL(file));
  const client = new Linkyfy({
    apiKey: sandbox.key,
    baseUrl: `${sandbox.origin}/api/v1`,
    maxWaitMs: MOST_S * 1000,
    fetch: counted,
  });

  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
  let done = 0;
  const calls = Array.from({ length: CALLS }, async () => {
    await client.profile.get();
    done += 1;
    if (done % 20 == 0) console.log(`  ${seconds().padStart(6)} s: ${done} calls answered`);
  });
  const outcomes = await Promise.allSettled(calls);
  const failed = outcomes.filter(({ status }) => status == "rejected");
  const took = seconds();
  time?.end();
  const { allowed, refused } = await control("GET", "/rate-limit");
  const how = isJumping ? " of the sandbox's time" : "";
  console.log(`burst: ${CALLS} calls at once, ${PER_MINUTE} a minute: ${took} s${how}`);
  console.log(`  answers by status, as the client saw them: ${JSON.stringify(statuses)}`);
  console.log(`  the sandbox let ${allowed} through and answered ${refused} with 429`);
  for (const { reason } of failed.slice(0, 3)) console.log(`  failed: ${reason}`);
  const isGood = !failed.length && refused === 0 && allowed === CALLS && took <= MOST_S;
  console.log(`${isGood ? "✔" : "✖"} c6_a_burst_of_200_calls_ends_without_a_429 (${took}s)`);
  process.exitCode = isGood ? 0 : 1;
} finally {
  sandbox.stop();
  await project.remove();
}
