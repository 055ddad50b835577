// One request and its answer, or why there is none.

import { isText } from "./options.js";
import { alarm } from "./time.js";

/** What stands for a body that broke off: the beginning of one. */
const BROKEN = "{";

/**
 * Makes a request with `fetch`, unless the signal has aborted. Gives the response and its body's text, or
 * a `fault`: `NETWORK`, `TIMEOUT` or `ABORTED`; and the reason, where the runtime has one.
 */
export const attempt = (fetch, url, init, { signal, timeoutMs }) =>
  new Promise((done) => {
    const controller = new AbortController();
    let response;
    // A `fetch` of the caller's own may not heed the signal: what it gives later comes too late.
    const end = alarm(timeoutMs, signal, (answer) => {
      if (answer.fault) controller.abort();
      done({ response, ...answer });
    });
    const request = async () => {
      response = await fetch(url, { ...init, signal: controller.signal });
      return { body: await response.text() };
    };
    if (signal?.aborted) return;
    request().then(end, (error) => {
      const reason = `${error?.cause?.code ?? error?.code ?? error?.cause?.message ?? error?.message}`;
      end(response ? { body: BROKEN, reason } : { body: reason, fault: "NETWORK", reason });
    });
  });

/** Where all of the data is a list, that is its only page. */
export const WHOLE = "[]";

/** The page in an operation's data: the data or a field; `place` is empty where there is none. */
export const pageIn = (data, place) =>
  place == "data" ? data : place == WHOLE ? data && { data, last_page: 1 } : data?.[place];

/** Without the last page's number nobody knows how many follow: a list would end in the middle. */
const isPage = (page) => Array.isArray(page?.data) && Number.isFinite(page.last_page);

/** Reads a body: its shape (`src/client/response.rs`), and the data or the error that are in it. */
export const read = (body, place) => {
  let json;
  try {
    json = Object(JSON.parse(body));
  } catch {
    return { shape: "nojson" };
  }
  const { success, data, error } = json;
  const isData = data !== undefined && (!place || isPage(pageIn(data, place)));
  if (success === true && isData) return { shape: "data", data };
  if (success === false && isText(error?.code, /^\S/) && isText(error.message, /^/)) {
    return { shape: "error", code: error.code, message: error.message };
  }
  return { shape: "other" };
};
