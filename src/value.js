// Values that the wasm asks about: what src/value.rs knows of them. They share their numbers with
// texts.

import { hold, spell } from "./text.js";

/** Halves of a character without the other half, which no URL can have. */
const LONE = /\p{Surrogate}/gu;

/** JavaScript's word for what a value is, with two of our own. */
export const kind = (value) => {
  const plain = spell(value);
  return hold(plain === null ? "null" : Array.isArray(plain) ? "array" : typeof plain);
};

/** An object's own field. */
export const get = (value, name) => {
  const [object, key] = [spell(value), spell(name)];
  return hold(Object.hasOwn(object, key) ? object[key] : undefined);
};

/** The names of an object's fields; as in JSON, one that is undefined is none. */
export const names = (value) => {
  const object = spell(value);
  return hold(Object.keys(object).filter((name) => object[name] !== undefined));
};

/** Characters are counted as the API counts them, not in UTF-16. */
export const size = (value) => {
  const plain = spell(value);
  if (typeof plain == "number") return plain;
  if (Array.isArray(plain)) return plain.length;
  return typeof plain == "string" ? [...plain].length : 0;
};

export const item = (list, place) => hold(spell(list)[place]);

/** As a part of a URL; a text that is no valid Unicode is mended first, as `fetch` would do. */
export const encoded = (value) =>
  hold(encodeURIComponent(`${spell(value)}`.replace(LONE, "\ufffd")));
