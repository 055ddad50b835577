// What answers become: data, pages, errors.

import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock, test } from "node:test";
import { pathToFileURL } from "node:url";

import * as linkyfy from "../../pkg/dist/client.js";
import { clientOf, errorOf, failed, KEY, ok, serve } from "./support.mjs";

const { ArgumentError, Linkyfy, LinkyfyError, ResponseError } = linkyfy;

/** Ends with a body. */
const send = (response, status, body, headers = {}) => response.writeHead(status, headers).end(body);

test("c1_both_ways_to_give_path_parameters_make_one_request", async () => {
  const { client, requests } = await clientOf(({ url }, response) =>
    send(response, 200, ok(url.endsWith("/domains") ? [] : { id: 5 })),
  );
  const fields = { first_name: "Jane" };
  await client.contactLists.updateContact(10, 5, fields);
  await client.contactLists.updateContact({ list_id: 10, contact_id: 5, ...fields });
  await client.projects.get(42, { timeoutMs: 5000 });
  await client.projects.get({ project_id: 42 }, { timeoutMs: 5000 });
  await client.domains.list({ timeoutMs: 5000 });
  await client.projects.removeFromBlocklist(42, { entries: ["a.example"] });
  const seen = requests.map(({ method, url, body }) => `${method} ${url} ${body}`);
  assert.deepEqual(seen, [
    'PUT /api/v1/contact-lists/10/contacts/5 {"first_name":"Jane"}',
    'PUT /api/v1/contact-lists/10/contacts/5 {"first_name":"Jane"}',
    "GET /api/v1/projects/42 ",
    "GET /api/v1/projects/42 ",
    "GET /api/v1/domains ",
    'DELETE /api/v1/projects/42/blocklist {"entries":["a.example"]}',
  ]);
  for (const { headers, body } of requests) {
    assert.equal(headers["x-api-key"], KEY);
    assert.equal(headers["content-type"], body ? "application/json" : undefined);
  }
});

test("c1_a_call_sends_what_its_arguments_are_when_it_is_made", async () => {
  const { client, requests } = await clientOf((_, response) => send(response, 200, ok({ added: 1 })));
  await client.projects.get(1);
  const contacts = [];
  const calls = [];
  for (const email of ["a@b.c", "d@e.f"]) {
    contacts.push({ email });
    calls.push(client.contactLists.addContacts(1, { contacts }));
    calls.push(client.request("POST", "/new", { body: contacts }));
    contacts.length = 0;
  }
  await Promise.all(calls);
  const sent = requests.slice(1).map(({ body }) => body.match(/\w@[\w.]+/g).join());
  assert.deepEqual(sent.sort(), ["a@b.c", "a@b.c", "d@e.f", "d@e.f"]);
});

test("c1_w3_tracking_goes_without_the_key", async () => {
  const { baseUrl, client, requests } = await clientOf((_, response) => send(response, 200, ok(null)));
  const registration = { project_id: 1, visitor_id: "v", email: "ann@example.com" };
  assert.equal(await client.tracking.recordRegistration(registration), null);
  const keyless = new Linkyfy({ apiKey: null, baseUrl });
  await keyless.tracking.recordRegistration(registration);
  const error = await errorOf(keyless.projects.list());
  assert.equal(error.code, "UNAUTHORIZED");
  assert.equal(requests.length, 2);
  for (const { headers } of requests) assert.equal(headers["x-api-key"], undefined);
});

test("c1_any_path_can_be_asked_for_and_any_route_be_another", async () => {
  const routes = { "projects.update": "PATCH /projects/{project_id}" };
  const { client, requests } = await clientOf((_, response) => send(response, 200, ok(1)), { routes });
  assert.equal(await client.request("post", "/new/thing", { query: { a: "1 2" }, body: { b: 1 } }), 1);
  await client.projects.update(42, { name: "B" });
  const seen = requests.map(({ method, url, body }) => `${method} ${url} ${body}`);
  assert.deepEqual(seen, ['POST /api/v1/new/thing?a=1%202 {"b":1}', 'PATCH /api/v1/projects/42 {"name":"B"}']);
  for (const path of ["projects", "//evil.example", "/../x", "/a?b", "https://evil.example/"]) {
    assert.equal((await errorOf(client.request("GET", path))).parameter, "path");
  }
  assert.equal(requests.length, 2);
});

