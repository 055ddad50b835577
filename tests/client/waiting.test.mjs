// Retries, timeouts, ends that the caller makes, and the key's limit.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Linkyfy } from "../../pkg/dist/client.js";
import { clientOf, errorOf, failed, inNoTime, KEY, ok, sleep, withoutJitter } from "./support.mjs";

withoutJitter();

/** An answer for a fake `fetch`. */
const answer = (status, body, headers = {}) => new Response(body, { status, headers });

/** A client whose requests these answers are given to, one after the other. */
const played = (answers, options) => {
  const times = [];
  const fetch = async () => {
    times.push(performance.now());
    const next = answers.shift();
    return next instanceof Response ? next : next();
  };
  const broken = () => {
    throw new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
  };
  answers.forEach((one, place) => one == "broken" && (answers[place] = broken));
  return { client: new Linkyfy({ apiKey: KEY, fetch, ...options }), times };
};

const read = (client) => client.projects.get(1);
const create = (client, options) => client.projects.create({ name: "Acme" }, options);
/** What tells the limit. */
const LIMITS = ({ left = 60, seconds = 60 } = {}) => ({
  "x-ratelimit-limit": 60,
  "x-ratelimit-remaining": left,
  "x-ratelimit-reset": Math.floor(Date.now() / 1000) + seconds,
  date: new Date().toUTCString(),
});

const throttled = (headers) => answer(429, failed("RATE_LIMITED"), headers);

test("c5_reads_are_tried_again_and_what_is_unclear_is_not_done_twice", async () => {
  const troubles = () => ["broken", answer(500, failed("SERVER_ERROR")), answer(503, "")];
  const codes = ["NETWORK", "SERVER_ERROR", "BAD_RESPONSE"];
  for (const place of codes.keys()) {
    const good = answer(200, ok({ id: 1 }));
    const again = played([troubles()[place], troubles()[place], good]);
    assert.deepEqual(await read(again.client), { id: 1 });
    assert.equal(again.times.length, 3);
    const once = played([troubles()[place], answer(200, ok({ id: 1 }))]);
    const error = await errorOf(create(once.client));
    assert.deepEqual([error.code, error.retryable], [codes[place], false]);
    assert.equal(once.times.length, 1);
  }
  const { client, times } = played(["broken", "broken", "broken"]);
  const error = await errorOf(read(client));
  assert.deepEqual([error.code, error.retryable, times.length], ["NETWORK", true, 3]);
  assert.match(error.message, /ECONNRESET/);
});

test("c5_what_was_throttled_was_not_done_and_is_tried_again_whatever_it_is", async () => {
  for (const call of [create, (client) => client.inbox.reply(1, { body: "Hi" })]) {
    const { client, times } = played([throttled({ "retry-after": "7" }), answer(201, ok({ id: 1 }))]);
    const { result } = await inNoTime(() => call(client));
    assert.deepEqual(result, { id: 1 });
    assert.equal(times[1] - times[0], 7000);
  }
  const quota = played([answer(429, failed("QUOTA_EXCEEDED"))]);
  assert.equal((await errorOf(create(quota.client))).code, "QUOTA_EXCEEDED");
  assert.equal(quota.times.length, 1);
});

test("c5_waits_go_by_the_servers_clock", async () => {
  // Years ago, by ours.
  const date = "Wed, 01 Jan 2020 00:00:00 GMT";
  const reset = Date.parse(date) / 1000 + 20;
  for (const headers of [
    { date, "retry-after": "Wed, 01 Jan 2020 00:00:20 GMT" },
    { date, "x-ratelimit-limit": 60, "x-ratelimit-remaining": 0, "x-ratelimit-reset": reset },
  ]) {
    const { client, times } = played([throttled(headers), answer(200, ok({ id: 1 }))]);
    await inNoTime(() => read(client));
    const waited = times[1] - times[0];
    assert.ok(waited >= 20_000 && waited <= 21_000, `${waited}`);
  }
});

test("c6_a_wait_that_is_too_long_fails_at_once_and_says_until_when", async () => {
  const date = new Date().toUTCString();
  const headers = { date, "retry-after": "3600" };
  const { client, times } = played([throttled(headers)]);
  const error = await errorOf(read(client));
  assert.equal(error.name, "RateLimitedError");
  assert.ok(Math.abs(error.retryAt - Date.now() - 3_600_000) < 5000);
  // The next one isn't sent at all.
  const next = await errorOf(client.projects.list());
  assert.deepEqual([next.code, next.status, next.retryable], ["RATE_LIMITED", 0, true]);
  assert.ok(Math.abs(next.retryAt - Date.now() - 3_600_000) < 5000);
  assert.equal(times.length, 1);
  const busy = played([answer(503, "", headers)]);
  const { name, retryAt } = await errorOf(read(busy.client));
  assert.equal(name, "ResponseError");
  assert.ok(Math.abs(retryAt - Date.now() - 3_600_000) < 5000);
});

