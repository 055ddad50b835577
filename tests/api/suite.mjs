// The conformance suite of the API client: every operation, and what all have in common, against a
// sandbox that is seeded anew for each. It runs in every runtime, and brings what it needs.

import { badIds, badInput } from "./bad-input.mjs";
import account from "./cases/account.mjs";
import campaigns from "./cases/campaigns.mjs";
import contactLists from "./cases/contact-lists.mjs";
import projects from "./cases/projects.mjs";
import sending from "./cases/sending.mjs";
import tracking from "./cases/tracking.mjs";
import { equal, fails, fits, ok } from "./check.mjs";
import { retryProblems } from "./retries.mjs";
import sections from "./sections.mjs";
import { NOBODYS, OURS, THEIRS } from "./seeds.mjs";

const cases = { ...projects, ...campaigns, ...contactLists, ...sending, ...account, ...tracking };

/** Ids as they may stand in an address; nobody has such. */
const BAD_PATHS = ["0", "-1", "1.5", "x", "9007199254740993"];
const JSON_TYPE = { "content-type": "application/json" };

/** The path with its ids. */
const pathOf = ({ path }, ids) => path.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(ids[name]));

/**
 * Runs everything. `Linkyfy` and `errors` are the client's, `api` is where the API is, `nowhere` where
 * nobody listens, `desk` where the runner does; `operations` are those of openapi.yaml; `isWeb` in a web
 * page. Gives `{ name, problems }` for each operation and each section.
 */
export const run = async (setting) => {
  const { Linkyfy, api, desk, operations } = setting;
  const requests = [];
  const tools = {
    ...setting,
    requests,
    /** A client whose requests are seen. */
    makeClient: (options) =>
      new Linkyfy({
        apiKey: tools.key,
        baseUrl: api,
        allowInBrowser: true,
        fetch: (url, init) => {
          requests.push({ url, ...init });
          return fetch(url, init);
        },
        ...options,
      }),
    /** Calls `/__sandbox`, which takes no calls of other origins. */
    control: async (method, path, body) => {
      const init = body && { headers: JSON_TYPE, body: JSON.stringify(body) };
      const answer = await fetch(`${desk}/__sandbox${path}`, { method, ...init });
      const { data, error } = await answer.json();
      ok(answer.ok, `${method} ${path}: ${error?.message}`);
      return data;
    },
    /** Everything as it was at first, but for the key: the last one stays. */
    reset: async () => {
      await tools.control("POST", "/reset");
      const { users } = await tools.control("GET", "/snapshot");
      tools.key = users[0].api_key;
      requests.length = 0;
    },
  };
  await tools.reset();
  const retries = await retryProblems(tools, cases);
  const results = [];
  for (const operation of operations) {
    const problems = await tryOperation(tools, operation).catch(({ message }) => [message]);
    results.push({ name: operation.id, problems: [...problems, ...(retries[operation.id] ?? [])] });
  }
  for (const [name, section] of Object.entries(sections)) {
    const trial = async () => {
      await tools.reset();
      await section({ ...tools, client: tools.makeClient() });
    };
    results.push({ name, problems: await trial().then(() => [], ({ message }) => [message]) });
  }
  return results;
};

