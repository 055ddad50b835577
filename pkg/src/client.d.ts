import type { Groups } from "./operations.js";

export * from "./operations.js";

/** What a client and each of its calls may set. */
export interface CallOptions {
  /** Ends the call, whatever it waits for: its request, its turn, its next try. */
  signal?: AbortSignal;
  /** How long one try may take with its answer, in milliseconds. `30000` where it is not set. */
  timeoutMs?: number;
  /** How often a call is tried again where that is safe. `2` where it is not set. */
  maxRetries?: number;
  /**
   * No wait, for the key's limit or before the next try, ends later than so many milliseconds after
   * the call was made: it fails at once instead, and says when it could be made (`retryAt`).
   * `300000` where it is not set.
   */
  maxWaitMs?: number;
}

/** The options of a client. */
export interface ClientOptions extends CallOptions {
  /**
   * Your API key; `null` for the public tracking operations alone. Where it is undefined, as a variable
   * of the environment may be, the client throws an `ArgumentError`.
   */
  apiKey: string | null | undefined;
  /** The API's base URL. `https://mailer.linkyfy.ai/api/v1` where it is not set. */
  baseUrl?: string;
  /** What makes requests. The runtime's `fetch` where it is not set. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Functions that hear what happens; keys and passwords are `[redacted]`. */
  hooks?: Hooks;
  /**
   * Allows a key in a web page. Whoever opens the page can read the key and do with your account what
   * it allows: only for pages that nobody else opens.
   */
  allowInBrowser?: boolean;
  /**
   * Method and path of operations, in place of those that are known, most of which are inferred:
   * `{ "projects.update": "PATCH /projects/{project_id}" }`.
   */
  routes?: Partial<Record<OperationName, string>>;
}

/** The name of an operation, such as `contactLists.addContacts`. */
export type OperationName = {
  [Group in keyof Groups]: `${Group}.${string & keyof Groups[Group]}`;
}[keyof Groups];

/** What hears of calls. What they throw is dropped. */
export interface Hooks {
  /** A request is about to be sent. */
  request?(info: {
    operation: string;
    method: string;
    url: string;
    headers: Record<string, string>;
    body?: unknown;
    /** 1 at first. */
    attempt: number;
  }): void;
  /** An answer has come. */
  response?(info: {
    operation: string;
    status: number;
    headers: Record<string, string>;
    data?: unknown;
    attempt: number;
    durationMs: number;
  }): void;
  /** A call is about to be tried again, after so many milliseconds. */
  retry?(info: {
    operation: string;
    code: string;
    status: number;
    attempt: number;
    waitMs: number;
  }): void;
  /** A call waits for the key's limit, about so many milliseconds. */
  wait?(info: { operation: string; waitMs: number }): void;
}

/** What the API said of the key's limit. */
export interface RateLimit {
  /** Calls a minute. */
  limit: number;
  /** How many are left. */
  remaining: number;
  /** When there are as many again, by this computer's clock. */
  resetAt: Date;
}

/** A call's whole answer. */
export interface Answer<Data> {
  data: Data;
  status: number;
  headers: Headers;
  /** Null where the answer doesn't tell. */
  rateLimit: RateLimit | null;
}

/** A call: a promise of its data. It is under way already. */
export interface Call<Data> extends Promise<Data> {
  /** The whole answer. */
  withResponse(): Promise<Answer<Data>>;
}

/**
 * A call for a list. `for await` gives all of its items; where it has pages, the next page is asked
 * for only when its items are.
 */
export interface ListCall<Data, Item> extends Call<Data>, AsyncIterable<Item> {}

/** A page of a list. */
export interface Page<Item> {
  data: Item[];
  /** From 1. */
  current_page: number;
  last_page: number;
  /** At most so many items are on a page. */
  per_page: number;
  /** Items on all pages. */
  total: number;
  /** Place of the first item, from 1; null on an empty page. */
  from: number | null;
  /** Place of the last item. */
  to: number | null;
  /** Whether there is one after it. */
  readonly hasNext: boolean;
  /** Asks for the next page; gives undefined after the last. */
  next(): Promise<Page<Item> | undefined>;
}

