// What a client is made of, and what its calls give (C1 to C3).

import { equal, fails, has, ok } from "../check.mjs";

/** The error of a function that throws. */
const thrown = (work) =>
  fails(new Promise((done) => done(work())), "ArgumentError", { code: "BAD_ARGUMENT" });

/** The API's answer with these data, as a `fetch` gives it, and the requests that it was asked for. */
const answering = (data, requests) => async (url, init) => {
  requests.push({ url, ...init });
  return new Response(JSON.stringify({ success: true, data }));
};

export default {
  c1_options_that_cant_be_taken_are_named: async ({ Linkyfy }) => {
    const good = { apiKey: "k", allowInBrowser: true };
    equal((await thrown(() => new Linkyfy())).parameter, "apiKey", "the parameter");
    for (const [name, value] of [
      ["apiKey", "with a space"],
      ["apiKey", 7],
      ["baseUrl", "ftp://a.example"],
      ["timeoutMs", 0],
      ["timeoutMs", "1"],
      ["maxRetries", -1],
      ["maxWaitMs", NaN],
      ["fetch", "fetch"],
      ["timeout", 5],
    ]) {
      const { parameter } = await thrown(() => {
        ok(!new Linkyfy({ ...good, [name]: value }), `${name} took ${value}`);
      });
      equal(parameter, name, `the parameter for ${name}: ${value}`);
    }
    const { parameter } = await fails(new Linkyfy(good).projects.get(1, { timeoutMs: -1 }), "ArgumentError");
    equal(parameter, "timeoutMs", "the parameter of a call");
  },

  c1_any_path_can_be_called: async ({ client }) => {
    const page = await client.request("GET", "/projects", { query: { per_page: 1 } });
    has(page, { total: 1, per_page: 1 });
    const made = await client.request("POST", "/projects", { body: { name: "Raw" } }).withResponse();
    has(made, { status: 201, data: { name: "Raw" } });
    await fails(client.request("GET", "/nowhere"), "NotFoundError", { status: 404 });
  },

  c1_a_route_can_be_overridden: async ({ makeClient }) => {
    const requests = [];
    const routes = { "projects.update": "PATCH /projekte/{project_id}" };
    const client = makeClient({ routes, fetch: answering({}, requests) });
    await client.projects.update(7, { name: "X" });
    equal(requests[0].method, "PATCH", "the method");
    ok(requests[0].url.endsWith("/projekte/7"), requests[0].url);
  },

  c1_path_parameters_go_by_place_or_by_name: async ({ makeClient }) => {
    const requests = [];
    const client = makeClient({ fetch: answering({}, requests) });
    await client.contactLists.updateContact(10, 5, { first_name: "J" });
    await client.contactLists.updateContact({ list_id: 10, contact_id: 5, first_name: "J" });
    const [one, other] = requests.map(({ method, url, body }) => ({ method, url, body }));
    equal(one, other, "the request by place");
    equal(JSON.parse(one.body), { first_name: "J" }, "the body");
  },

  c2_a_key_in_a_page_is_refused_unless_it_is_allowed: async ({ Linkyfy, isWeb }) => {
    const make = (options) => new Linkyfy({ apiKey: "k", ...options });
    make({ allowInBrowser: true });
    make({ apiKey: null });
    if (!isWeb) return void make();
    const { parameter, message } = await thrown(() => make());
    equal(parameter, "allowInBrowser", "the parameter");
    ok(/page/.test(message), message);
  },

  c3_the_whole_answer_is_there_for_who_asks: async ({ client, control }) => {
    await control("PUT", "/rate-limit", { per_minute: 60 });
    const { data, status, headers, rateLimit } = await client.projects.get(1).withResponse();
    has(data, { id: 1 });
    equal([status, headers.get("x-ratelimit-limit")], [200, "60"], "status and header");
    has(rateLimit, { limit: 60, remaining: 59 });
    const ahead = rateLimit.resetAt - Date.now();
    ok(ahead > -5_000 && ahead < 65_000, `the reset is ${ahead} ms ahead`);
    has(await client.projects.get(1), data);
  },
};
