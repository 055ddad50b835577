// Text in the browser: what src/text.rs asks of JavaScript's strings.

/** The first match's group, or all of it where the pattern has no group. */
export const find = (text, pattern) => text.match(new RegExp(pattern, "i"))?.pop();

/** The text with every match replaced. */
export const replace = (text, pattern, by) => text.replace(new RegExp(pattern, "gi"), by);

export const join = (first, second) => first + second;

export const lower = (text) => text.toLowerCase();

export const toNumber = (text) => +text;

/** The time that a date spells, in milliseconds. */
export const toTime = (text) => Date.parse(text);

export const fromNumber = (number) => `${number}`;

export const part = (text, separator, place) => text.split(separator)[place] ?? "";