test("c3_the_whole_answer_can_be_had", async () => {
  const date = "Fri, 15 Jan 2027 08:00:00 GMT";
  const limits = { "x-ratelimit-limit": 60, "x-ratelimit-remaining": 58 };
  const headers = { ...limits, "x-ratelimit-reset": 1_800_000_030, date };
  const { client } = await clientOf((_, response) => send(response, 201, ok({ id: 1 }), headers));
  const before = Date.now();
  const answer = await client.projects.create({ name: "Acme" }).withResponse();
  assert.deepEqual(answer.data, { id: 1 });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get("x-ratelimit-limit"), "60");
  const { resetAt, ...rateLimit } = answer.rateLimit;
  assert.deepEqual(rateLimit, { limit: 60, remaining: 58 });
  // The server's clock is elsewhere; half a minute from now is what it means.
  assert.ok(resetAt - before >= 30_000 && resetAt - Date.now() <= 30_000);
});

test("c4_each_documented_code_has_its_class", async () => {
  const classes = {
    VALIDATION_ERROR: [422, "ValidationError"],
    NOT_FOUND: [404, "NotFoundError"],
    UNAUTHORIZED: [401, "UnauthorizedError"],
    FORBIDDEN: [403, "ForbiddenError"],
    QUOTA_EXCEEDED: [429, "QuotaExceededError"],
    SUBSCRIPTION_EXPIRED: [402, "SubscriptionExpiredError"],
    SERVER_ERROR: [500, "ServerError"],
    RATE_LIMITED: [429, "RateLimitedError"],
    SOMETHING_NEW: [409, "LinkyfyError"],
  };
  for (const [code, [status, name]] of Object.entries(classes)) {
    const answer = (_, response) => send(response, status, failed(code, "It is so."));
    const { client, requests } = await clientOf(answer, { maxRetries: 0 });
    const error = await errorOf(client.projects.create({ name: "Acme" }));
    assert.ok(error instanceof linkyfy[name] && error instanceof LinkyfyError, code);
    assert.equal(error.name, name);
    assert.equal(error.message, "It is so.");
    const { operation, retryable, rateLimit, status: told } = error;
    const expected = { operation: "projects.create", retryable: code == "RATE_LIMITED", rateLimit: null };
    assert.deepEqual({ operation, retryable, rateLimit }, expected);
    assert.equal(error.code, code);
    assert.equal(told, status);
    assert.equal(requests.length, 1);
  }
});

test("c4_what_is_no_answer_of_the_apis_is_a_response_error", async () => {
  const answers = {
    html: (response) => send(response, 200, "<!doctype html><h1>Sign in to the network</h1>"),
    gateway: (response) => send(response, 502, "<html>Bad gateway</html>"),
    empty: (response) => send(response, 200, ""),
    plain: (response) => send(response, 200, "OK"),
    halved: (response) => send(response, 200, ok({ id: 1 }).slice(0, -5)),
    broken: (response) => {
      response.writeHead(200, { "content-length": 1000 }).write('{"success":true,"da');
      setTimeout(() => response.destroy(), 50);
    },
    list: (response) => send(response, 200, "[1,2]"),
    other: (response) => send(response, 200, '{"hello":"world"}'),
    nodata: (response) => send(response, 200, '{"success":true}'),
    redirect: (response) => send(response, 302, "", { location: "https://evil.example/" }),
    codeless: (response) => send(response, 500, failed("", "oops")),
    blank: (response) => send(response, 200, failed("\n", "oops")),
    pageless: (response) => send(response, 200, ok([{ id: 1 }])),
    endless: (response) => send(response, 200, ok({ data: [{ id: 1 }], meta: { last_page: 9 } })),
    spelt: (response) => send(response, 200, ok({ data: [{ id: 1 }], current_page: 1, last_page: "100" })),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const { client } = await clientOf((_, response) => answer(response), { maxRetries: 0 });
    const error = await errorOf(client.campaigns.list());
    assert.ok(error instanceof ResponseError, `${name}: ${error}`);
    assert.equal(error.code, "BAD_RESPONSE");
    assert.equal(error.retryable, ["gateway", "halved", "broken", "codeless"].includes(name), name);
  }
});

test("c4_a_list_that_is_none_is_a_response_error", async () => {
  for (const data of [{ data: [{ id: 1 }], current_page: 1, last_page: 1 }, "text", null]) {
    const { client } = await clientOf((_, response) => send(response, 200, ok(data)));
    const goThrough = async (list) => {
      for await (const _ of list) assert.fail("an item");
    };
    for (const list of [() => client.domains.list(), () => client.projects.getBlocklist(1)]) {
      for (const call of [list(), goThrough(list())]) {
        assert.ok((await errorOf(call)) instanceof ResponseError);
      }
    }
  }
});

