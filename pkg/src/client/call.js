// What a call gives: a promise of its data that also gives its response, and all that its pages have.

import { pageIn, WHOLE } from "./attempt.js";

/**
 * The promise of a call's data. `answered` is that of its whole answer; a page in it, at `place`, is
 * given what brings the next one: `getNext(page)` makes that call, or gives nothing after the last.
 */
export const makeCall = (answered, place, getNext) => {
  const call = answered.then(({ data }) => {
    const page = place && pageIn(data, place);
    if (page) {
      const next = async () => pageIn(await getNext(page), place);
      const hasNext = !!getNext(page, true);
      Object.defineProperties(page, { hasNext: { value: hasNext }, next: { value: next } });
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
