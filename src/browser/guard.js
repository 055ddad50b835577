// The door between the page and the wasm. Whatever is thrown behind it stays there: the page sees
// no exception, no rejection and no error event of ours.

/** `run` made harmless. */
const guarded = (run) => (value) => {
  try {
    run(value);
  } catch {}
};

/** Calls `run` with what a promise gives, or with undefined where it gives nothing. */
export const settle = (promise, run) => promise.then(guarded(run), () => guarded(run)());

/** Calls `run` with every form that is submitted, before the page's listeners can stop the event. */
export const onSubmit = (run) => {
  run = guarded(run);
  addEventListener("submit", (event) => run(event.target), true);
  // `form.submit()` fires no event
  // (https://html.spec.whatwg.org/multipage/forms.html#dom-form-submit). A `formdata` listener
  // would see it, but takes every `new FormData(form)` of the page for a submission.
  const { prototype } = HTMLFormElement;
  const { submit } = prototype;
  guarded(() => {
    prototype.submit = function () {
      run(this);
      submit.call(this);
    };
  })();
};
