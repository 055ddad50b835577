// What can go wrong, and what becomes of it (C4, C5, C8).

import { equal, fails, has, ok } from "../check.mjs";

/** The next calls of a path have a fault; so many of them, or all. */
const setFault = (control, path, fault, times) =>
  control("POST", "/faults", { rules: [{ path, fault, ...(times && { times }) }] });

const status = (code, more) => ({ kind: "status", status: code, ...more });

/** A promise, and what fulfils it. */
const later = () => {
  const parts = {};
  parts.promise = new Promise((done) => (parts.done = done));
  return parts;
};

export default {
  c4_each_code_has_its_error: async ({ makeClient, errors }) => {
    const codes = [
      ["VALIDATION_ERROR", 422, "ValidationError"],
      ["NOT_FOUND", 404, "NotFoundError"],
      ["UNAUTHORIZED", 401, "UnauthorizedError"],
      ["FORBIDDEN", 403, "ForbiddenError"],
      ["QUOTA_EXCEEDED", 429, "QuotaExceededError"],
      ["SUBSCRIPTION_EXPIRED", 402, "SubscriptionExpiredError"],
      ["SERVER_ERROR", 500, "ServerError"],
      ["RATE_LIMITED", 429, "RateLimitedError"],
      ["TEAPOT", 418, "LinkyfyError"],
    ];
    for (const [code, status, name] of codes) {
      const body = JSON.stringify({ success: false, error: { code, message: `It is ${code}.` } });
      const client = makeClient({ maxRetries: 0, fetch: async () => new Response(body, { status }) });
      const facts = { code, status, operation: "projects.get" };
      const error = await fails(client.projects.get(1), name, facts);
      ok(error instanceof errors[name] && error instanceof errors.LinkyfyError, `${code} is no ${name}`);
      ok(error instanceof Error && error.message.includes(code), error.message);
      equal(error.retryable, /SERVER_ERROR|RATE_LIMITED/.test(code), `whether ${code} may go better`);
    }
  },

  c4_the_account_can_be_the_reason: async ({ client, control }) => {
    await control("POST", "/plan", { quota_exceeded: true });
    const campaign = { project_id: 1, name: "One too many" };
    await fails(client.campaigns.create(campaign), "QuotaExceededError", { status: 429, retryable: false });
    await control("POST", "/plan", { quota_exceeded: false, subscription_expired: true });
    await fails(client.projects.list(), "SubscriptionExpiredError", { status: 402 });
  },

  c4_what_is_no_answer_of_the_api_is_an_error_and_no_hang: async ({ makeClient, desk, nowhere }) => {
    for (const kind of ["html", "empty", "truncated", "text", "redirect", "foreign-json"]) {
      const client = makeClient({ baseUrl: `${desk}/odd/${kind}`, maxRetries: 0 });
      const error = await fails(client.projects.list(), "ResponseError", { code: "BAD_RESPONSE" });
      ok(error.message && error.operation == "projects.list", `${kind}: ${error.message}`);
    }
    const landed = await (await fetch(`${desk}/landed`)).json();
    equal(landed, [], "what followed the redirect");
    const client = makeClient({ baseUrl: nowhere, maxRetries: 0 });
    await fails(client.projects.list(), "NetworkError", { code: "NETWORK", status: 0, retryable: true });
  },

  c5_a_read_is_made_again_after_a_503_and_a_creation_is_not: async ({ client, control, requests }) => {
    await setFault(control, "/projects", status(503), 1);
    has(await client.projects.list(), { total: 1 });
    equal(requests.length, 2, "requests");
    await setFault(control, "/projects", status(503), 1);
    const facts = { status: 503, retryable: false };
    const error = await fails(client.projects.create({ name: "Once" }), "ServerError", facts);
    ok(error.operation == "projects.create", error.operation);
    equal(requests.length, 3, "requests");
    has(await client.projects.list(), { total: 1 });
  },

  c5_a_page_of_html_from_a_proxy_is_overcome: async ({ client, control, requests }) => {
    await setFault(control, "/profile", status(502, { html: true }), 2);
    ok((await client.profile.get()).id, "no profile");
    equal(requests.length, 3, "requests");
  },

  c5_a_call_turned_away_waits_as_long_as_it_is_told: async ({ makeClient, control, requests }) => {
    for (const told of [{ retry_after: 1 }, { reset_in: 1 }, { "http-date-in": 1 }]) {
      const waits = [];
      const client = makeClient({ hooks: { retry: ({ waitMs }) => waits.push(waitMs) } });
      await setFault(control, "/projects", status(429, told), 1);
      requests.length = 0;
      await client.projects.create({ name: "Later" });
      equal([requests.length, waits.length], [2, 1], "requests and waits");
      ok(waits[0] > 0 && waits[0] <= 3_000, `it waited ${waits[0]} ms for ${JSON.stringify(told)}`);
    }
    const far = makeClient({ maxWaitMs: 60_000 });
    await setFault(control, "/projects", status(429, { retry_after: 600 }));
    requests.length = 0;
    const turnedAway = { status: 429, retryable: true };
    const { retryAt } = await fails(far.projects.list(), "RateLimitedError", turnedAway);
    ok(retryAt - Date.now() > 500_000, `it may be tried again at ${retryAt}`);
    equal(requests.length, 1, "requests");
  },

  c5_a_connection_that_breaks_is_overcome_where_that_is_safe: async (tools) => {
    const { client, control, requests, isWeb } = tools;
    // Browsers and Deno send it again by themselves, on each connection that had been in use before;
    // nobody can tell them not to.
    const isSentAgain = isWeb || globalThis.Deno;
    for (const kind of ["drop_before", "drop_after"]) {
      await setFault(control, "/projects/1", { kind }, 1);
      has(await client.projects.update(1, { from_name: kind }), { from_name: kind });
    }
    await setFault(control, "/projects", { kind: "drop_after" });
    requests.length = 0;
    const facts = { code: "NETWORK", retryable: false };
    await fails(client.projects.create({ name: "Unheard" }), "NetworkError", facts);
    equal(requests.length, 1, "requests");
    await control("DELETE", "/faults");
    const { total } = await client.projects.list();
    ok(total == 2 || (isSentAgain && total > 2), `there are ${total} projects`);
  },

  c8_an_abort_ends_a_request_at_once: async ({ makeClient, client, control, requests }) => {
    await setFault(control, "/projects", { kind: "hang" });
    const controller = new AbortController();
    const begun = later();
    const hooked = makeClient({ hooks: { request: begun.done } });
    const call = hooked.projects.list({}, { signal: controller.signal });
    await begun.promise;
    controller.abort();
    await fails(call, "AbortedError", { code: "ABORTED" });
    const sent = requests.length;
    await fails(client.projects.list({}, { signal: controller.signal }), "AbortedError");
    equal(requests.length, sent, "requests of a call that was aborted before");
  },

  c8_an_abort_ends_the_wait_for_another_try: async ({ makeClient, control, requests }) => {
    await setFault(control, "/projects", status(503, { retry_after: 3600 }));
    const controller = new AbortController();
    const waiting = later();
    const client = makeClient({ maxWaitMs: 1e7, hooks: { retry: waiting.done } });
    const call = client.projects.list({}, { signal: controller.signal });
    await waiting.promise;
    controller.abort();
    await fails(call, "AbortedError");
    equal(requests.length, 1, "requests");
  },

  c8_an_answer_that_doesnt_come_is_not_waited_for: async ({ client, makeClient, control }) => {
    await setFault(control, "/projects", { kind: "hang" });
    const facts = { code: "TIMEOUT", status: 0 };
    await fails(client.projects.list({}, { timeoutMs: 50 }), "TimeoutError", facts);
    await fails(makeClient({ timeoutMs: 50 }).projects.list(), "TimeoutError", facts);
  },
};