test("c5_c6_what_is_no_time_closes_the_limit_for_ever_to_nobody", async () => {
  const good = () => answer(200, ok({ id: 1 }));
  for (const after of ["99999999999999999999", "9".repeat(400)]) {
    const date = new Date().toUTCString();
    const { client } = played([throttled({ date, "retry-after": after }), good()]);
    const error = await errorOf(client.projects.get(1, { maxRetries: 0 }));
    assert.ok(Math.abs(error.retryAt - Date.now()) < 5000, `${error.retryAt}`);
    const { passed } = await inNoTime(() => read(client));
    assert.ok(passed < 5000, `${passed} ms`);
  }
  // In milliseconds; no number that a time has; none at all.
  for (const reset of [Date.now(), "99999999999999999999", "soon"]) {
    const limits = { ...LIMITS({ left: 2 }), "x-ratelimit-reset": reset };
    const { client } = played([answer(200, ok({ id: 1 }), limits), good()]);
    const { passed } = await inNoTime(async () => {
      assert.equal((await read(client).withResponse()).rateLimit, null);
      await read(client);
    });
    assert.ok(passed >= 60_000 && passed <= 61_000, `${reset}: ${passed} ms`);
  }
});

test("c1_c6_calls_that_wait_for_the_old_keys_limit_go_on_with_another_key", async () => {
  const fetch = async (_, { headers }) =>
    answer(200, ok({ id: 1 }), LIMITS({ left: headers["x-api-key"] == KEY ? 0 : 50 }));
  const client = new Linkyfy({ apiKey: KEY, fetch });
  const { passed } = await inNoTime(async () => {
    await read(client);
    const waiting = [read(client), read(client)];
    await sleep(10);
    client.setApiKey("lk_new");
    await Promise.all(waiting);
  });
  assert.ok(passed < 3000, `${passed} ms`);
});

/** Never answers. */
const deaf = () => new Promise(() => {});

test("c6_no_wait_ends_too_late_whatever_the_call_before_it_does", async () => {
  const { client, times } = played([deaf, answer(200, ok({ id: 2 }))]);
  const { passed } = await inNoTime(async () => {
    const first = errorOf(client.projects.get(1, { timeoutMs: 30_000 }));
    assert.equal((await errorOf(client.projects.get(2, { maxWaitMs: 0 }))).code, "RATE_LIMITED");
    const error = await errorOf(client.projects.get(2, { maxWaitMs: 300 }));
    assert.deepEqual([error.code, error.retryable], ["RATE_LIMITED", true]);
    first.then(() => assert.fail("the first call is under way"));
  });
  assert.equal(passed, 300);
  assert.equal(times.length, 1);
});

test("c6_an_api_that_answers_nobody_is_not_asked_by_one_call_after_the_other", async () => {
  for (const [timeoutMs, most] of [[300, 600], [30_000, 32_000]]) {
    const { client, times } = played(Array(10).fill(deaf), { timeoutMs });
    const { passed, left } = await inNoTime(() =>
      Promise.all(Array.from({ length: 10 }, (_, place) => errorOf(client.projects.get(place + 1)))),
    );
    assert.equal(times.length, 10);
    assert.ok(passed <= most, `${passed} ms`);
    assert.equal(left, 0, "timers");
  }
});

test("c6_a_burst_of_two_hundred_calls_ends_without_a_429", async () => {
  const WINDOW = 60_000;
  for (const tells of [true, false]) {
    let refused = 0;
    let window = -1;
    let used = 0;
    const waits = [];
    const { result, passed } = await inNoTime((now) => {
      const fetch = async () => {
        await sleep(40);
        const current = Math.floor(now() / WINDOW);
        if (current != window) [window, used] = [current, 0];
        refused += ++used > 60;
        const limits = {
          "x-ratelimit-limit": 60,
          "x-ratelimit-remaining": Math.max(0, 60 - used),
          "x-ratelimit-reset": ((current + 1) * WINDOW) / 1000,
          date: new Date(now()).toUTCString(),
        };
        const body = used > 60 ? failed("RATE_LIMITED") : ok({ id: used });
        await sleep(40);
        return answer(used > 60 ? 429 : 200, body, tells ? limits : {});
      };
      const hooks = { wait: ({ waitMs }) => waits.push(waitMs) };
      const client = new Linkyfy({ apiKey: KEY, fetch, hooks });
      return Promise.all(Array.from({ length: 200 }, (_, place) => client.projects.get(place + 1)));
    });
    assert.equal(result.length, 200);
    assert.equal(refused, 0);
    assert.ok(passed <= 4 * WINDOW, `${passed} ms`);
    assert.ok(waits.length > 100 && waits.every((wait) => wait > 0));
  }
});

