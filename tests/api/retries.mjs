// Which operations are sent again after a failure that leaves open whether they were carried out (C5):
// those that openapi.yaml calls safe or idempotent, and no others. The API is a function that only fails.

import { OURS } from "./seeds.mjs";

const SERVER_ERROR = JSON.stringify({ success: false, error: { code: "SERVER_ERROR", message: "Down." } });
const HTML = "<!doctype html><title>502</title>";

/** Ways to fail: what they are called, what `fetch` does, and the error that comes of it. */
const FAILURES = [
  ["503", () => new Response(SERVER_ERROR, { status: 503 }), "ServerError"],
  ["502 in HTML", () => new Response(HTML, { status: 502 }), "ResponseError"],
  ["no connection", () => Promise.reject(new TypeError("failed")), "NetworkError"],
];

/** What has a client make all calls at once: many are left to its key. */
const limit = () => ({
  date: new Date().toUTCString(),
  "x-ratelimit-limit": "1000000",
  "x-ratelimit-remaining": "1000000",
  "x-ratelimit-reset": `${Math.ceil(Date.now() / 1000) + 600}`,
});

/** Lists of problems, by operation. */
export const retryProblems = async ({ operations, makeClient }, cases) => {
  const problems = {};
  for (const [what, answer, name] of FAILURES) {
    const requests = {};
    let isKnown = false;
    const failing = async (url, { method }) => {
      const address = `${method} ${new URL(url).pathname.replace("/api/v1", "")}`;
      requests[address] = (requests[address] ?? 0) + 1;
      return isKnown ? answer() : new Response('{"success":true,"data":{}}', { headers: limit() });
    };
    const client = makeClient({ fetch: failing, maxRetries: 1 });
    await client.request("GET", "/limit");
    isKnown = true;
    const trials = operations.map(async ({ id, method, path, retryClass, parameters }) => {
      const given = cases[id]?.fields;
      const fields = typeof given == "function" ? given({}) : given;
      const ids = parameters.filter(({ place }) => place == "path").map((one) => [one.name, OURS[one.name]]);
      const [group, operation] = id.split(".");
      const error = await client[group][operation]({ ...Object.fromEntries(ids), ...fields }).then(
        () => ({ name: "an answer" }),
        (error) => error,
      );
      const made = requests[`${method} ${path.replace(/{(\w+)}/g, (_, id) => OURS[id])}`] ?? 0;
      const expected = /^(safe|idempotent)$/.test(retryClass) ? 2 : 1;
      if (error.name == name && made == expected) return;
      const is = `${error.name} (${error.message}) after ${made} requests`;
      (problems[id] ??= []).push(`${what}, ${retryClass}: ${is}, not ${name} after ${expected}`);
    });
    await Promise.all(trials);
  }
  return problems;
};
