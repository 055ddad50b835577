// What a call costs, counted and not timed; `cargo xtask bench --client` times it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { Linkyfy } from "../../pkg/dist/client.js";
import { KEY, ok } from "./support.mjs";

/** Of so many calls a server tells, and has left: enough for all tests. */
const LIMIT = 1_000_000;
/** How often memory is looked at, and calls before each look. */
const LOOKS = 5;
const CALLS = 2000;
/** What a call may leave behind, in bytes: the heap's own housekeeping. Anything kept is more. */
const LEFT = 32;
/** So many calls wait. */
const WAITING = 1000;
/** Patterns that a call without trouble may look for. */
const PATTERNS = 20;

const page = { data: [{ id: 1 }], current_page: 1, last_page: 1, per_page: 25, total: 1, from: 1, to: 1 };

/** A client whose calls are answered at once. */
const quick = () => {
  const requests = [];
  const headers = new Headers({
    "x-ratelimit-limit": LIMIT,
    "x-ratelimit-remaining": LIMIT,
    "x-ratelimit-reset": Math.floor(Date.now() / 1000) + 60,
    date: new Date().toUTCString(),
  });
  const fetch = async (url) => {
    requests.push(url);
    const body = ok(url.includes("campaigns") ? page : { id: 1 });
    return { status: 200, headers, text: async () => body };
  };
  const client = new Linkyfy({ apiKey: KEY, fetch });
  const call = (number) => (number % 2 ? client.projects.get(1) : client.campaigns.list({ per_page: 25 }));
  return { call, requests };
};

test("a call is one request and one timer, its timeout, which is taken back", async () => {
  const { call, requests } = quick();
  await call(0);
  requests.length = 0;
  const real = { setTimeout, clearTimeout };
  const timers = new Set();
  let started = 0;
  globalThis.setTimeout = (...args) => {
    const timer = real.setTimeout(...args);
    started++;
    timers.add(timer);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    timers.delete(timer);
    real.clearTimeout(timer);
  };
  try {
    for (let number = 0; number < 10; number++) await call(number);
    await Promise.all(Array.from({ length: 50 }, (_, number) => call(number)));
  } finally {
    Object.assign(globalThis, real);
  }
  assert.deepEqual([requests.length, started, timers.size], [60, 60, 0]);
});

test("c6 a call that waits looks at no other that does", async () => {
  const fetch = () => new Promise(() => {});
  const client = new Linkyfy({ apiKey: KEY, fetch, timeoutMs: 50 });
  const real = performance.now;
  let looks = 0;
  performance.now = () => (looks++, real.call(performance));
  try {
    const call = (_, place) => client.projects.get(place + 1, { maxWaitMs: 20 });
    const outcomes = await Promise.allSettled(Array.from({ length: WAITING }, call));
    assert.ok(outcomes.every(({ reason }) => /^(TIMEOUT|RATE_LIMITED)$/.test(reason.code)));
  } finally {
    performance.now = real;
  }
  assert.ok(looks < 15 * WAITING, `${looks} looks at the clock`);
});

test("a call without trouble looks for few patterns", async () => {
  const { call } = quick();
  await call(0);
  const Real = RegExp;
  let made = 0;
  globalThis.RegExp = class extends Real {
    constructor(...args) {
      super(...args);
      made++;
    }
  };
  try {
    for (const number of [0, 1]) {
      made = 0;
      await call(number);
      assert.ok(made > 0 && made <= PATTERNS, `${made} patterns`);
    }
  } finally {
    globalThis.RegExp = Real;
  }
});

test("calls leave nothing in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const { call, requests } = quick();
  const make = async (count) => {
    for (let number = 0; number < count; number++) await call(number);
    requests.length = 0;
    // What calls leave to later turns is let go there.
    for (let turn = 0; turn < 3; turn++) {
      await new Promise(setImmediate);
      collect();
    }
    return process.memoryUsage().heapUsed;
  };
  // Code that is compiled meanwhile weighs too, but not each time; what a call keeps does.
  const sizes = [];
  for (let look = 0; look < LOOKS; look++) sizes.push(await make(CALLS));
  const left = sizes.slice(1).map((size, look) => size - sizes[look]);
  const median = left.toSorted((one, other) => one - other)[left.length >> 1];
  assert.ok(median < LEFT * CALLS, `${left} bytes of ${CALLS} calls each`);
});