test("c8_a_call_that_nobody_answers_ends_in_time", async () => {
  let tries = 0;
  // Counted here: on a busy machine a request's time is over before the server has read it.
  const counting = (...args) => (tries++, fetch(...args));
  const { client } = await clientOf(() => {}, { fetch: counting });
  const error = await errorOf(client.projects.get(1, { timeoutMs: 100 }));
  assert.deepEqual([error.name, error.code, error.retryable], ["TimeoutError", "TIMEOUT", true]);
  assert.equal(tries, 1);
  const slow = await clientOf((_, response) => response.writeHead(200).write("{"));
  assert.equal((await errorOf(slow.client.projects.get(1, { timeoutMs: 100 }))).code, "TIMEOUT");
  // Whatever the caller's own fetch does with its signal.
  const deaf = new Linkyfy({ apiKey: KEY, fetch: () => new Promise(() => {}), timeoutMs: 50 });
  assert.equal((await errorOf(deaf.projects.get(1))).code, "TIMEOUT");
});

test("c8_a_timeout_may_be_longer_than_a_timer_takes", async () => {
  const { client } = await clientOf((_, response) => setTimeout(() => response.end(ok({ id: 1 })), 50));
  assert.deepEqual(await client.projects.get(1, { timeoutMs: 2 ** 31 }), { id: 1 });
});

/** A signal that tells how many listen to it. */
const counted = () => {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const real = signal[name].bind(signal);
    signal[name] = (...args) => ((listeners += step), real(...args));
  }
  return { controller, signal, count: () => listeners };
};

test("c8_an_abort_ends_a_request_at_once", async () => {
  let closed;
  const gone = new Promise((done) => (closed = done));
  const { controller, signal } = counted();
  const { client } = await clientOf((request, response) => {
    response.on("close", closed);
    controller.abort();
  });
  const error = await errorOf(client.projects.get(1, { signal }));
  assert.deepEqual([error.name, error.code, error.retryable], ["AbortedError", "ABORTED", false]);
  await gone;
  const early = await errorOf(client.projects.get(1, { signal: AbortSignal.abort() }));
  assert.equal(early.code, "ABORTED");
});

test("c8_an_abort_ends_a_wait_for_the_next_try_and_for_the_limit", async () => {
  const { controller, signal } = counted();
  const hooks = { retry: () => setImmediate(() => controller.abort()) };
  const { client, times } = played([throttled({ "retry-after": "200" })], { hooks });
  const retried = client.projects.get(1, { signal });
  assert.equal((await errorOf(retried)).code, "ABORTED");
  // The limit is closed for 200 seconds now.
  const second = counted();
  const waiting = client.projects.get(2, { signal: second.signal });
  setImmediate(() => second.controller.abort());
  assert.equal((await errorOf(waiting)).code, "ABORTED");
  assert.equal(times.length, 1);
});

test("c8_what_is_aborted_before_it_is_sent_is_never_sent", async () => {
  const hook = new AbortController();
  const hooked = played([answer(201, ok({ id: 1 }))], { hooks: { request: () => hook.abort() } });
  assert.equal((await errorOf(create(hooked.client, { signal: hook.signal }))).code, "ABORTED");
  assert.equal(hooked.times.length, 0);
  // The first of two that wait lets the second go when it is aborted, and so is the second.
  const { controller, signal } = counted();
  const slow = () => sleep(50).then(() => answer(200, ok({ id: 1 })));
  const { client, times } = played([answer(200, ok({ id: 1 }), LIMITS()), slow]);
  await read(client);
  const others = [read(client)];
  others.push(errorOf(client.profile.regenerateApiKey({ signal })), errorOf(create(client, { signal })));
  await sleep(0);
  controller.abort();
  const [, ...errors] = await Promise.all(others);
  assert.deepEqual(errors.map(({ code }) => code), ["ABORTED", "ABORTED"]);
  assert.equal(times.length, 2);
});

test("c8_c9_a_hook_that_aborts_its_call_leaves_the_others_as_they_are", async () => {
  const { controller, signal } = counted();
  const slow = () => sleep(50).then(() => answer(200, ok({ id: 1 }), LIMITS({ left: 2, seconds: 1 })));
  const good = () => answer(200, ok({ id: 1 }), LIMITS());
  const { client } = played([slow, good, good], { hooks: { wait: () => controller.abort() } });
  const { result } = await inNoTime(async () => {
    const calls = [read(client), errorOf(client.projects.get(2, { signal })), read(client)];
    calls.push(errorOf(client.projects.get(3, { maxWaitMs: 500 })));
    return Promise.all(calls);
  });
  const outcomes = result.map(({ id, code }) => id ?? code);
  assert.deepEqual(outcomes, [1, "ABORTED", 1, "RATE_LIMITED"]);
});

test("c8_a_signal_that_outlives_its_calls_has_no_listener_left", async () => {
  const { signal, count } = counted();
  const answers = [answer(200, ok(1)), answer(503, ""), answer(200, ok(1)), answer(404, failed("NOT_FOUND"))];
  const { client } = played(answers);
  await client.projects.get(1, { signal });
  await client.projects.get(1, { signal });
  await errorOf(client.projects.get(1, { signal }));
  assert.equal(count(), 0);
});
