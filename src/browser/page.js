// What the tracker asks of the page and tells it. Whatever is thrown here or in the wasm that is
// called back stays here: the page sees no exception, no rejection and no error event of ours.

/** `run` made harmless: it gives `otherwise` where it throws. */
const guarded =
  (run, otherwise) =>
  (...args) => {
    try {
      return run(...args);
    } catch {
      return otherwise;
    }
  };

/** What the wasm does about the things that happen; `connect` brings it. */
let handle = {};

export const connect = (handlers) => {
  for (const name in handlers) handle[name] = guarded(handlers[name]);
};

/** The object that a path like `document.cookie` starts from, and its last key. */
const resolve = (path) => {
  const keys = path.split(".");
  const last = keys.pop();
  return [keys.reduce((object, key) => object[key], window), last];
};

/**
 * The text at a path from the window; empty where there is none, or the browser doesn't tell:
 * where cookies or storage are blocked, their getters throw.
 */
export const get = guarded((path) => {
  const [object, key] = resolve(path);
  return `${object[key] ?? ""}`;
}, "");

/** Sets the value at a path from the window; does nothing where the browser doesn't let. */
export const put = guarded((path, value) => {
  const [object, key] = resolve(path);
  object[key] = value;
});

/** Takes what stands at a path from the window away. */
export const forget = guarded((path) => {
  const [object, key] = resolve(path);
  delete object[key];
});

/**
 * What the keys start with under which events lie; the event's id follows. A key each: a tab
 * doesn't hear at once of what others write, and with one key for all it would overwrite that.
 */
const OUTBOX = "linkyfy_outbox-";

const keys = (id = "") => Object.keys(localStorage).filter((key) => key.startsWith(OUTBOX + id));

/** The lines of all events that are kept. */
export const kept = guarded(() => keys().map((key) => localStorage[key]).sort().join(""), "");

/** Keeps an event's line; whether the browser has kept any of it. */
export const keep = guarded((id, line) => {
  put("localStorage." + OUTBOX + id, line);
  return !!keys(id)[0];
}, false);

/** Lets an event go; all of them where there is no id. */
export const drop = guarded((id) => keys(id).forEach((key) => delete localStorage[key]));

/** Whether the page is shown inside another; a window is its own parent otherwise. */
export const isFramed = () => parent != window;

/** Whether somebody can see the page: not one that is prerendered or in a tab behind others. */
export const isShown = guarded(
  () => !document.prerendering && document.visibilityState != "hidden",
  true,
);

/** What `form` has to know of a form's fields, a line each; never a value (F7). */
export const describe = guarded((form) => {
  const fields = [...form.elements].map(({ type, autocomplete, name }) =>
    [type, autocomplete, name].map((text) => `${text}`.replace(/\s/g, " ")).join("\t"),
  );
  return fields.join("\n");
}, "");

export const valueAt = guarded((form, place) => form.elements[place].value, "");

/** Longest that a request may take, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Posts a JSON text so that it outlives the page, in the best way that the browser has, and has
 * the answer handled once: a `Response`, or undefined where there is none. Pages replace `fetch`,
 * so whatever it does and gives is taken.
 */
export const post = guarded((url, body, event, queued, simple) => {
  const method = "POST";
  const type = simple ? "text/plain" : "application/json";
  const answer = (response, code = "") => {
    const header = guarded((name) => response.headers.get(name) ?? "", "");
    const asked = [header("retry-after"), header("x-ratelimit-reset")];
    handle.answered?.(event, queued, response, ...asked, code);
  };
  try {
    if ("keepalive" in Request.prototype) {
      const headers = { "content-type": type };
      const signal = AbortSignal.timeout?.(PATIENCE);
      const options = { method, headers, body, credentials: "omit", keepalive: true, signal };
      Promise.resolve(fetch(url, options)).then(
        (response) =>
          response?.ok === false
            ? response.json().then(
                (json) => answer(response, `${json?.error?.code ?? ""}`),
                () => answer(response),
              )
            : answer(response),
        () => answer(),
      );
      return;
    }
  } catch {}
  // As plain text: a beacon carries cookies, and JSON would first be asked for with credentials,
  // which an API open to all origins refuses
  // (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials). It tells no answer; the
  // browser has promised to deliver it.
  if (guarded(() => navigator.sendBeacon(url, body))()) {
    answer(new Response());
    return;
  }
  const request = new XMLHttpRequest();
  request.onloadend = guarded(() => {
    const { status } = request;
    answer(status ? new Response(null, { status }) : undefined);
  });
  request.open(method, url);
  request.setRequestHeader("content-type", type);
  request.timeout = PATIENCE;
  request.send(body);
});

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
    handle.woke();
  };
  // A longer time overflows, and comes at once.
  timer = setTimeout(wake, Math.min(milliseconds, 0x7fffffff));
};

