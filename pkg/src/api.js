// The page's API (P1): a function that takes a command's name, and has all commands as its own.

import { attach } from "linkyfy-tracker";
import { describe, getters } from "../../src/browser/page.js";
import { on, settling } from "../../src/browser/told.js";
import { connect } from "../../src/browser/transport.js";
import { callable } from "../../src/text.js";

/** The functions of the wasm that give a text. */
const TEXTS = ["decorate", "follow", "visitorId"];

/** The functions of `src/js.rs` as JavaScript calls them, by their names. */
let wasm;

/** What the verdict on a form is, and why (F10). */
const explain = (form) => {
  const field = form.elements[wasm.emailField(describe(form))];
  const registration = !!field;
  const reason = registration ? "one field for an address" : "no field for an address, or several";
  return { registration, field, reason };
};

/**
 * Makes the API. What is called before the tracker's instance is there waits for it, in order;
 * `exports` is a promise of what the instance exports. `forget` is called when all has been taken
 * back.
 */
export const createApi = (exports, forget) => {
  const commands = {
    consent: (given) => wasm.consent(given === true),
    decorate: (url) => wasm.decorate(`${url}`) ?? url,
    destroy: () => {
      wasm.destroy();
      getters.length = 0;
      forget();
    },
    explain,
    impression: ({ pageUrl, referrer } = {}) =>
      wasm.impression(pageUrl && new URL(pageUrl, location).href, referrer && `${referrer}`),
    on,
    optIn: () => wasm.optOut(false),
    optOut: () => wasm.optOut(true),
    registration: (email) => wasm.registration(`${email}`),
    reset: () => wasm.reset(),
    start: (get) => {
      getters.push(get);
      if (!wasm.start()) getters.pop();
    },
    visitorId: () => wasm.visitorId(),
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
  const ready = exports.then((exports) => {
    wasm = attach(exports);
    for (const name in wasm) wasm[name] = callable(wasm[name], TEXTS.includes(name));
    connect(wasm);
    const calls = waiting;
    waiting = 0;
    for (const call of calls) api(...call);
  });
  // The one command whose answer is always a promise.
  commands.flush = api.flush = () =>
    ready.then(
      () => {
        const settled = settling();
        wasm.flush();
        return settled;
      },
      () => "unavailable",
    );
  ready.catch(() => {});
  return api;
};
