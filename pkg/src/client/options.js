// The client's options, and those of a call.

import { badArgument } from "./failure.js";

const BASE_URL = "https://mailer.linkyfy.ai/api/v1";

const isNumber = (least) => (value) => Number.isFinite(value) && value >= least;
export const isText = (value, pattern) => typeof value == "string" && pattern.test(value);
const isFunction = (value) => typeof value == "function";

/** Whether it is an object of plain fields: a list, a `Map` or `URLSearchParams` has others in it. */
export const isObject = (value) => typeof value == "object" && value !== null && !value[Symbol.iterator];

/** What a call may set: what it must be, and how that is said. */
const ofCall = {
  maxRetries: [isNumber(0), "a number, 0 or more"],
  maxWaitMs: [isNumber(0), "a number of milliseconds"],
  signal: [(value) => isFunction(value?.addEventListener), "an AbortSignal"],
  timeoutMs: [isNumber(1), "a number of milliseconds, 1 or more"],
};

/** What a client may set. */
const ofClient = {
  ...ofCall,
  allowInBrowser: [(value) => typeof value == "boolean", "true or false"],
  // Anything else can't be a header's value; what `fetch` says then has the key in it.
  apiKey: [(value) => value === null || isText(value, /^[!-~]+$/), "an API key, or null"],
  baseUrl: [(value) => isText(value, /^https?:\/\/[^/?#@\s]+(\/[^?#\s]*)?$/), "an http(s) URL"],
  fetch: [isFunction, "a function"],
  hooks: [isObject, "a plain object"],
  routes: [isObject, "a plain object"],
};

/** Checks options; one that is undefined is none. */
const check = (options, known, operation) => {
  if (!isObject(options)) throw badArgument("options", "options must be a plain object", operation);
  const given = {};
  Object.keys(options).forEach((name) => {
    const value = options[name];
    if (value === undefined) return;
    const { 0: isGood, 1: what } = Object.hasOwn(known, name) ? known[name] : [];
    const problem = !isGood ? "is unknown" : isGood(value) ? "" : `must be ${what}`;
    if (problem) throw badArgument(name, `${name} ${problem}`, operation);
    given[name] = value;
  });
  return given;
};

/** The options of a call. */
export const callOptions = (options, operation) => check(options, ofCall, operation);

/** The client's, with what holds where nothing is said. */
export const clientOptions = (options) => {
  const { apiKey, baseUrl = BASE_URL, ...others } = check(options, ofClient);
  return {
    fetch: (...args) => globalThis.fetch(...args),
    hooks: {},
    maxRetries: 2,
    maxWaitMs: 300_000,
    routes: {},
    timeoutMs: 30_000,
    ...others,
    baseUrl: baseUrl.replace(/\/+$/, ""),
    isWeb: isWeb(),
    key: checkKey(apiKey, others.allowInBrowser),
  };
};

/** The key, where it can be one and may be here. */
export const checkKey = (apiKey, allowInBrowser) => {
  check({ apiKey }, ofClient);
  if (apiKey === undefined) throw badArgument("apiKey", "apiKey is missing; null is for public calls");
  if (apiKey !== null && isWeb() && !allowInBrowser) {
    const why = "an API key in a web page is everybody's who opens the page: call the API from a server";
    throw badArgument("allowInBrowser", `${why}, or set allowInBrowser where nobody else opens it`);
  }
  return apiKey;
};

/** Whether this is a web page, or a worker of one: other runtimes don't call themselves Mozilla. */
const isWeb = () => {
  const { document, navigator, window, WorkerGlobalScope } = globalThis;
  return (window && document) || (WorkerGlobalScope && /^Mozilla/.test(navigator?.userAgent));
};
