// Which operations are sent again after a failure that leaves open whether they were carried out (C5):
// those that openapi.yaml calls safe or idempotent, and no others. All at once, each by a client of its
// own, whose API is a function that only fails.

import { OURS } from "./seeds.mjs";

const SERVER_ERROR = JSON.stringify({ success: false, error: { code: "SERVER_ERROR", message: "Down." } });
const HTML = "<!doctype html><title>502</title>";

/** Ways to fail: what they are called, what `fetch` does, and the error that comes of it. */
const FAILURES = [
  ["503", () => new Response(SERVER_ERROR, { status: 503 }), "ServerError"],
  ["502 in HTML", () => new Response(HTML, { status: 502 }), "ResponseError"],
  ["no connection", () => Promise.reject(new TypeError("failed")), "NetworkError"],
];

/** Lists of problems, by operation. */
export const retryProblems = async ({ operations, makeClient }, cases) => {
  const problems = {};
  const trials = operations.flatMap((operation) =>
    FAILURES.map(async ([what, answer, name]) => {
      const { id, retryClass, parameters } = operation;
      let requests = 0;
      const failing = async () => {
        requests += 1;
        return answer();
      };
      const client = makeClient({ fetch: failing, maxRetries: 1 });
      const given = cases[id]?.fields;
      const fields = typeof given == "function" ? given({}) : given;
      const ids = parameters.filter(({ place }) => place == "path").map((one) => [one.name, OURS[one.name]]);
      const [group, operationName] = id.split(".");
      const error = await client[group][operationName]({ ...Object.fromEntries(ids), ...fields }).then(
        () => ({ name: "an answer" }),
        (error) => error,
      );
      const expected = /^(safe|idempotent)$/.test(retryClass) ? 2 : 1;
      if (error.name != name || requests != expected) {
        const is = `${error.name} (${error.message}) after ${requests} requests`;
        (problems[id] ??= []).push(`${what}, ${retryClass}: ${is}, not ${name} after ${expected}`);
      }
    }),
  );
  await Promise.all(trials);
  return problems;
};
