// What a call gives: a promise of its data that also gives its response, and all that its pages have.

import { pageIn, WHOLE } from "./attempt.js";

/**
 * The promise of a call's data. `answered` is that of its whole answer; a page in it, at `place`, is
 * given what brings the next one: `getNext(page)` gives what makes that call, or nothing after the last.
 */
export const makeCall = (answered, place, getNext) => {
  const call = answered.then(({ data }) => {
    const page = place && pageIn(data, place);
    if (page) {
      // Now: what the caller takes out of the page later changes nothing about the next one.
      const callNext = getNext(page);
      const next = async () => pageIn(await callNext?.(), place);
      Object.defineProperties(page, { hasNext: { value: !!callNext }, next: { value: next } });
    }
    return data;
  });
  return Object.assign(call, {
    withResponse() {
      // Whoever has asked for this hears of failures here.
      call.catch(() => {});
      return call.then(() => answered);
    },
    async *[Symbol.asyncIterator]() {
      const data = await call;
      let page = pageIn(data, place || WHOLE);
      while (page) {
        yield* page.data;
        page = await page.next?.();
      }
    },
  });
};
