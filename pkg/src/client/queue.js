// Calls wait here until they may start: for the key's limit (C6), and while the key is changed.

/** Longest that a timer takes, in milliseconds. */
const LONGEST = 0x7fffffff;

/** A clock that only goes forward, in milliseconds. */
export const clock = () => performance.now();

/** Settles after so many milliseconds; rejects at once when the signal aborts. */
export const pause = (milliseconds, signal) =>
  new Promise((done, fail) => {
    const abort = () => {
      clearTimeout(timer);
      fail();
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      done();
    }, Math.min(milliseconds, LONGEST));
    signal?.aborted ? abort() : signal?.addEventListener("abort", abort, { once: true });
  });

/** The queue of a client; `core` decides. */
export const makeQueue = (core) => {
  const waiting = [];
  let timer;

  const take = (entry) => {
    waiting.splice(waiting.indexOf(entry), 1);
    entry.signal?.removeEventListener("abort", entry.abort);
  };

  /** Starts what may start, and sees to it that the rest is looked at in time. */
  const pump = () => {
    clearTimeout(timer);
    while (waiting.length) {
      const entry = waiting[0];
      const wait = core.wait(clock(), entry.isAlone);
      if (wait > 0) {
        refuse();
        if (waiting.length && wait < Infinity) timer = setTimeout(pump, Math.min(wait, LONGEST));
        return;
      }
      take(entry);
      entry.done(core.start(entry.isAlone));
    }
  };

  /** Turns away what would wait longer than it may. */
  const refuse = () => {
    [...waiting].forEach((entry, before) => {
      const wait = core.expected(clock(), before);
      if (clock() + wait > entry.until) {
        take(entry);
        entry.fail(wait);
      } else if (wait > 0) {
        entry.tell(wait);
        entry.tell = () => {};
      }
    });
  };

  return {
    pump,
    /** The number of a call that may start at once; 0 where it must wait. */
    start: (isAlone) => (waiting.length || core.wait(clock(), isAlone) > 0 ? 0 : core.start(isAlone)),
    /**
     * Settles with the call's number when it may start. Rejects with nothing when the signal aborts,
     * and with a number of milliseconds where it would have to wait for so long, and beyond `until`.
     * A call that `isAlone` has no other beside it; one that `isFirst` goes before the others.
     */
    enter: ({ signal, until, isAlone, isFirst, tell }) =>
      new Promise((done, fail) => {
        const abort = () => {
          take(entry);
          fail();
          pump();
        };
        const entry = { signal, until, isAlone, tell, done, fail, abort };
        signal?.addEventListener("abort", abort, { once: true });
        isFirst ? waiting.unshift(entry) : waiting.push(entry);
        pump();
      }),
  };
};
