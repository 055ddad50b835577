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

/** Whether the page is shown inside another; a window is its own parent otherwise. */
export const isFramed = () => parent != window;

/**
 * Posts a JSON text so that it outlives the page, in the best way that the browser has, and calls
 * `run` once: with the answer, or with undefined where there is none or it can't be seen. Pages
 * replace `fetch`, so whatever it does and gives is taken.
 */
export const post = guarded((url, body, run) => {
  run = guarded(run);
  const method = "POST";
  const headers = { "content-type": "application/json" };
  try {
    if ("keepalive" in Request.prototype) {
      const answer = fetch(url, { method, headers, body, credentials: "omit", keepalive: true });
      Promise.resolve(answer).then(run, () => run());
      return;
    }
  } catch {}
  run();
  // As plain text: a beacon carries cookies, and JSON would first be asked for with credentials,
  // which an API open to all origins refuses
  // (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials).
  if (navigator.sendBeacon?.(url, body)) return;
  const request = new XMLHttpRequest();
  request.open(method, url);
  request.setRequestHeader("content-type", "application/json");
  request.send(body);
});

/** Calls `run` with every form that is submitted, before the page's listeners can stop the event. */
export const onSubmit = (run) => {
  run = guarded(run);
  addEventListener("submit", (event) => run(event.target), true);
  // `form.submit()` fires no event
  // (https://html.spec.whatwg.org/multipage/forms.html#dom-form-submit). A `formdata` listener
  // would see it, but takes every `new FormData(form)` of the page for a submission.
  const { submit } = HTMLFormElement.prototype;
  put("HTMLFormElement.prototype.submit", function () {
    run(this);
    submit.call(this);
  });
};
