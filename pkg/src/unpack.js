// The bytes behind the text that xtask/src/pack.rs writes.

/** Decodes: a character is a byte below 88; `!` lifts the next one by 88, a space by 172. */
export const unpack = (text) => {
  const bytes = new Uint8Array(text.length);
  let size = 0;
  let lift = 0;
  for (let place = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code < 35) {
      lift = code > 32 ? 88 : 172;
    } else {
      bytes[size++] = lift + code - 35 - (code > 92);
      lift = 0;
    }
  }
  return bytes.subarray(0, size);
};
