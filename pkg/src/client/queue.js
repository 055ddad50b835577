// Calls wait here until they may start: for the key's limit (C6), and while the key is changed.
//
// Each wakes by a timer of its own. In workerd a timer is a request's, which may end before another
// that waits beside it.

import { clock, pause } from "./time.js";

/** The queue of a client; `core` decides. */
export const makeQueue = (core) => {
  const waiting = [];

  /** Starts what may start; gives how long the first of the others has to wait. */
  const pump = () => {
    while (waiting.length) {
      const { 0: entry } = waiting;
      const number = core.begin(clock(), entry.isAlone);
      if (number < 0) return -number;
      waiting.shift();
      entry.number = number;
      entry.wake?.();
    }
  };

  return {
    /** The number of a call that may start at once; 0 where it must wait. */
    start: (isAlone) => (waiting.length ? 0 : Math.max(0, core.begin(clock(), isAlone))),
    /** What is known of the limit has changed. */
    look() {
      pump();
      waiting.forEach(({ wake }) => wake());
    },
    /**
     * Settles with a call's number when it may start. A call that `isAlone` has no other beside it; one
     * that `isFirst` goes before the others. `refuse` throws: it is told nothing when the signal aborts,
     * and a number of milliseconds where the call would have to wait for so long, and beyond `until`.
     */
    async enter({ isAlone, options: { signal }, until }, isFirst, tell, refuse) {
      const entry = { isAlone };
      isFirst ? waiting.unshift(entry) : waiting.push(entry);
      try {
        for (;;) {
          const wait = pump();
          if (entry.number) return entry.number;
          if (signal?.aborted) refuse();
          const now = clock();
          const expected = core.expected(now, waiting.indexOf(entry));
          if (now + expected >= until) refuse(expected || wait);
          if (expected > 0) {
            tell(expected);
            tell = () => {};
          }
          await pause(Math.min(wait, until - now), signal, entry);
        }
      } finally {
        const place = waiting.indexOf(entry);
        if (place >= 0) waiting.splice(place, 1);
        pump();
      }
    },
  };
};
