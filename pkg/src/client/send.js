// A call from its request to its data: it waits for its turn, is sent, and sent again where that is
// safe and may help.
//
// An engine compiles and optimises a function whole: what every call runs through is kept short, and
// what few calls need stands in functions of its own.

import { attempt, read } from "./attempt.js";
import { badArgument, failure } from "./failure.js";
import { hide, hideIn } from "./hide.js";
import { clock, pause } from "./time.js";

const KEY = "x-api-key";
/** The operation that changes the key: no other call may be under way meanwhile. */
const CHANGES_KEY = "profile.regenerateApiKey";
/** The headers that an answer is judged by, in the order that `src/client/js.rs` reads them. */
const HEADERS = ["date", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"];
/** The place of the last. */
const RETRY_AFTER = 4;

/**
 * Sends a request `{operation, method, url, body}` for a client; gives data, status, headers and the
 * state of the key's limit.
 *
 * # Errors
 * A LinkyfyError.
 */
export const send = async (client, request, options) => {
  const { hooks, queue } = client;
  const { operation, url, body } = request;
  const { name } = operation;
  const call = {
    name,
    hooks,
    options,
    isAlone: name == CHANGES_KEY,
    json: toJson(body, request.method, name),
    secrets: [client.key, body?.smtp_password],
    until: clock() + options.maxWaitMs,
  };
  for (let tries = 1; ; tries++) {
    if (options.signal?.aborted) refuse(call);
    const number = operation.isPublic ? 0 : queue.start(call.isAlone) || (await turn(queue, call, tries));
    const init = toInit(client, request, call);
    if (hooks.request) tellRequest(call, request, init, tries);
    const begun = clock();
    const answer = await attempt(client.fetch, url, init, options);
    const found = judge(client.core, operation, answer, number, tries);
    if (call.isAlone && !found.code && found.data?.api_key) client.setKey(found.data.api_key);
    if (hooks.response && answer.response) tellResponse(call, answer, found, tries, begun);
    queue.look();
    if (!found.code) return toResult(answer, found);
    await beforeNext(call, answer, found, tries);
  }
};

/** The body as it is sent. */
const toJson = (body, method, operation) => {
  // `fetch` refuses it as it does a server that can't be reached, and that would be tried again.
  if (body !== undefined && /^(GET|HEAD)$/.test(method)) {
    throw badArgument("body", `${method} takes no body`, operation);
  }
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw badArgument("body", `the body can't be written as JSON: ${error.message}`, operation);
  }
};

/** A call's number, once it may start. */
const turn = (queue, call, tries) => {
  const tellWait = (waitMs) => tell(call, "wait", { waitMs });
  return queue.enter(call, tries > 1, tellWait, (wait) => refuse(call, wait));
};

/** What `fetch` is told. */
const toInit = (client, { operation, method }, { json, secrets }) => {
  const headers = { accept: "application/json" };
  const init = { method, headers, redirect: "manual" };
  if (!operation.isPublic && client.key) {
    headers[KEY] = client.key;
    // It may have changed meanwhile.
    secrets.push(client.key);
  }
  if (json !== undefined) {
    headers["content-type"] = "application/json";
    init.body = json;
  }
  // No cookies; workerd knows no such setting.
  if (client.isWeb) init.credentials = "omit";
  return init;
};

/** What an answer is found to be: its data or its error, and the state of the key's limit. */
const judge = (core, { row, place }, { response, body = "", fault }, number, tries) => {
  const status = response?.status ?? 0;
  // Nothing to say is an answer, but no list.
  const { shape, data, code = "", message } = fault
    ? { shape: "fault", code: fault }
    : status == 204 && !place
      ? { shape: "data" }
      : read(body, place);
  // Of data nothing more is to be known.
  const text = shape == "data" ? "" : body;
  const headers = HEADERS.map((name) => response?.headers.get(name) ?? "");
  const chance = Math.random();
  const verdict = core.judge(row, status, shape, code, text, headers, number, clock(), tries, chance);
  return {
    data,
    status,
    code: verdict[0],
    rateLimit: toRateLimit(headers, +verdict[1]),
    isRetryable: verdict[2] == 1,
    waitMs: +verdict[3],
    message: verdict[4] || message,
    isTimed: status == 429 || headers[RETRY_AFTER],
  };
};

/** Seconds since 1970 have ten digits at most until the year 2286. */
const NO_TIME = 1e10;

/** The state of the key's limit, its reset by the local clock; null where the answer doesn't tell. */
const toRateLimit = ({ 1: limit, 2: remaining, 3: reset }, span) =>
  limit && remaining && reset > 0 && reset < NO_TIME
    ? {
        limit: +limit,
        remaining: +remaining,
        resetAt: new Date(span === span ? Date.now() + span : reset * 1000),
      }
    : null;

const toResult = ({ response }, { data = null, status, rateLimit }) => ({
  data,
  status,
  headers: response?.headers,
  rateLimit,
});

/** Waits until a failed call may be sent again; fails where it may not. */
const beforeNext = async (call, { fault, reason }, found, tries) => {
  const { options, until } = call;
  const { code, status, message, isRetryable, isTimed, rateLimit, waitMs } = found;
  const isLast = fault == "TIMEOUT" || tries > options.maxRetries || clock() + waitMs > until;
  if (!isRetryable || isLast) {
    const why = reason ? `${message} (${reason})` : message;
    const wait = isRetryable && isTimed ? waitMs : undefined;
    fail(call, code, why, { status, retryable: isRetryable, rateLimit, wait });
  }
  tell(call, "retry", { code, status, attempt: tries, waitMs });
  await pause(waitMs, options.signal);
};

const fail = ({ name, secrets }, code, message, { wait, ...facts } = {}) => {
  const retryAt = wait === undefined ? null : new Date(Date.now() + wait);
  throw failure(code, hideIn(message, secrets), { operation: name, ...facts, retryAt });
};

/** Fails where the signal has aborted, or a wait would be too long. */
const refuse = (call, wait) => {
  if (wait === undefined) fail(call, "ABORTED", "the call was aborted");
  fail(call, "RATE_LIMITED", "this would wait longer than maxWaitMs", { retryable: true, wait });
};

/** Tells a hook of the caller's, which changes nothing whatever it does. */
const tell = async ({ name, hooks, secrets }, hook, info) => {
  try {
    await hooks[hook]?.(hide({ operation: name, ...info }, secrets));
  } catch {}
};

const tellRequest = (call, { method, url, body }, { headers }, attempt) =>
  tell(call, "request", { method, url, headers, body, attempt });

const tellResponse = (call, { response }, { status, data }, attempt, begun) => {
  const headers = Object.fromEntries(response.headers);
  tell(call, "response", { status, headers, data, attempt, durationMs: clock() - begun });
};
