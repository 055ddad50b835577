// Time that passes where nothing happens: while no request is under way, the next timer's time comes at
// once, and the server's clock goes with it. What is asked in the meantime sees one time on both sides.

/** Turns of the event loop in which nothing has happened, until time may jump. */
const IDLE_TURNS = 20;

/**
 * Takes the place of timers and of `performance.now`; `advance(milliseconds)` moves the server's clock.
 * `busy(work)` says that a request is under way; `end` gives the real ones back.
 */
export const virtualTime = (advance) => {
  const real = { setTimeout, clearTimeout, now: performance.now.bind(performance) };
  const timers = new Map();
  let ahead = 0;
  let underWay = 0;
  let next = 1;
  let idle = 0;
  let isRunning = true;

  const now = () => real.now() + ahead;
  performance.now = now;
  globalThis.setTimeout = (fn, milliseconds = 0) => {
    timers.set(next, { at: now() + milliseconds, fn });
    idle = 0;
    return next++;
  };
  globalThis.clearTimeout = (id) => void timers.delete(id);

  const look = async () => {
    const [[id, timer] = []] = [...timers].sort(([, one], [, other]) => one.at - other.at);
    idle = underWay || !timer ? 0 : idle + 1;
    if (timer && (timer.at <= now() || idle > IDLE_TURNS)) {
      const jump = Math.max(0, Math.ceil(timer.at - now()));
      if (jump) await advance(jump);
      ahead += jump;
      timers.delete(id);
      timer.fn();
      idle = 0;
    }
    if (isRunning) real.setTimeout(look, 0);
  };
  look();

  return {
    busy: async (work) => {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        idle = 0;
      }
    },
    end: () => {
      isRunning = false;
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      performance.now = real.now;
    },
  };
};
