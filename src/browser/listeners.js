// What the tracker listens to on the page, and how all of it is taken back.

import { guarded } from "../text.js";
import { finish, lookForForms, watchWindow } from "./forms.js";
import { handle, rest, show, unlock } from "./transport.js";

/**
 * Puts a function around a method that calls `before` and `after`, where the method lives: a page
 * may wrap it there, too, before or after us. Where that is frozen, in front of it.
 */
export const patch = (object, key, before, after) => {
  let owner = object;
  while (!{}.hasOwnProperty.call(owner, key)) owner = Object.getPrototypeOf(owner);
  const method = owner[key];
  const patched = function (...args) {
    before?.(this);
    const result = method.apply(this, args);
    after?.(this, result);
    return result;
  };
  guarded(() => (owner[key] = patched))();
  const inFront = object[key] != patched;
  const own = { value: patched, configurable: true, writable: true };
  if (inFront) guarded(() => Object.defineProperty(object, key, own))();
  // Kept by the method itself: a frame that is gone is not to be kept by us.
  patched.back = () => {
    before = after = undefined;
    if (inFront) delete object[key];
    else if (owner[key] == patched) owner[key] = method;
  };
  undo.add(new WeakRef(patched.back));
};

/** Listens; gives what takes that back. */
export const listenTo = (target, type, run) => {
  run = guarded(run);
  target.addEventListener(type, run, { capture: true, signal: listening.signal });
  return () => target.removeEventListener(type, run, true);
};

/** Ends all listening. In contrast to a list of ours it keeps nothing that the page lets go. */
let listening = new AbortController();

/**
 * Listens to all that the tracker wants to know of, once the page's first view is on its way: to listen takes
 * longer than anything else here. The script that started the tracker may have taken it back by then.
 */
export const listen = () => {
  const { signal } = listening;
  queueMicrotask(() => signal.aborted || listenNow());
};

const listenNow = guarded(() => {
  // Not before, nor meanwhile: for WebKit a page that imports something hasn't loaded yet.
  const look = () => setTimeout(lookForForms);
  listenTo(window, "load", look);
  look();

  // A router may redirect several times within one task; where it ends is what counts (T2).
  let moving;
  const move = () => {
    moving ??= setTimeout(() => {
      moving = undefined;
      handle.moved_();
    });
  };
  // A page may have a variable of that name, the window's or one beside it.
  if (window.navigation?.currentEntry) listenTo(window.navigation, "currententrychange", move);
  else {
    patch(history, "pushState", undefined, move);
    patch(history, "replaceState", undefined, move);
    listenTo(window, "popstate", move);
  }
  listenTo(window, "pageshow", (event) => event.persisted && handle.restored_());
  listenTo(window, "pagehide", () => {
    finish();
    // A lock that is held keeps a page out of the back/forward cache.
    unlock();
  });
  listenTo(document, "visibilitychange", show);
  listenTo(document, "prerenderingchange", show);
  listenTo(window, "online", show);

  // A link to another domain of the site's carries the visitor's id there (V8).
  const follow = (event) => {
    const link = event.composedPath().find(({ href }) => href);
    const decorated = link.host != location.host && handle.follow_(link.href);
    if (decorated) link.href = decorated;
  };
  listenTo(window, "click", follow);
  listenTo(window, "auxclick", follow);
  // Last: it throws on a page that has a function of its own called `Element`.
  watchWindow(window);
});

/** What takes back what was done to the page, the last first: functions, or weak references to them. */
export const undo = new Set();

/** Takes back all that was done to the page, and what is under way. */
export const stop = () => {
  for (const back of [...undo].reverse()) guarded(back.deref?.() ?? back)();
  undo.clear();
  listening.abort();
  listening = new AbortController();
  rest();
};
