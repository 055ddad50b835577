// Keys and passwords stay where they belong, and a key can be changed while calls are made (C9).

import { equal, fails, has, ok } from "../check.mjs";

const PASSWORD = "hunter2-of-the-suite";
const SERVER = {
  smtp_host: "smtp.example.com",
  smtp_port: 465,
  smtp_username: "john@example.com",
  smtp_password: PASSWORD,
  from_email: "john@example.com",
};

/** All that can be read of a value, whatever hides in it. */
const all = (value, seen = new Set()) => {
  if (typeof value != "object" || !value) return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const names = Object.getOwnPropertyNames(value);
  return names.map((name) => `${name}=${all(value[name], seen)}`).join("\n");
};

export default {
  c9_no_hook_error_or_client_tells_a_secret: async ({ makeClient, control, key, errors }) => {
    const told = [];
    const note = (kind) => (info) => told.push(`${kind} ${all(info)} ${JSON.stringify(info)}`);
    const kinds = ["request", "response", "retry", "wait"];
    const hooks = Object.fromEntries(kinds.map((kind) => [kind, note(kind)]));
    const client = makeClient({ hooks });
    await client.smtp.create(1, SERVER);
    await control("POST", "/faults", {
      rules: [{ path: "/profile", times: 1, fault: { kind: "status", status: 503 } }],
    });
    await client.profile.get();
    const caught = [];
    const talking = () => Promise.reject(new Error(`no way with ${key}`));
    const failing = [
      () => makeClient({ hooks, fetch: talking }).projects.create({ name: "X" }),
      () => client.smtp.create(1, { ...SERVER, smtp_port: 0 }),
      () => client.request("POST", "/projects/1/smtp", { body: { ...SERVER, smtp_port: 0 } }),
    ];
    for (const call of failing) await call().catch((error) => caught.push(error));
    equal(caught.map((error) => error instanceof errors.LinkyfyError), [true, true, true], "what failed");
    const { api_key: fresh } = await client.profile.regenerateApiKey();
    await client.profile.get();
    ok(told.some((line) => line.startsWith("retry")), "no hook was told of the retry");
    const thrown = caught.map((error) => all(error)).join("\n");
    const places = { hooks: told.join("\n"), errors: thrown, client: all(client) };
    for (const [place, text] of Object.entries(places)) {
      for (const [what, secret] of Object.entries({ key, "new key": fresh, password: PASSWORD })) {
        ok(!text.includes(secret), `the ${what} is in the ${place}`);
      }
    }
    ok(!`${JSON.stringify(client)}${client}`.includes(fresh), "the key is in the client");
  },

  c9_calls_around_a_change_of_the_key_all_succeed: async ({ client, key, requests, makeClient }) => {
    await client.profile.get();
    requests.length = 0;
    const before = Array.from({ length: 5 }, () => client.projects.list());
    const change = client.profile.regenerateApiKey();
    const after = Array.from({ length: 5 }, () => client.projects.list());
    const { api_key: fresh } = await change;
    for (const page of await Promise.all([...before, ...after])) has(page, { total: 1 });
    const keys = requests.map(({ headers }) => headers["x-api-key"]);
    equal(keys, [...Array(6).fill(key), ...Array(5).fill(fresh)], "keys");
    await fails(makeClient().profile.get(), "UnauthorizedError");
  },

  c9_another_key_can_be_set: async ({ client, control, requests }) => {
    const { users } = await control("GET", "/snapshot");
    const second = users.find((user) => JSON.stringify(user).includes("second"));
    client.setApiKey(second.api_key);
    equal((await client.projects.list()).data.map(({ id }) => id), [2], "the second user's projects");
    equal(requests[0].headers["x-api-key"], second.api_key, "the key");
  },
};