/** What is wrong with an operation. */
const tryOperation = async (tools, operation) => {
  const one = cases[operation.id];
  if (!one) return ["the suite has nothing on this operation"];
  await tools.reset();
  const { makeClient, control, requests, api, key } = tools;
  const client = makeClient();
  const state = { ...tools, client };
  state.before = await one.before?.(state);
  const fields = typeof one.fields == "function" ? one.fields(state) : (one.fields ?? {});
  state.fields = fields;

  const [group, name] = operation.id.split(".");
  const { method, parameters, body, isPublic, status, data: schema } = operation;
  const call = (who, ...args) => who[group][name](...args);
  const ids = parameters.filter(({ place }) => place == "path").map((parameter) => parameter.name);
  const good = { ...Object.fromEntries(ids.map((id) => [id, OURS[id]])), ...fields };
  const inBody = (all) => Object.fromEntries(Object.entries(all).filter(([name]) => !ids.includes(name)));
  const raw = (path, all) =>
    client.request(method, path, { ...(body ? { body: inBody(all) } : { query: inBody(all) }) });
  const bare = (headers, text) => fetch(api + pathOf(operation, OURS), { method, headers, body: text });

  const problems = [];
  const step = async (what, work) => {
    try {
      await work();
    } catch ({ message }) {
      problems.push(`${what}: ${message}`);
    }
  };
  const before = JSON.stringify(await control("GET", "/snapshot"));

  // Whatever can't be taken fails before any request, and names its parameter.
  const bad = badInput(operation, good);
  const worst = ids.flatMap((id) =>
    badIds.map((value) => ({ label: `${id}: ${String(value)}`, name: id, fields: { ...good, [id]: value } })),
  );
  for (const { label, name, fields } of [...bad, ...worst]) {
    await step(label, async () => {
      const sent = requests.length;
      const { parameter } = await fails(call(client, fields), "ArgumentError", { code: "BAD_ARGUMENT" });
      ok(parameter?.startsWith(name), `the error names ${parameter}`);
      equal(requests.length, sent, "requests");
    });
  }

  // What gets past the client is refused by the server, which names the field.
  const here = pathOf(operation, OURS);
  const told = bad.filter(({ fields, name }) => body || isRefusable(operation, name, fields[name]));
  const refusals = told.map(({ label, name, fields }) =>
    step(`the server, ${label}`, async () => {
      const { message } = await fails(raw(here, fields), "ValidationError", { status: 422 });
      ok(message.includes(name), `it says: ${message}`);
    }),
  );
  for (const id of ids) {
    const places = BAD_PATHS.map((value) => pathOf(operation, { ...OURS, [id]: value }));
    refusals.push(
      ...places.map((path) => step(`the server, ${path}`, () => fails(raw(path, good), "NotFoundError"))),
    );
    for (const [whose, value] of [["nobody's", NOBODYS], ["another's", THEIRS[id]]]) {
      const facts = { status: 404, code: "NOT_FOUND", operation: operation.id, retryable: false };
      const unknown = () => fails(call(client, { ...good, [id]: value }), "NotFoundError", facts);
      refusals.push(step(`${whose} ${id}`, unknown));
    }
  }
  for (const text of body ? ['{"name": "broken', "[]", "null", "no JSON", ""] : []) {
    refusals.push(
      step(`the server, body ${text}`, async () => {
        const answer = await bare({ ...JSON_TYPE, "x-api-key": key }, text);
        equal([answer.status, (await answer.json()).error.code], [422, "VALIDATION_ERROR"], "the answer");
      }),
    );
  }
  await Promise.all(refusals);

  // Without a key that is known there is nothing.
  if (!isPublic) {
    const facts = { status: 401, operation: operation.id };
    const stranger = makeClient({ apiKey: "wrong" });
    await step("a wrong key", () => fails(call(stranger, good), "UnauthorizedError", facts));
    await step("no key", async () => {
      const sent = requests.length;
      await fails(call(makeClient({ apiKey: null }), good), "UnauthorizedError");
      equal(requests.length, sent, "requests");
      equal((await bare(body && JSON_TYPE, body && "{}")).status, 401, "the server's answer");
    });
  }
  await step("what was refused", async () => {
    equal(JSON.stringify(await control("GET", "/snapshot")), before, "the state of the sandbox");
  });

  // What is right succeeds, also where only its path is given by place.
  await step("a good call", async () => {
    const takesMore = body || parameters.length > ids.length;
    const args = [...ids.map((id) => OURS[id]), ...(takesMore ? [fields] : [])];
    requests.length = 0;
    const answer = await call(isPublic ? makeClient({ apiKey: null }) : client, ...args).withResponse();
    equal(requests.length, 1, "requests");
    equal(requests[0].headers["x-api-key"], isPublic ? undefined : key, "the key that was sent");
    ok(!requests[0].url.includes(key), "the key is in the URL");
    equal(answer.status, status, "the status");
    ok(isPublic || answer.rateLimit?.resetAt instanceof Date, "the answer doesn't tell the limit");
    fits(answer.data, schema);
    await one.check(answer.data, state);
  });
  return problems;
};

/** Whether a query parameter is wrong as a text, too: all are texts in an address. */
const isRefusable = ({ parameters }, name, value) => {
  const { schema } = parameters.find((parameter) => parameter.name == name) ?? {};
  return !schema?.types.includes("string") || typeof value == "string";
};
