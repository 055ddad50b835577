// What the tracker listens to on the page, and how all of it is taken back.

import { guarded } from "../text.js";
import { describe, isShown, read, write } from "./page.js";
import { handle, rest, unlock } from "./transport.js";

/** What takes back what was done to the page, the last first. */
const undo = new Set();

export const listenTo = (target, type, run) => {
  run = guarded(run);
  target.addEventListener(type, run, true);
  const back = () => {
    target.removeEventListener(type, run, true);
    undo.delete(back);
  };
  undo.add(back);
  return back;
};

/**
 * Puts a function around a method that calls `before` and `after`, where the method lives: a page
 * may wrap it there, too, before or after us. Where that is frozen, in front of it.
 */
const patch = (object, key, before, after) => {
  let owner = object;
  while (!{}.hasOwnProperty.call(owner, key)) owner = Object.getPrototypeOf(owner);
  const method = owner[key];
  const patched = function (...args) {
    before?.(this);
    const result = method.apply(this, args);
    after?.(this);
    return result;
  };
  guarded(() => (owner[key] = patched))();
  const inFront = object[key] != patched;
  const own = { value: patched, configurable: true, writable: true };
  if (inFront) guarded(() => Object.defineProperty(object, key, own))();
  undo.add(() => {
    before = after = undefined;
    if (inFront) delete object[key];
    else if (owner[key] == patched) owner[key] = method;
  });
};

/** Listens to all that the tracker wants to know of. */
export const listen = guarded(() => {
  const submit = guarded((form, submitter) => {
    const place = handle.emailField(describe(form));
    if (place >= 0) handle.registration(form.elements[place].value);
    if (handle.visitorId()) remember(form, submitter);
  });
  listenTo(window, "submit", (event) => submit(event.target, event.submitter));
  // `form.submit()` fires no event
  // (https://html.spec.whatwg.org/multipage/forms.html#dom-form-submit). A `formdata` listener
  // would see it, but takes every `new FormData(form)` of the page for a submission.
  patch(HTMLFormElement.prototype, "submit", (form) => submit(form));

  // A router may redirect several times within one task; where it ends is what counts (T2).
  let moving;
  const move = () => {
    moving ??= setTimeout(() => {
      moving = undefined;
      handle.moved();
    });
  };
  if (window.navigation) listenTo(navigation, "currententrychange", move);
  else {
    patch(history, "pushState", undefined, move);
    patch(history, "replaceState", undefined, move);
    listenTo(window, "popstate", move);
  }
  listenTo(window, "hashchange", move);
  listenTo(window, "pageshow", (event) => event.persisted && handle.restored());
  // A lock that is held keeps a page out of the back/forward cache.
  listenTo(window, "pagehide", unlock);
  const show = () => isShown() && handle.shown();
  listenTo(document, "visibilitychange", show);
  listenTo(document, "prerenderingchange", show);
  listenTo(window, "online", show);

  // A link to another domain of the site's carries the visitor's id there (V8).
  const follow = (event) => {
    const link = event.composedPath().find(({ href }) => href);
    const decorated = handle.follow(link.href);
    if (decorated) link.href = decorated;
  };
  listenTo(window, "click", follow);
  listenTo(window, "auxclick", follow);
});

/** Takes back all that was done to the page, and what is under way. */
export const stop = () => {
  for (const back of [...undo].reverse()) guarded(back)();
  undo.clear();
  rest();
};

/**
 * Remembers the names that a form which is sent by GET puts into the next page's URL, as a pattern
 * and never their values, so that what a visitor typed is not sent with it (T5). For all tabs: a
 * link on that page may open another.
 */
const remember = (form, submitter) => {
  const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method");
  // Any other word is taken for GET.
  if (/^(post|dialog)$/i.test(method)) return;
  const names = new Set(read("localStorage.linkyfy_typed").split("|"));
  // Not by the form's own list: a field may be called "elements".
  for (const { form: owner, name } of document.querySelectorAll("[name]")) {
    if (owner == form && !/^utm_/i.test(name)) {
      // As forms write it, which is not as encodeURIComponent does.
      names.add(`${new URLSearchParams([[name, ""]])}`.slice(0, -1).replace(/\W/g, "."));
    }
  }
  write("localStorage.linkyfy_typed", [...names].filter(Boolean).join("|"));
};
