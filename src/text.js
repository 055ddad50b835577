// Text in the browser: what src/text.rs asks of JavaScript's strings.


/** A text's number. */
export const hold = (text) => texts.push(text) - 1;

/** Texts by the numbers that the wasm knows them by. */
export const texts = [undefined, ""];

/** The text of a number. */
export const spell = (number) => texts[number];

/**
 * A function of the wasm as JavaScript calls it: harmless, with texts for their numbers, which is all
 * that it gives. Texts that were made meanwhile are let go.
 */
export const callable = (run) => {
  const safe = guarded((...args) =>
    spell(run(...args.map((arg) => (arg?.length >= 0 ? hold(arg) : arg)))),
  );
  return (...args) => {
    const { length } = texts;
    const result = safe(...args);
    texts.length = length;
    return result;
  };
};

/** No text. */
export const NONE = 0;
export const EMPTY = 1;

export const same = (text, other) => spell(text) == spell(other);

/** `run` made harmless: it gives `otherwise` where it throws. */
export const guarded =
  (run, otherwise) =>
  (...args) => {
    try {
      return run(...args);
    } catch {
      return otherwise;
    }
  };

/** The time that a date spells, in milliseconds. */
export const toTime = (text) => Date.parse(spell(text));

/** The first match's group, or all of it where the pattern has no group. */
export const find = (text, pattern) => {
  const found = spell(text).match(new RegExp(spell(pattern), "i"));
  return found ? hold(found.pop()) : NONE;
};

/** The text after one rule after the other, a line each: pattern, tab, replacement. */
export const rewrite = (text, rules) => {
  text = spell(text);
  for (const rule of spell(rules).split("\n")) {
    const [pattern, by = ""] = rule.split("\t");
    text = text.replace(new RegExp(pattern, "gi"), by);
  }
  return hold(text);
};

/** Texts that are there from the start (xtask/src/constants.rs). */
export const define = (constants) => texts.push(...constants);

export const length = (text) => spell(text).length;

export const join = (text, other) => hold(spell(text) + spell(other));

export const host = (text) => hold(new URL("http://" + spell(text)).host);

/**
 * An integer's digits. Not as a template or `String` makes them: they keep the texts of times in V8's
 * DoubleStringCache, which grows by 47 KB for the first few.
 */
export const fromNumber = (number) => hold(number.toFixed());

export const toNumber = (text) => +spell(text);

export const constant = hold;

/** A list is in parts already. */
export const part = (text, separator, place) => {
  const whole = spell(text);
  return hold((whole.split?.(spell(separator)) ?? whole)[place] ?? "");
};
