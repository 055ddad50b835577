// Text in the browser: what src/text.rs asks of JavaScript's strings.

/** The first match's group, or all of it where the pattern has no group. */
export const find = (text, pattern) => text.match(new RegExp(pattern, "i"))?.pop();

/** The text after one rule after the other, a line each: pattern, tab, replacement. */
export const rewrite = (text, rules) => {
  for (const rule of rules.split("\n")) {
    const [pattern, by = ""] = rule.split("\t");
    text = text.replace(new RegExp(pattern, "gi"), by);
  }
  return text;
};

export const join = (first, second) => first + second;

export const lower = (text) => text.toLowerCase();

export const toNumber = (text) => +text;

/** The time that a date spells, in milliseconds. */
export const toTime = (text) => Date.parse(text);

export const fromNumber = (number) => `${number}`;

export const part = (text, separator, place) => text.split(separator)[place] ?? "";
