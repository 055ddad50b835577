// What the tracker asks of the page. Whatever is thrown here stays here: the page sees no exception,
// no rejection and no error event of ours.

import { EMPTY, NONE, guarded, hold, spell } from "../text.js";

/**
 * The text at a path from the window, two names like `document.cookie`; empty where there is none, or the browser doesn't tell:
 * where cookies or storage are blocked, their getters throw.
 */
export const read = guarded((path) => {
  const [object, key] = path.split(".");
  return `${window[object][key] ?? ""}`;
}, "");

/** Sets the value at a path from the window; true, or nothing where the browser doesn't let. */
export const write = guarded((path, value) => {
  const [object, key] = path.split(".");
  window[object][key] = value;
  return true;
});

export const get = (path) => hold(read(spell(path)));

export const put = (path, text) => write(spell(path), spell(text));

/** Takes what stands at a path from the window away. */
export const forget = guarded((path) => {
  const [object, key] = spell(path).split(".");
  delete window[object][key];
});

/**
 * Where events lie that the API doesn't have yet, behind a hyphen and their id. A key each: a tab
 * doesn't hear at once of what others write (https://html.spec.whatwg.org/multipage/webstorage.html
 * leaves that open), and with one key for all it would overwrite that.
 */
const OUTBOX = "linkyfy_outbox";

/** Where forms lie that the judge hasn't seen, a key each as well. */
export const FORMS = "linkyfy_forms-";

const keysFrom = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

/** What is found there under ids that end with this. */
const eventKeys = (id) =>
  keysFrom(OUTBOX).filter((key) => key.endsWith(id) && key != OUTBOX + "_bad");

/** The lines of all events that are kept and sound, the oldest first. What isn't is set aside. */
export const events = guarded((sound) => {
  const lines = eventKeys("").map((key) => {
    const line = localStorage[key];
    const isOurs = key.includes("-") && line.includes(key.slice(OUTBOX.length + 1));
    if (isOurs && new RegExp(spell(sound)).test(line)) return line;
    localStorage[OUTBOX + "_bad"] = line;
    delete localStorage[key];
  });
  return hold(lines.sort().join(""));
}, EMPTY);

/** Keeps an event's line; whether the browser has kept any state of it. */
export const keepEvent = guarded((id, line) => {
  id = spell(id);
  write(`localStorage.${OUTBOX}-${id}`, spell(line));
  return !!eventKeys(id)[0];
}, false);

/** Lets an event go; all of them where the id is empty. */
export const dropEvent = guarded((id) => {
  for (const key of eventKeys(spell(id))) delete localStorage[key];
});

/**
 * A new version 4 UUID (https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4) from the browser's
 * secure randomness: all bits of a 0, and those that the variant leaves of the 8. `randomUUID` is
 * kept from pages without TLS.
 */
export const uuid = () =>
  "00000000-0000-4000-8000-000000000000".replace(/[08]/g, (digit) =>
    (digit | (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
  );

export const mint = () => hold(uuid());

/** The keys of all forms that wait for the judge. */
export const formKeys = () => keysFrom(FORMS);

/** The keys of those that this page sees to, also where it may not keep them. */
export const inHand = new Set();

/** Lets them all go. */
export const dropForms = guarded(() => {
  inHand.clear();
  for (const key of formKeys()) delete localStorage[key];
});

/** Texts that live as long as the page, by their places. */
const kept = [];

export const keep = (place, text) => {
  kept[place] = spell(text);
};

export const recall = (place) => hold(kept[place] ?? "");

/** What gives a tracker's options, a function from kebab-case names for each. */
export const getters = [];

export const option = guarded((tracker, name) => {
  const value = getters[tracker](spell(name));
  return value == null ? NONE : hold(`${value}`);
}, NONE);

/** Whether a tracker is to say what it does. */
export const isDebugged = () => getters.some((get) => get("debug") != null);

/** Whether the page is shown inside another; a window is its own parent otherwise. */
export const isFramed = () => parent != window;

/** Whether somebody can see the page: not one that is prerendered or in a tab behind others. */
export const isShown = guarded(
  () => !document.prerendering && document.visibilityState != "hidden",
  true,
);

/** Says on the console what the site's owner has to mend (L8). */
export const complain = (text) => console.error(spell(text));
