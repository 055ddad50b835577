// The bytes behind the text that xtask/src/pack.rs writes.

/** Decodes: a character is a byte below 88; `!` lifts the next one by 88, a space by 172. */
export const unpack = (text) => {
  const bytes = [];
  let lift = 0;
  let place = 0;
  let code;
  // Behind the last character there is none.
  while ((code = text.charCodeAt(place++))) {
    if (code < 35) {
      lift = code > 32 ? 88 : 172;
    } else {
      bytes.push(lift + code - 35 - (code > 92));
      lift = 0;
    }
  }
  return new Uint8Array(bytes);
};
