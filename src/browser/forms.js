// Forms that are sent. Whether that is a registration, the judge says: it is in a file of its own
// (`src/forms`), which comes once the page has a form for it. What is sent before the judge knows the
// form is kept, and judged later, if need be on a later page.

import { guarded } from "../text.js";
import { autocompleteOf, called, elementsOf, markOf } from "./controls.js";
import { bring } from "./files.js";
import { listenTo, patch, undo } from "./listeners.js";
import { FORMS, formKeys, inHand, isDebugged, read, write } from "./page.js";
import { handle } from "./transport.js";

/** What brings the judge before anybody has touched a form. */
const WORTH_JUDGING = "[type=email],iframe";
/** A promise of the judge; of nothing where it can't be had, and then all is kept. */
export const bringJudge = () => {
  if (!coming) {
    undo.add(() => (judge = coming = undefined));
    const hooks = [isDebugged, listenTo, undo, watch, watchWindow, formKeys, inHand];
    coming = bring("forms")
      // Not where all has been taken back while it was on its way.
      .then((make) => coming && (judge = make(bring, handle, called, elementsOf, ...hooks)))
      .catch(() => (coming = undefined));
  }
  return coming;
};

/** Whether there is an address in a field; one for a card or a code is not read (F7). */
const hasAddress = (field) =>
  /^(email|text)$/.test(field.type) &&
  !/cc-|code/.test(autocompleteOf(field)) &&
  /.@./.test(field.value);

/** Listens to what happens to the forms in a window or a shadow root. */
const watch = (root) => {
  for (const type of ["focusin", "pointerdown"]) {
    listenTo(root, type, (event) => bringJudge().then((judge) => judge?.touched(event)));
  }
  listenTo(root, "submit", (event) => sent(event.target, event.submitter));
  // A button outside a form may say where the address is (F6).
  listenTo(root, "click", ({ target }) => {
    const selector = target.closest("[data-linkyfy-email]")?.dataset.linkyfyEmail;
    if (selector) handle.registration_(target.getRootNode().querySelector(selector).value);
  });
};

/**
 * A form is sent. The page's own submission waits for us, so that only what may be gone in a moment is
 * read now: of all values the one that is, or seems to be, the visitor's address (F7, F9).
 */
const sent = guarded((form, submitter) => {
  setTimeout(finish);
  tasks.push(judge?.sent(form, submitter) ?? keep(form, submitter));
  remember(form, submitter);
});

/** What is written on an element, unless a visitor writes there. */
const textOf = (element) =>
  element?.isContentEditable || element?.querySelector("[contenteditable],output")
    ? ""
    : element?.innerText;

/** The judge, once it is there, and the promise of it. */
let judge;
let coming;

/** Brings the judge where the page has something for it. */
export const lookForForms = () => {
  // Not where all has been taken back before this came to run.
  if (document.readyState != "complete" || !undo.size) return;
  if (isDebugged() || document.querySelector(WORTH_JUDGING)) bringJudge();
};

/** What is to be done for a form that the judge doesn't know: it is kept, with an address. */
const keep = (form, submitter) => {
  const elements = elementsOf(form);
  const own =
    elements.find((field) => markOf(field) && hasAddress(field)) ?? elements.find(hasAddress);
  const place = elements.indexOf(own);
  const { pathname } = location;
  const said = form.closest("[data-linkyfy]")?.dataset.linkyfy;
  // By the next task the page may have gone elsewhere, and the form from where it was.
  const now = [place, own?.value, pathname, said, document.title + pathname];
  return () => {
    const heads = [...document.querySelectorAll("h1,h2,h3,h4,legend")].filter(
      (head) => head.compareDocumentPosition(form) & 4,
    );
    // As `decide` of src/forms/index.js takes it apart.
    const line = JSON.stringify([
      ...now,
      submitter?.outerHTML,
      called(form),
      textOf(heads.pop()),
      textOf(form),
      ...elements.map((field, place) => [
        place,
        field.type,
        autocompleteOf(field),
        called(field),
        textOf(field.labels?.[0]),
        markOf(field),
      ]),
    ]);
    // A key each, as events have (`page.js`): what other pages of the site keep is not overwritten.
    const key = FORMS + handle.mint_();
    inHand.add(key);
    // It may be this page's last moment.
    const isKept = own && handle.visitorId_() && write("localStorage." + key, line);
    bringJudge().then((judge) =>
      // A judge that comes at a later try takes it from where it is kept.
      judge ? judge.takeUp(key, line, isKept, form, submitter) : inHand.delete(key),
    );
  };
};

/** Listens to all forms of a window. */
export const watchWindow = (window) => {
  watch(window);
  // `form.submit()` fires no event
  // (https://html.spec.whatwg.org/multipage/forms.html#dom-form-submit). A `formdata` listener
  // would see it, but takes every `new FormData(form)` of the page for a submission.
  patch(window.HTMLFormElement.prototype, "submit", (form) => sent(form));
  // What happens in a shadow tree is not told outside.
  const enter = guarded((host, root) => watch(root));
  patch(window.Element.prototype, "attachShadow", undefined, enter);
};

/** What is left to do for forms that were sent. */
const tasks = [];
/** Does it: in the next task, or when the page is left before. */
export const finish = () => {
  for (const task of tasks.splice(0)) guarded(task)();
};

/**
 * Remembers the names that a form which is sent by GET puts into the next page's URL, as a pattern
 * and never their values, so that what a visitor typed is not sent with it (T5). For all tabs: a
 * link on that page may open another. And at once: the form may open one, which doesn't wait for this
 * page's tasks.
 */
const remember = (form, submitter) => {
  const method = submitter?.getAttribute("formmethod") ?? form.getAttribute("method");
  // Any other word is taken for GET.
  if (/post|dialog/i.test(method) || !handle.visitorId_()) return;
  const names = new Set(read("localStorage.linkyfy_typed").match(/[^|]+/g));
  for (const { name } of elementsOf(form)) {
    // Whatever a form makes of what is no letter: a pattern without a bar, and with one way to match
    // a text, as several would take years. Campaigns and clicks are nobody's secret.
    const odd = "([^\\w&=%]*%..)*[^\\w&=%]*";
    if (name && !/^utm_|clk?id$/i.test(name)) names.add(name.replace(/\W+/g, odd));
  }
  write("localStorage.linkyfy_typed", [...names].join("|"));
};