test("c3_an_answer_without_content_is_null_where_no_list_should_be", async () => {
  const { client } = await clientOf((_, response) => response.writeHead(204).end());
  assert.equal(await client.templates.delete(1), null);
  for (const call of [client.campaigns.list(), client.domains.list(), client.contactLists.get(1)]) {
    const { name, message } = await errorOf(call);
    assert.deepEqual([name, message], ["ResponseError", "the answer is empty"]);
  }
});

test("c4_bad_arguments_fail_before_any_request", async () => {
  const { client, requests } = await clientOf((_, response) => send(response, 200, ok({})));
  const bad = {
    project_id: () => client.projects.get("../x"),
    per_page: () => client.campaigns.list({ per_page: 101 }),
    name: () => client.projects.create({}),
    nmae: () => client.projects.create({ name: "a", nmae: "b" }),
    "contacts[1].email": () => client.contactLists.addContacts(1, { contacts: [{ email: "a@b.c" }, {}] }),
    contact_id: () => client.contactLists.updateContact(10, { first_name: "J" }),
    fields: () => client.projects.create("Acme"),
    retries: () => client.projects.get(1, { retries: 5 }),
    timeoutMs: () => client.projects.get(1, { timeoutMs: "soon" }),
    signal: () => client.projects.get(1, { signal: {} }),
    body: () => client.profile.update({ preferences: { big: 5n } }),
    "[": () => client.projects.create({ "[": 1 }),
    0: () => client.request("GET", "/projects", "page=2"),
  };
  for (const [parameter, call] of Object.entries(bad)) {
    const error = await errorOf(call());
    assert.ok(error instanceof ArgumentError, `${parameter}: ${error}`);
    assert.equal(error.parameter, parameter);
    assert.ok(error.message.includes(parameter), error.message);
  }
  const bodied = await errorOf(client.request("get", "/projects", { body: { page: 2 } }));
  assert.deepEqual([bodied.parameter, bodied.message], ["body", "GET takes no body"]);
  const page = new URLSearchParams({ page: 2 });
  for (const call of [
    () => client.projects.update(42, "Acme"),
    () => client.projects.list(page),
    () => client.projects.update(42, new Map([["name", "Acme"]])),
    () => client.request("GET", "/projects", { query: page }),
  ]) {
    assert.equal((await errorOf(call())).parameter, "fields");
  }
  assert.equal(requests.length, 0);
  // As where no options are given.
  assert.deepEqual(await client.request("GET", "/projects", null), {});
});

test("c1_what_a_client_cannot_be_made_of_is_said_at_once", () => {
  const bad = [
    [{}, "apiKey"],
    [{ apiKey: undefined }, "apiKey"],
    [{ apiKey: "two\nlines" }, "apiKey"],
    [{ apiKey: KEY, baseUrl: "ftp://a.example" }, "baseUrl"],
    [{ apiKey: KEY, baseUrl: "https://ann:pw@a.example" }, "baseUrl"],
    [{ apiKey: KEY, timeoutMs: 0 }, "timeoutMs"],
    [{ apiKey: KEY, retries: 1 }, "retries"],
    [{ apiKey: KEY, routes: new Map([["projects.get", "GET /p/{project_id}"]]) }, "routes"],
  ];
  for (const [options, parameter] of bad) {
    assert.throws(() => new Linkyfy(options), { code: "BAD_ARGUMENT", parameter });
  }
  const client = new Linkyfy({ apiKey: KEY });
  for (const key of [undefined, "", "two\nlines", 7]) {
    assert.throws(() => client.setApiKey(key), { code: "BAD_ARGUMENT", parameter: "apiKey" });
  }
});

