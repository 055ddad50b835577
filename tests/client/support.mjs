// A server that answers as a test says, and a time that passes as fast as it can.

import { createServer } from "node:http";
import { after, mock } from "node:test";

import { Linkyfy } from "../../pkg/dist/client.js";

export const KEY = "lk_secret_key";

export const ok = (data) => JSON.stringify({ success: true, data });
export const failed = (code, message = "no") =>
  JSON.stringify({ success: false, error: { code, message } });

/**
 * Serves on a port of its own; gives the base URL and what was asked. `answer(request, response)` is
 * called for each request, whose `body` has been read.
 */
export const serve = async (answer) => {
  const requests = [];
  const server = createServer((request, response) => {
    request.setEncoding("utf8");
    request.body = "";
    request.on("data", (data) => (request.body += data));
    request.on("end", () => {
      requests.push(request);
      answer(request, response, requests.length);
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${server.address().port}/api/v1`, requests };
};

/** A client of a server that answers so. */
export const clientOf = async (answer, options) => {
  const { baseUrl, requests } = await serve(answer);
  return { client: new Linkyfy({ apiKey: KEY, baseUrl, ...options }), requests, baseUrl };
};

/** What a call fails with. */
export const errorOf = async (call) => {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call has not failed");
};

/** Tries come at once. */
export const withoutJitter = () => mock.method(Math, "random", () => 0);

/**
 * Time that stands still until `run` waits for a timer, and is that timer's time then. Gives what `run`
 * gives, and how many milliseconds have passed.
 */
export const inNoTime = async (run) => {
  const timers = new Map();
  let now = 1000;
  let last = 0;
  const real = { setTimeout, clearTimeout, now: performance.now };
  globalThis.setTimeout = (call, milliseconds = 0) => {
    timers.set(++last, { call, at: now + milliseconds });
    return last;
  };
  globalThis.clearTimeout = (id) => timers.delete(id);
  performance.now = () => now;
  const start = now;
  let isDone = false;
  try {
    const result = run(() => now).finally(() => (isDone = true));
    while (!isDone) {
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      const next = [...timers].sort(([, one], [, other]) => one.at - other.at)[0];
      if (isDone || !next) continue;
      const [id, { call, at }] = next;
      timers.delete(id);
      now = Math.max(now, at);
      call();
    }
    return { result: await result, passed: now - start, left: timers.size };
  } finally {
    globalThis.setTimeout = real.setTimeout;
    globalThis.clearTimeout = real.clearTimeout;
    performance.now = real.now;
  }
};

/** Settles after so much time of whatever kind. */
export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
