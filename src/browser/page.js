// What the tracker asks of the page. Whatever is thrown here stays here: the page sees no exception,
// no rejection and no error event of ours.

import { EMPTY, NONE, guarded, hold, spell } from "../text.js";

export const recall = (place) => hold(kept[place] ?? "");

/** Whether the page is shown inside another. */
export const isFramed = () => top != window;

/**
 * Where events lie that the API doesn't have yet, behind a hyphen and their id (`mod.rs`). A key each:
 * a tab doesn't hear at once of what others write
 * (https://html.spec.whatwg.org/multipage/webstorage.html leaves that open), and with one key for all
 * it would overwrite that.
 */
const OUTBOX = "linkyfy_outbox";

/**
 * The text at a path from the window, two names like `document.cookie`; empty where there is none, or
 * the browser doesn't tell: where cookies or storage are blocked, their getters throw.
 */
export const read = guarded((path) => {
  const [object, key] = path.split(".");
  const value = window[object][key];
  // A form or an image that is called "referrer" hides the document's own.
  return typeof value == "object" ? "" : `${value ?? ""}`;
}, "");

export const put = (path, text) => write(spell(path), spell(text));

/** Takes what stands at a path from the window away. */
export const forget = guarded((path) => {
  const [object, key] = spell(path).split(".");
  delete window[object][key];
});

/** The lines of all events that are kept and sound, the oldest first. What isn't is set aside. */
export const events = guarded((sound) => {
  const lines = keysOf("outbox(?!_bad)").map((key) => {
    const line = localStorage[key];
    const isOurs = line.includes(` ${key.slice(OUTBOX.length + 1)} `);
    if (isOurs && new RegExp(spell(sound)).test(line)) return line;
    delete localStorage[key];
    // Not before: in a full storage there is no room for both.
    localStorage[OUTBOX + "_bad"] = line;
  });
  return hold(lines.sort().join(""));
}, EMPTY);

/** Lets all go that waits, what was set aside, and the names of typed parameters. */
export const dropAll = guarded(() => {
  inHand.clear();
  for (const key of keysOf("(outbox|forms|typed)")) delete localStorage[key];
});

/** The keys of all forms that wait for the judge. */
export const formKeys = () => keysOf("forms-");

export const option = (tracker, name) => {
  const value = getters[tracker](spell(name));
  return value == null ? NONE : hold(`${value}`);
};

/** Sets the value at a path from the window; gives it, or nothing where the browser doesn't let. */
export const write = guarded((path, value) => {
  const [object, key] = path.split(".");
  return (window[object][key] = value);
});

/** What gives a tracker's options, a function from kebab-case names for each. */
export const getters = [];

/** What we keep under names that go on with this, a pattern. */
const keysOf = (rest) => Object.keys(localStorage).filter((key) => key.match("^linkyfy_" + rest));

export const get = (path) => hold(read(spell(path)));

/** A UUID's text, of its bytes, four to a part, the first lowest. */
export const uuid = (...parts) =>
  hold(
    [...new Uint8Array(new Int32Array(parts).buffer)]
      .map((byte) => byte.toString(16).padStart(2, 0))
      .join("")
      .replace(/^.{8}|.{4}(?=.{12})/g, "$&-"),
  );

/** 32 bits of the browser's secure randomness. */
export const secure = () => crypto.getRandomValues(new Int32Array(1))[0];

/** Whether a tracker is to say what it does. */
export const isDebugged = () => getters.some((get) => get("debug") != null);

/** Whether somebody can see the page: not one that is prerendered or in a tab behind others. */
export const isShown = () => !document.hidden && !document.prerendering;

/** Where forms lie that the judge hasn't seen, a key each as well. */
export const FORMS = "linkyfy_forms-";

/** Texts that live as long as the page, by their places. */
export const kept = [];

export const keep = (place, text) => {
  kept[place] = spell(text);
};

/** The keys of kept forms that this page sees to, also where it may not keep them. */
export const inHand = new Set();