test("c2_a_key_in_a_web_page_is_refused_unless_that_is_wanted", () => {
  globalThis.window = globalThis;
  globalThis.document = {};
  try {
    assert.throws(() => new Linkyfy({ apiKey: KEY }), /everybody's who opens the page/);
    new Linkyfy({ apiKey: KEY, allowInBrowser: true }).setApiKey("another");
    const keyless = new Linkyfy({ apiKey: null });
    assert.throws(() => keyless.setApiKey(KEY), /everybody's who opens the page/);
    keyless.setApiKey(null);
  } finally {
    delete globalThis.window;
    delete globalThis.document;
  }
});

test("c7_pages_are_fetched_when_their_items_are_asked_for", async () => {
  const page = (number) => ({
    ...{ data: [{ id: number * 10 }, { id: number * 10 + 1 }], current_page: number, last_page: 3 },
    ...{ per_page: 2, total: 6, from: 1, to: 2 },
  });
  const { client, requests } = await clientOf(({ url }, response) => {
    const number = +(new URL(url, "http://a").searchParams.get("page") ?? 1);
    send(response, 200, ok(url.includes("contact-lists") ? { id: 1, contacts: page(number) } : page(number)));
  });
  const ids = [];
  for await (const { id } of client.campaigns.list({ project_id: 42 })) {
    ids.push(id);
    assert.equal(requests.length, Math.floor(id / 10));
  }
  assert.deepEqual(ids, [10, 11, 20, 21, 30, 31]);
  assert.equal(requests[2].url, "/api/v1/campaigns?page=3&project_id=42");
  for await (const _ of client.campaigns.list()) break;
  assert.equal(requests.length, 4);
  const second = await client.campaigns.list({ page: 2, per_page: 2 });
  assert.equal(second.total, 6);
  assert.deepEqual(second, page(2));
  assert.equal(second.hasNext, true);
  const third = await second.next();
  assert.deepEqual([third.current_page, third.hasNext, await third.next()], [3, false, undefined]);
  // What is taken out of a page was there: more may follow.
  const emptied = await client.campaigns.list();
  emptied.data.length = 0;
  assert.deepEqual(await emptied.next(), page(2));
  const contacts = [];
  for await (const { id } of client.contactLists.get(1, { per_page: 2 })) contacts.push(id);
  assert.deepEqual(contacts, ids);
  const list = await client.contactLists.get(1);
  assert.equal((await list.contacts.next()).current_page, 2);
});

test("c2_where_webassembly_is_refused_the_same_is_decided_without_it", async () => {
  const { client: usual } = await clientOf((_, response) => send(response, 200, ok({ id: 1 })));
  await usual.projects.get(1);
  const refused = mock.method(WebAssembly, "compile", () => {
    throw new Error("refused by a policy");
  });
  const { Linkyfy: Without } = await import("../../pkg/dist/client.js?without-wasm");
  const { baseUrl, requests } = await clientOf((_, response) => send(response, 200, ok({ id: 2 })));
  const client = new Without({ apiKey: KEY, baseUrl });
  assert.deepEqual(await client.contactLists.addContacts(7, { contacts: [{ email: "a@b.c" }] }), { id: 2 });
  assert.equal(requests[0].url, "/api/v1/contact-lists/7/contacts");
  const error = await errorOf(client.contactLists.addContacts(7, { contacts: [{}] }));
  assert.equal(error.parameter, "contacts[0].email");
  const all = await Promise.all(Array.from({ length: 30 }, (_, place) => client.projects.get(place + 1)));
  assert.equal(all.length, 30);
  assert.equal(refused.mock.callCount(), 1);
});

test("c2_what_stands_in_for_webassembly_is_asked_for_again_where_it_could_not_be_had", async (t) => {
  t.mock.method(WebAssembly, "compile", () => {
    throw new Error("refused by a policy");
  });
  const folder = await mkdtemp(join(tmpdir(), "linkyfy-client-"));
  t.after(() => rm(folder, { recursive: true }));
  const bring = (name) => copyFile(new URL(`../../pkg/dist/${name}`, import.meta.url), join(folder, name));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await bring("client.js");
  const { Linkyfy: Without } = await import(pathToFileURL(join(folder, "client.js")));
  const { baseUrl } = await serve((_, response) => send(response, 200, ok({ id: 1 })));
  const client = new Without({ apiKey: KEY, baseUrl });
  assert.equal((await errorOf(client.projects.get(1))).code, "CLIENT_ERROR");
  await bring("linkyfy-client-fallback.js");
  assert.deepEqual(await client.projects.get(1), { id: 1 });
});

test("c5_what_found_no_server_was_not_done_and_is_tried_again_whatever_it_is", async () => {
  const server = createServer((_, response) => response.writeHead(201).end(ok({ id: 1 })));
  const listen = async (port) => {
    await new Promise((done) => server.listen(port, "127.0.0.1", done));
    return server.address().port;
  };
  const port = await listen(0);
  await new Promise((done) => server.close(done));
  const hooks = { retry: ({ attempt }) => attempt == 1 && listen(port) };
  const client = new Linkyfy({ apiKey: KEY, baseUrl: `http://127.0.0.1:${port}`, hooks });
  assert.deepEqual(await client.projects.create({ name: "Acme" }), { id: 1 });
  server.close();
  server.closeAllConnections();
});
