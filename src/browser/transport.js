// How events leave the page, and when the outbox is looked at again.

import { guarded, spell } from "../text.js";

/** Longest that a request may take, in milliseconds. */
const PATIENCE = 30_000;

/** Asks for a lock; gives undefined where the browser has none, or none here. */
const request = guarded((name, ...args) => navigator.locks.request(name, ...args));

/** The timer that wakes the outbox, and when it does; there is one, and the earliest time wins. */
let timer;
let due = Infinity;

export const later = (milliseconds) => {
  const at = performance.now() + milliseconds;
  if (at > due) return;
  clearTimeout(timer);
  due = at;
  const wake = () => {
    due = Infinity;
    handle.woke_();
  };
  timer = setTimeout(wake, milliseconds);
};

/**
 * Posts a JSON text so that it outlives the page, in the best way that the browser has, and has
 * the answer handled once; its status is 0 where there is none. Pages replace `fetch`, so whatever
 * it does and gives is taken.
 */
export const post = guarded((url, body, event, queued, simple) => {
  [url, body, event] = [url, body, event].map(spell);
  const method = "POST";
  const type = simple ? "text/plain" : "application/json";
  const answer = (response, code = "") => {
    const header = guarded((name) => response.headers.get(name) ?? "", "");
    const status = response?.status | 0;
    const reset = header("x-ratelimit-reset");
    handle.answered_(event, queued, status, header("retry-after"), reset, code);
  };
  try {
    // MooTools has a `Request` of its own, which tells nothing of the browser's.
    const { prototype } = Request;
    if ("keepalive" in prototype || !("mode" in prototype)) {
      const headers = { "content-type": type };
      const signal = AbortSignal.timeout?.(PATIENCE);
      const options = { method, headers, body, credentials: "omit", keepalive: true, signal };
      const coming = fetch(url, options);
      (async () => {
        let response, json;
        try {
          response = await coming;
          if (response.ok === false) json = await response.json();
        } catch {}
        answer(response, `${json?.error?.code ?? ""}`);
      })();
      return;
    }
  } catch {}
  // As plain text: a beacon carries cookies, and JSON would first be asked for with credentials,
  // which an API open to all origins refuses
  // (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials). It tells no answer; the
  // browser has promised to deliver it.
  if (guarded(() => navigator.sendBeacon(url, body))()) {
    answer({ status: 204 });
    return;
  }
  const request = new XMLHttpRequest();
  request.onloadend = () => answer(request);
  request.open(method, url);
  request.setRequestHeader("content-type", type);
  request.timeout = PATIENCE;
  request.send(body);
});

export const unlock = () => release?.();

/** Somebody may see the page now. */
export const show = () => handle.shown_();

/** Longest that a cookie may take to be seen in other tabs, in milliseconds. */
const MOMENT = 99;

/** Takes back what is under way. */
export const rest = () => {
  clearTimeout(timer);
  due = Infinity;
  unlock();
};

/**
 * The functions of `src/js.rs` as JavaScript calls them, once the instance is there. Their names end
 * in an underscore, and are short once they are bundled.
 */
export const handle = {};

/** Lets go of the outbox's lock, where this tab holds it. */
let release;

/**
 * Asks to be the one tab that delivers, and has the answer handled, and then that the lock is free
 * again. Where there are no locks each event's lease has to do.
 */
export const lock = () => {
  const hold = (lock) =>
    new Promise((done) => {
      // Refused is also who has it: a tracker made anew on the page asks once more.
      if (lock) release = done;
      handle.locked_(!!lock);
      if (!lock) done();
    });
  const locked = request("linkyfy_outbox", { ifAvailable: true }, hold)?.catch(() => hold(true));
  (locked ?? hold(true)).then(() => handle.released_());
};

/**
 * Shows the page to the trackers, once the script that started them is done: it may take them back again.
 * Where the visitor isn't known, one tab after the other: the first makes their id (V4). Firefox tells
 * another tab of the lock and of the cookie in no order, so the lock is held a moment longer. In Chromium a
 * new visitor's event needn't wait for a lock: one process has all cookies, and `visitor.rs` goes by the
 * order in which they were made.
 */
export const showFirst = (isKnown) => {
  const hold = () => new Promise((done) => setTimeout(done, MOMENT, show()));
  if (isKnown || window.chrome || !request("linkyfy_vid", hold)?.catch(show)) queueMicrotask(show);
};
