// What the page is told of events, and what it says of them (P3, P4).

import { EMPTY, NONE, guarded, hold, spell } from "../text.js";
import { bring } from "./files.js";
import { listenTo } from "./listeners.js";
import { isDebugged } from "./page.js";

/** Says on the console which option the site's owner has to mend, and what it takes (L8). */
export const complain = (option) => {
  const text = "linkyfy: data-" + spell(option);
  bring("debug").then(
    (debug) => debug.complain(text),
    () => console.error(text),
  );
};

/**
 * Lets the page see an event before it is sent. Gives what is sent, as its address and the
 * referrer in two lines; nothing where the page has not changed it, and no text where it won't
 * have it sent, one of its functions throws, or no address is left, as of a promise: better lost
 * than leaked.
 */
export const review = guarded((json) => {
  if (!reviewers.size) return EMPTY;
  let event = JSON.parse(spell(json));
  for (const reviewer of reviewers) {
    const result = reviewer(event);
    if (result === null || result === false) return NONE;
    // `(event) => event.page_url = …` gives a text, and means the event.
    event = typeof result == "object" ? result : event;
  }
  return hold([(event.email ?? event.page_url).toString(), event.referrer].join("\n"));
}, NONE);

export const settling = () => new Promise((done) => waiting.push(done));

/** The functions that may change or veto an event before it is sent. */
export const reviewers = new Set();

/** Those who wait for the outbox to come to rest. */
const waiting = [];

/** The outbox has come to rest: it is empty, or there is a reason why not, in a word. */
export const settled = (reason) => {
  for (const done of waiting.splice(0)) done(spell(reason));
};

/**
 * Has `run` called with every event of a type: sent, queued or dropped; or, before_send, before
 * one is sent. Gives what takes that back.
 */
export const on = (type, run) => {
  if (type == "before_send") {
    reviewers.add(run);
    return () => reviewers.delete(run);
  }
  return listenTo(document, `linkyfy:${type}`, ({ detail }) => run(detail));
};

/** Tells the page what became of an event. */
export const notify = guarded((kind, json, code) => {
  const detail = JSON.parse(spell(json));
  kind = spell(kind);
  code = spell(code);
  if (code) detail.code = code;
  if (isDebugged()) console.log(`linkyfy: ${kind} ${detail.email ?? detail.page_url} ${code}`);
  document.dispatchEvent(new CustomEvent(`linkyfy:${kind}`, { detail }));
});
