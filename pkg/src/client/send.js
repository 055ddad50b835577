// A call from its request to its data: it waits for its turn, is sent, and sent again where that is
// safe and may help.

import { attempt, read } from "./attempt.js";
import { badArgument, failure } from "./failure.js";
import { hide, hideIn } from "./hide.js";
import { clock, pause } from "./queue.js";

const KEY = "x-api-key";
/** The operation that changes the key: no other call may be under way meanwhile. */
const CHANGES_KEY = "profile.regenerateApiKey";

/**
 * Sends a request `{row, method, url, body}` for a client; gives data, status, headers and the state
 * of the key's limit.
 *
 * # Errors
 * A LinkyfyError.
 */
export const send = async (client, { row, method, url, body }, options) => {
  const { core, fetch, hooks, isWeb, queue } = client;
  const [operation, , , place, access] = row;
  const { signal, maxRetries, maxWaitMs } = options;
  const until = clock() + maxWaitMs;
  const isPublic = access == "public";
  const isAlone = operation == CHANGES_KEY;
  const json = toJson(body, operation);
  const secrets = [client.key, body?.smtp_password];
  const tell = (hook, info) => {
    try {
      hooks[hook]?.(hide({ operation, ...info }, secrets));
    } catch {}
  };
  const fail = (code, message, { wait, ...facts } = {}) => {
    const retryAt = wait === undefined ? null : new Date(Date.now() + wait);
    throw failure(code, hideIn(message, secrets), { operation, ...facts, retryAt });
  };
  const refuse = (wait) => {
    if (wait === undefined) fail("ABORTED", "the call was aborted");
    if (typeof wait != "number") throw wait;
    const why = "the key's limit lets this call wait longer than maxWaitMs";
    fail("RATE_LIMITED", why, { retryable: true, wait });
  };

  for (let tries = 1; ; tries++) {
    if (signal?.aborted) refuse();
    const isFirst = tries > 1;
    const waiting = (waitMs) => tell("wait", { waitMs });
    const call = isPublic
      ? 0
      : await queue.enter({ signal, until, isAlone, isFirst, tell: waiting }).catch(refuse);
    const headers = { accept: "application/json" };
    const init = { method, headers, redirect: "manual" };
    if (!isPublic) {
      headers[KEY] = client.key;
      // It may have changed meanwhile.
      secrets.push(client.key);
    }
    if (json !== undefined) {
      headers["content-type"] = "application/json";
      init.body = json;
    }
    // No cookies; workerd knows no such setting.
    if (isWeb) init.credentials = "omit";
    tell("request", { method, url, headers, body, attempt: tries });
    const begun = clock();
    const answer = await attempt(fetch, url, init, options);
    const { response, fault, reason } = answer;
    const status = response?.status ?? 0;
    const header = (name) => response?.headers.get(name) ?? "";
    const found = fault ? { shape: "fault", code: fault } : read(answer.body, place);
    const limit = ["limit", "remaining", "reset"].map((name) => header(`x-ratelimit-${name}`));
    const date = header("date");
    const { shape, data } = found;
    // Of data nothing more is to be known.
    const text = shape == "data" ? "" : answer.body;
    const facts = [status, shape, found.code ?? "", text, date, header("retry-after")];
    const chance = [call, clock(), tries, Math.random()];
    const [code, again, wait, span, message] = core.judge(row, ...facts, ...limit, ...chance);
    const rateLimit = asRateLimit(limit, +span);
    const result = { data: data ?? null, status, headers: response?.headers, rateLimit };
    if (!code && isAlone && data?.api_key) client.setKey(data.api_key);
    if (response && hooks.response) {
      const all = Object.fromEntries(response.headers);
      tell("response", { status, headers: all, data, attempt: tries, durationMs: clock() - begun });
    }
    queue.pump();
    if (!code) return result;
    const waitMs = +wait;
    if (again == 0 || fault == "TIMEOUT" || tries > maxRetries || clock() + waitMs > until) {
      const isTimed = again == 1 && (status == 429 || header("retry-after"));
      const why = message ? message + (reason ? ` (${reason})` : "") : found.message;
      const state = { status, retryable: again == 1, rateLimit };
      fail(code, why, { ...state, wait: isTimed ? waitMs : undefined });
    }
    tell("retry", { code, status, attempt: tries, waitMs });
    await pause(waitMs, signal).catch(refuse);
  }
};

/** The body as it is sent. */
const toJson = (body, operation) => {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw badArgument("body", `the body can't be written as JSON: ${error.message}`, operation);
  }
};

/** The state of the key's limit, its reset by the local clock; null where the answer doesn't tell. */
const asRateLimit = ([limit, remaining, reset], span) =>
  limit && remaining && reset
    ? {
        limit: +limit,
        remaining: +remaining,
        resetAt: new Date(span === span ? Date.now() + span : reset * 1000),
      }
    : null;