/** What a raw request may set. */
export interface RequestOptions extends CallOptions {
  /** What stands behind the `?`. */
  query?: Record<string, string | number | boolean | undefined>;
  /** What is sent as JSON. */
  body?: unknown;
  /**
   * Whether it may be sent again though it may have been carried out. Where it is not set, `GET` is
   * `safe`, `PUT` and `DELETE` are `idempotent`, and all others `unsafe`.
   */
  retryClass?: "safe" | "idempotent" | "unsafe" | "never";
}

/** The whole API of Linkyfy: `client.<group>.<operation>(…)`. */
export class Linkyfy {
  constructor(options: ClientOptions);
  /** Uses another key from now on. Calls under way end with the one that they began with. */
  setApiKey(key: string | null): void;
  /** Calls any path of the API, and gives what is under `data` in the answer. */
  request<Data = unknown>(method: string, path: string, options?: RequestOptions): Call<Data>;
}

export interface Linkyfy extends Groups {}

/** The codes that the API's text has. */
export type DocumentedCode =
  | "VALIDATION_ERROR"
  | "NOT_FOUND"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "QUOTA_EXCEEDED"
  | "SUBSCRIPTION_EXPIRED"
  | "SERVER_ERROR";

/** The client's own codes. */
export type ClientCode =
  | "RATE_LIMITED"
  | "NETWORK"
  | "TIMEOUT"
  | "ABORTED"
  | "BAD_RESPONSE"
  | "BAD_ARGUMENT"
  | "CLIENT_ERROR";

/** A call that failed. */
export class LinkyfyError extends Error {
  /** Why, for programs. */
  readonly code: DocumentedCode | ClientCode | (string & {});
  /** The answer's HTTP status; 0 where there is none. */
  readonly status: number;
  /** Such as `campaigns.create`; `request` for a raw request; undefined where it is no call's. */
  readonly operation: string | undefined;
  /** Whether the same call may be made again, and might go better. */
  readonly retryable: boolean;
  /** What the answer said of the key's limit. */
  readonly rateLimit: RateLimit | null;
  /** From when on the call could be made again, by this computer's clock; null where nobody says. */
  readonly retryAt: Date | null;
  /** The argument that can't be taken, such as `contacts[2].email`. */
  readonly parameter?: string;
}

/** What was sent can't be taken, the API says: `VALIDATION_ERROR`. */
export class ValidationError extends LinkyfyError {}
/** There is no such thing: `NOT_FOUND`. */
export class NotFoundError extends LinkyfyError {}
/** The key is missing or wrong: `UNAUTHORIZED`. */
export class UnauthorizedError extends LinkyfyError {}
/** The key's owner may not do that: `FORBIDDEN`. */
export class ForbiddenError extends LinkyfyError {}
/** The plan's quota is used up: `QUOTA_EXCEEDED`. */
export class QuotaExceededError extends LinkyfyError {}
/** The subscription has expired: `SUBSCRIPTION_EXPIRED`. */
export class SubscriptionExpiredError extends LinkyfyError {}
/** The API is in trouble: `SERVER_ERROR`. */
export class ServerError extends LinkyfyError {}
/** The key's limit is reached, and the wait too long: `RATE_LIMITED`. */
export class RateLimitedError extends LinkyfyError {}
/** The API can't be reached: `NETWORK`. */
export class NetworkError extends LinkyfyError {}
/** No answer has come in time: `TIMEOUT`. */
export class TimeoutError extends LinkyfyError {}
/** The caller has ended it: `ABORTED`. */
export class AbortedError extends LinkyfyError {}
/** What has come is no answer of the API's, such as a proxy's page: `BAD_RESPONSE`. */
export class ResponseError extends LinkyfyError {}
/** Nothing was sent, as an argument can't be taken: `BAD_ARGUMENT`. */
export class ArgumentError extends LinkyfyError {
  readonly parameter: string;
}
