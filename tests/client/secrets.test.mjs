// The key: where it never is, and how it is changed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";

import { Linkyfy } from "../../pkg/dist/client.js";
import { clientOf, errorOf, failed, KEY, ok } from "./support.mjs";

const PASSWORD = "smtp-pass-word";

/** All that can be read off a thing, and off what it is made of. */
const allOf = (thing) =>
  [inspect(thing, { depth: 9, showHidden: true }), JSON.stringify(thing), `${thing}`, thing?.stack].join();

test("c9_the_key_is_in_no_error_hook_or_url_and_not_to_be_read_off_the_client", async () => {
  const heard = [];
  const hear = (info) => heard.push(info);
  const hooks = { request: hear, response: hear, retry: hear, wait: hear };
  const smtp = { smtp_host: "h", smtp_port: 1, smtp_username: "u", smtp_password: PASSWORD };
  let status = 422;
  const { client, requests } = await clientOf(({ headers, body }, response) => {
    // A server that repeats what it was sent.
    const all = `${headers["x-api-key"]} ${body}`;
    const data = ok({ api_key: "lk_another", smtp_password: PASSWORD, echo: all });
    response.writeHead(status, { "x-echo": KEY }).end(status == 200 ? data : failed("VALIDATION_ERROR", all));
  }, { hooks });
  const error = await errorOf(client.smtp.create(1, { ...smtp, from_email: "a@b.c" }));
  status = 200;
  await client.smtp.update(1, 2, { smtp_password: PASSWORD });
  const dead = new Linkyfy({ apiKey: KEY, hooks, maxRetries: 0, fetch: (url, { headers }) => {
    throw new Error(`no route to ${url} with ${JSON.stringify(headers)}`);
  } });
  const lost = await errorOf(dead.projects.list());
  assert.equal(lost.code, "NETWORK");
  assert.throws(() => new Linkyfy({ apiKey: `${KEY}\n` }), (error) => !allOf(error).includes(KEY));
  for (const [what, thing] of Object.entries({ error, lost, client, heard })) {
    const all = allOf(thing);
    for (const secret of [KEY, PASSWORD, "lk_another"]) assert.ok(!all.includes(secret), `${what}: ${all}`);
  }
  assert.ok(allOf(heard).includes("[redacted]"));
  for (const { url } of requests) assert.ok(!url.includes(KEY));
  assert.equal(requests[0].headers["x-api-key"], KEY);
});

test("c9_a_hook_that_fails_or_changes_what_it_hears_changes_nothing", async () => {
  const hooks = {
    request: (info) => {
      info.url = "https://evil.example";
      info.headers["x-api-key"] = "none";
      throw new Error("a hook's own");
    },
  };
  const { client, requests } = await clientOf((_, response) => response.end(ok({ id: 1 })), { hooks });
  assert.deepEqual(await client.projects.get(1), { id: 1 });
  assert.equal(requests[0].headers["x-api-key"], KEY);
});

test("c9_a_hook_that_fails_later_is_nobodys_trouble", async () => {
  const failing = async () => {
    throw new Error("a hook's own");
  };
  const unheard = [];
  const hear = (error) => unheard.push(error);
  process.on("unhandledRejection", hear);
  const hooks = { request: failing, response: failing };
  const { client } = await clientOf((_, response) => response.end(ok({ id: 1 })), { hooks });
  assert.deepEqual(await client.projects.get(1), { id: 1 });
  await new Promise(setImmediate);
  process.off("unhandledRejection", hear);
  assert.deepEqual(unheard, []);
});

test("c1_a_change_of_key_lets_calls_end_on_the_old_one_and_the_next_use_the_new_one", async () => {
  let old = KEY;
  const events = [];
  const { client, requests } = await clientOf(({ url, headers }, response) => {
    const key = headers["x-api-key"];
    events.push(`begin ${url}`);
    const end = () => {
      events.push(`end ${url}`);
      const isRotation = url.endsWith("regenerate-api-key");
      if (key != old) response.writeHead(401).end(failed("UNAUTHORIZED"));
      else response.end(ok(isRotation ? { api_key: (old = "lk_new") } : { id: 1 }));
    };
    setTimeout(end, 30);
  });
  await client.projects.get(1);
  const before = [client.projects.get(2), client.projects.get(3)];
  const rotation = client.profile.regenerateApiKey();
  const later = [client.projects.get(4), client.projects.get(5)];
  assert.deepEqual(await rotation, { api_key: "lk_new" });
  await Promise.all([...before, ...later]);
  const keys = requests.map(({ headers }) => headers["x-api-key"]);
  assert.deepEqual(keys, [KEY, KEY, KEY, KEY, "lk_new", "lk_new"]);
  const begun = events.indexOf("begin /api/v1/profile/regenerate-api-key");
  assert.deepEqual(events.slice(begun + 1)[0], "end /api/v1/profile/regenerate-api-key");
  assert.ok(events.indexOf("end /api/v1/projects/3") < begun);
});

test("c1_a_change_of_key_that_fails_leaves_the_old_one", async () => {
  const { client, requests } = await clientOf(({ url }, response) =>
    url.endsWith("regenerate-api-key")
      ? response.writeHead(500).end(failed("SERVER_ERROR"))
      : response.end(ok({ id: 1 })),
  );
  assert.equal((await errorOf(client.profile.regenerateApiKey())).code, "SERVER_ERROR");
  await client.projects.get(1);
  assert.equal(requests.length, 2, "it is never sent twice");
  assert.equal(requests[1].headers["x-api-key"], KEY);
  client.setApiKey("lk_set");
  await client.projects.get(1);
  assert.equal(requests[2].headers["x-api-key"], "lk_set");
});

test("c1_a_call_whose_key_is_taken_away_goes_without", async () => {
  const { client, requests } = await clientOf((_, response) =>
    response.writeHead(401).end(failed("UNAUTHORIZED")),
  );
  const call = errorOf(client.projects.get(1));
  client.setApiKey(null);
  assert.equal((await call).name, "UnauthorizedError");
  assert.equal(requests[0].headers["x-api-key"], undefined);
});
