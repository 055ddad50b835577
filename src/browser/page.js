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
 * Posts a JSON text where `fetch` can't. The beacon carries it as plain text: it always carries
 * cookies, too, and JSON would first be asked for with credentials, which an API open to all
 * origins refuses (https://fetch.spec.whatwg.org/#cors-protocol-and-credentials). Calls `run`
 * without an answer: none can be seen.
 */
export const postWithoutFetch = guarded((url, json, run) => {
  run();
  if (navigator.sendBeacon?.(url, json)) return;
  const request = new XMLHttpRequest();
  request.open("POST", url);
  request.setRequestHeader("content-type", "application/json");
  request.send(json);
});

/**
 * Starts a request and calls `run` with its answer, or with undefined where there is none. False
 * where the page's `fetch` is gone or throws. Whatever it gives is taken: pages replace it.
 */
export const startFetch = guarded((request, run) => {
  run = guarded(run);
  Promise.resolve(fetch(request)).then(run, () => run());
  return true;
}, false);

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
