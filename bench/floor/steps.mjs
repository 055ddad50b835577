// The least that a tracker can be: scripts of a few lines, each with more of what the rules ask for than the
// one before it. None of them decides anything.

import { randomBytes } from "node:crypto";
import { brotliCompressSync } from "node:zlib";

import { bundle } from "../trackers/bundle.mjs";
import { LINKYFY } from "../trackers/ours.mjs";

/** The documented request (W2), which outlives its page (D1). */
const REQUEST = `
  const { api } = document.currentScript.dataset;
  const send = (visitor_id) => {
    const event = { project_id: 42, visitor_id, page_url: location.href, referrer: document.referrer };
    fetch(api + "/tracking/impression", {
      method: "POST",
      keepalive: true,
      credentials: "omit",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(event),
    });
  };`;

/** The visitor's id in a cookie and in localStorage, which repair each other (V2). */
const VISITOR = `
  const known = () => document.cookie.match(/linkyfy_vid=([^;]*)/)?.[1] ?? localStorage.linkyfy_vid;
  const visitor = () => {
    const id = known() ?? crypto.randomUUID();
    document.cookie = "linkyfy_vid=" + id + ";max-age=34560000;path=/;samesite=lax";
    return (localStorage.linkyfy_vid = id);
  };`;

/**
 * Of tabs that open at once, the first makes a new visitor's id (V4): cookies are given in the order in which
 * they were made.
 */
const AGREED = `
  const claim = (id, age) => (document.cookie = "linkyfy_vid_" + id + "=;path=/;max-age=" + age);
  if (!known()) {
    claim(crypto.randomUUID(), 9);
    const [, id] = document.cookie.match(/linkyfy_vid_([^=;]*)/);
    document.cookie = "linkyfy_vid=" + id + ";path=/";
    claim(id, 0);
  }
  send(visitor());`;

/** The same as browsers need it whose processes each have their own cookies. */
const ALONE = `
  if (known()) send(visitor());
  else navigator.locks.request("linkyfy_vid", () => send(visitor()));`;

/** This wasm is compiled and started; nothing in it is called. */
const started = (wasm) => `
  const text = atob("${wasm.toString("base64")}");
  const program = new WebAssembly.Module(Uint8Array.from(text, (letter) => letter.charCodeAt()));
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(program)) {
    (imports[module] ??= {})[name] = () => 0;
  }
  new WebAssembly.Instance(program, imports);`;

/** A script with a comment that nothing makes shorter, so that it weighs what another does. */
const padded = (script, other) => {
  const weighs = (text) => brotliCompressSync(text).length;
  const bytes = weighs(other);
  const filling = randomBytes(bytes).toString("base64");
  let length = 0;
  const whole = () => Buffer.concat([script, Buffer.from(`//${filling.slice(0, length)}`)]);
  while (weighs(whole()) < bytes) length += 8;
  return whole();
};

const step = (name, script) => ({
  ...LINKYFY,
  name,
  head: ({ collector }) => `<script async src="/step.js" data-api="${collector}/api/v1"></script>`,
  files: { "/step.js": script },
});

/** All steps, where the tracker has this wasm. */
export const steps = async (wasm) => {
  const [ours] = Object.values(LINKYFY.files);
  const simple = await bundle(`${REQUEST} send(crypto.randomUUID());`);
  return [
    step("the request", simple),
    step("the request, in a file of our size", padded(simple, ours)),
    step("with a visitor kept", await bundle(`${REQUEST} ${VISITOR} send(visitor());`)),
    step("and tabs that agree", await bundle(`${REQUEST} ${VISITOR} ${AGREED}`)),
    step("or agree by a lock", await bundle(`${REQUEST} ${VISITOR} ${ALONE}`)),
    step("and our wasm started", await bundle(`${REQUEST} ${VISITOR} ${started(wasm)} ${AGREED}`)),
  ];
};
