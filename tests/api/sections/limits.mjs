// The key's limit (C6). How a burst is paced, `burst.mjs` shows.

import { equal, fails, ok } from "../check.mjs";

export default {
  c6_a_call_over_the_limit_isnt_made_and_says_when_it_may_be: async ({ makeClient, control, requests }) => {
    const limit = 3;
    await control("PUT", "/rate-limit", { per_minute: limit });
    const waits = [];
    const client = makeClient({ hooks: { wait: (info) => waits.push(info) } });
    for (let call = 0; call < limit; call++) await client.profile.get();
    const error = await fails(client.profile.get({ maxWaitMs: 10 }), "RateLimitedError", { retryable: true });
    equal(requests.length, limit, "requests");
    const ahead = error.retryAt - Date.now();
    ok(ahead > 0 && ahead < 65_000, `it may be tried again in ${ahead} ms`);

    const controller = new AbortController();
    const waiting = client.profile.get({ signal: controller.signal });
    while (!waits.length) await new Promise((done) => setTimeout(done, 1));
    controller.abort();
    await fails(waiting, "AbortedError");
    equal(requests.length, limit, "requests");
    equal(waits[0].operation, "profile.get", "what waits");
  },

  c6_calls_at_once_keep_to_the_limit: async ({ client, control, requests }) => {
    const limit = 20;
    await control("PUT", "/rate-limit", { per_minute: limit });
    const calls = Array.from({ length: limit }, () => client.profile.get().withResponse());
    const all = await Promise.all(calls);
    ok(all.every(({ status }) => status == 200), "a call was turned away");
    equal(requests.length, limit, "requests");
    await fails(client.profile.get({ maxWaitMs: 0 }), "RateLimitedError");
    equal(requests.length, limit, "requests");
  },
};
