// The page's API (P1): a function that takes a command's name, and has all commands as its own.

import { bringJudge } from "../../src/browser/forms.js";
import { getters, kept } from "../../src/browser/page.js";
import { pause } from "../../src/browser/pause.js";
import { on, reviewers, settling } from "../../src/browser/told.js";
import { handle } from "../../src/browser/transport.js";
import { callable } from "../../src/text.js";

/**
 * Makes the API. What is called before the tracker's instance is there waits for it, in order;
 * `exports` is a promise of what the instance exports.
 */
export const createApi = (exports) => {
  const commands = {
    consent: (given) => handle.consent_(given === true),
    decorate: (url) => handle.decorate_(`${url}`) ?? url,
    destroy: () => {
      handle.destroy_();
      getters.length = kept.length = 0;
      reviewers.clear();
      window.linkyfy == api && delete window.linkyfy;
    },
    impression: ({ pageUrl, referrer } = {}) =>
      handle.impression_(pageUrl && new URL(pageUrl, location).href, referrer && `${referrer}`),
    on,
    optIn: () => handle.optOut_(false),
    optOut: () => handle.optOut_(true),
    registration: (email) => handle.registration_(`${email}`),
    reset: () => handle.reset_(),
    start: (get) => {
      // Taken back before, it is the page's again.
      window.linkyfy ??= api;
      getters.push(get);
      handle.start_() ?? getters.pop();
    },
    visitorId: () => handle.visitorId_(),
  };
  let waiting = [];
  const api = (command, ...args) => {
    if (waiting) {
      waiting.push([command, ...args]);
      return;
    }
    try {
      return commands[command](...args);
    } catch {}
  };
  for (const command in commands) {
    api[command] = (...args) => api(command, ...args);
  }
  const ready = exports.then(async (exports) => {
    await pause();
    for (const name in exports) handle[name] = callable(exports[name]);
    const calls = waiting;
    waiting = 0;
    for (const call of calls) api(...call);
  });
  // The commands whose answers are always promises.
  commands.explain = api.explain = (form) =>
    ready.then(bringJudge).then((judge) => judge.explain(form)).catch(() => {});
  commands.flush = api.flush = () =>
    ready.then(
      () => {
        const settled = settling();
        handle.flush_();
        return settled;
      },
      () => "unavailable",
    );
  // What can't be done is not kept: a server runs for long.
  ready.catch(() => (waiting = 0));
  return api;
};
