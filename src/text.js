// Text in the browser: what src/text.rs asks of JavaScript's strings.

/** The first match's group, or all of it where the pattern has no group. */
export const find = (text, pattern) => text.match(new RegExp(pattern, "i"))?.pop();

/** The text with every match replaced. */
export const replace = (text, pattern, by) => text.replace(new RegExp(pattern, "gi"), by);

export const join = (first, second) => first + second;

export const lower = (text) => text.toLowerCase();

export const toNumber = (text) => +text;
