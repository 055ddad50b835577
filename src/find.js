// What `text.js` finds, for whoever finds by the same patterns again and again: each is compiled once.

import { NONE, hold, spell } from "./text.js";

const patterns = {};

/** The first match's group, or all of it where the pattern has no group. */
export const find = (text, pattern) => {
  pattern = spell(pattern);
  const found = spell(text).match((patterns[pattern] ??= new RegExp(pattern, "i")));
  return found ? hold(found.pop()) : NONE;
};
