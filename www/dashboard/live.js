// What keeps the numbers current: the event stream of the sandbox and the
// reloading of stats, spaced so that the key's 60 calls a minute last.

import { reloadDelay } from "./model.js";

const REOPEN_MS = 3000;

/** Follows a project's events; `onState` hears "live" or "reconnecting". Returns a stop function. */
export function followEvents(project, onMessage, onState) {
  let source = null;
  let timer = 0;

  function open() {
    source = new EventSource(`/__sandbox/live?project_id=${project}`);
    source.onopen = () => onState("live");
    source.onmessage = (message) => onMessage(JSON.parse(message.data));
    source.onerror = () => {
      onState("reconnecting");
      // The browser reopens a broken stream by itself, but gives up after an error answer.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    };
  }

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/**
 * Runs `load` after a request, never twice at once nor too often; a request
 * made meanwhile is served afterwards, so the last change always shows.
 */
export function createReloader(load, onError) {
  let wanted = false;
  let running = false;
  let stopped = false;
  let timer = 0;
  let lastStart = -Infinity;
  let notBefore = 0;

  function plan() {
    if (!wanted || running || stopped) return;
    clearTimeout(timer);
    timer = setTimeout(run, reloadDelay(Date.now(), lastStart, notBefore));
  }

  async function run() {
    wanted = false;
    running = true;
    lastStart = Date.now();
    try {
      await load();
    } catch (error) {
      if (stopped) return;
      if (error.retryAt) {
        wanted = true;
        notBefore = error.retryAt;
      }
      onError(error);
    } finally {
      running = false;
      plan();
    }
  }

  return {
    request() {
      wanted = true;
      plan();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
