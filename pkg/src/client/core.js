// The client's decisions, which are made in Rust, as JavaScript asks for them.

import { hold, spell, texts } from "../../../src/text.js";

/** What passes the border as it is; of all else the wasm gets a number. */
const plain = { number: 1, boolean: 1 };

/** A function of the wasm's. The texts and values of a call are let go when it returns. */
const asking = (run) => (...args) => {
  const { length } = texts;
  try {
    return run(...args.map((arg) => (plain[typeof arg] ? arg : arg === undefined ? 0 : hold(arg))));
  } finally {
    texts.length = length;
  }
};

/** A function whose answer is a text of lines. */
const telling = (run) => asking((...args) => spell(run(...args)).split("\n"));

/** The decisions of a client, made by an instance of its own. */
export const makeCore = (exports) => ({
  begin: asking(exports.begin_),
  expected: asking(exports.expected_),
  forget: asking(exports.forget_),
  judge: telling(exports.judge_),
  next: asking(exports.next_),
  prepare: telling(exports.prepare_),
});
