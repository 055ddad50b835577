// The client's clock, and what its timers and its callers' signals end.

/** Longest that a timer takes, in milliseconds. */
const LONGEST = 0x7fffffff;

/** A clock that only goes forward, in milliseconds. */
export const clock = () => performance.now();

/**
 * Tells `ended` of a fault: `TIMEOUT` after so many milliseconds, `ABORTED` as soon as the signal aborts.
 * Gives what ends this before, and tells what it is told.
 */
export const alarm = (milliseconds, signal, ended) => {
  const end = (how) => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    ended(how);
  };
  const abort = () => end({ fault: "ABORTED" });
  const timer = setTimeout(() => end({ fault: "TIMEOUT" }), Math.min(milliseconds, LONGEST));
  signal?.aborted ? abort() : signal?.addEventListener("abort", abort, { once: true });
  return end;
};

/** Settles after so many milliseconds, when the signal aborts, or when somebody calls `entry.wake`. */
export const pause = (milliseconds, signal, entry = {}) =>
  new Promise((done) => {
    entry.wake = alarm(milliseconds, signal, done);
  });