/** Lets go of the lock that this tab holds. */
let release;

export const unlock = () => release?.();

/**
 * Asks to be the one tab that delivers, and has the answer handled, and then that the lock is free
 * again. Where the browser has no locks, or none here, each event's lease has to do.
 */
export const lock = () => {
  const hold = (lock) =>
    new Promise((done) => {
      release = done;
      handle.locked(!!lock);
      if (!lock) done();
    });
  const request = guarded(() =>
    navigator.locks.request("linkyfy_outbox", { ifAvailable: true }, hold).catch(() => hold(true)),
  );
  (request() ?? hold(true)).then(() => handle.released());
};

/** Those who wait for the outbox to come to rest. */
const waiting = [];

export const settling = () => new Promise((done) => waiting.push(done));

/** The outbox has come to rest: it is empty, or there is a reason why not, in a word. */
export const settled = (reason) => {
  for (const done of waiting.splice(0)) done(reason);
};

/** Tells the page what became of an event (P3). */
export const notify = guarded((kind, json, code) => {
  const detail = JSON.parse(json);
  if (code) detail.code = code;
  document.dispatchEvent(new CustomEvent(`linkyfy:${kind}`, { detail }));
});

/** What `listen` did to the page, each with its undoing. */
const undo = [];

const on = (target, type, run) => {
  run = guarded(run);
  target.addEventListener(type, run, true);
  undo.push(() => target.removeEventListener(type, run, true));
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
  undo.push(() => {
    before = after = undefined;
    if (inFront) delete object[key];
    else if (owner[key] == patched) owner[key] = method;
  });
};

/** Listens to all that the tracker wants to know of. */
export const listen = guarded(() => {
  const submit = guarded((form, submitter) => {
    if (handle.submit(form)) remember(form, submitter);
  });
  on(window, "submit", (event) => submit(event.target, event.submitter));
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
  if (window.navigation) on(navigation, "currententrychange", move);
  else {
    patch(history, "pushState", undefined, move);
    patch(history, "replaceState", undefined, move);
    on(window, "popstate", move);
  }
  on(window, "hashchange", move);
  on(window, "pageshow", (event) => event.persisted && handle.restored());
  // A lock that is held keeps a page out of the back/forward cache.
  on(window, "pagehide", unlock);
  const show = () => isShown() && handle.shown();
  on(document, "visibilitychange", show);
  on(document, "prerenderingchange", show);
  on(window, "online", show);
});

/** Takes back all that was done to the page, and what is under way. */
export const stop = () => {
  clearTimeout(timer);
  unlock();
  for (const back of undo.splice(0).reverse()) guarded(back)();
  handle = {};
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
  const names = new Set(get("localStorage.linkyfy_typed").split("|"));
  // Not by the form's own list: a field may be called "elements".
  for (const { form: owner, name } of document.querySelectorAll("[name]")) {
    if (owner == form && !/^utm_/i.test(name)) {
      // As forms write it, which is not as encodeURIComponent does.
      names.add(`${new URLSearchParams([[name, ""]])}`.slice(0, -1).replace(/\W/g, "."));
    }
  }
  put("localStorage.linkyfy_typed", [...names].filter(Boolean).join("|"));
};
