// The tag that puts the tracker on a page, and what goes with it: made here for the page and for
// `cargo xtask snippet`.

/** What each kind of file loads by itself, later. */
const LOADED = { "linkyfy.js": ["fallback", "forms", "debug"], "linkyfy-no-wasm.js": ["forms", "debug"] };

/** A host's URL, without what ends a path. */
const HOST = /^\s*(https?:\/\/[^\s?#\\"<>]*?)\/*\s*$/i;

/** An option's value, as the tracker finds it in a text (src/config.rs); undefined where it isn't one. */
const read = ({ name, pattern }, text) => {
  const value = text.match(new RegExp(pattern, "i"))?.pop();
  return name == "project-id" && !Number.isSafeInteger(+value) ? undefined : value;
};

const attribute = ([name, value]) => {
  const escaped = value.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
  return value ? ` ${name}="${escaped}"` : ` ${name}`;
};

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

const originOf = (url) => {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
};

/** What lets a script in that stands in the page itself, as a policy has it. */
const hashOf = async (script) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-384", new TextEncoder().encode(script)));
  return `sha384-${btoa(String.fromCharCode(...hash))}`;
};

/**
 * The options that are set, in the list's order: pairs of name and value, a flag's empty. Where a value is
 * not one that its option takes, `complaints` has its name with what it takes.
 */
const taken = (list, options, complaints) => {
  const pairs = [];
  for (const option of list) {
    const { name, takes } = option;
    const given = options[name] ?? "";
    if (takes ? given === "" : !given) continue;
    const value = takes ? read(option, given) : "";
    if (value === undefined) complaints[name] = `Takes ${takes}.`;
    else pairs.push([name, value]);
  }
  const isThere = pairs.some(([name]) => name == "project-id");
  if (!isThere) complaints["project-id"] ??= "The tag needs your project's number.";
  return pairs;
};

/**
 * What was chosen, as text to copy. `facts` has the list of options, the version and the files' integrity
 * values (xtask/src/snippet.rs); `choices` where the files lie (`host`), which of them (`file`: "fixed",
 * "versioned" or "integrity"; `noWasm`), and `options` by their names. `hashPolicy` is a promise where there
 * is one.
 */
export const snippet = (facts, { host, file, noWasm, options }) => {
  const complaints = {};
  const pairs = taken(facts.options, options, complaints);
  const base = HOST.exec(host)?.[1];
  const hostOrigin = base && originOf(base);
  if (!hostOrigin) complaints.host = "Takes an http(s) URL.";
  const set = Object.fromEntries(pairs);
  const api = originOf(set.api ?? facts.options.find(({ name }) => name == "api").default);
  if (!api) complaints.api ??= "Takes an http(s) URL.";
  const main = noWasm ? "linkyfy-no-wasm.js" : "linkyfy.js";
  const isPinned = file == "integrity";
  if (isPinned && !facts.integrity[main]) complaints.file = "Build the files first: `cargo xtask build`.";
  if (Object.keys(complaints).length > 0) return { complaints };

  const url = (name) => `${base}/${file == "fixed" ? "" : `${facts.version}/`}${name}`;
  const attributes = [
    ["async", ""],
    ["src", url(main)],
    ...(isPinned ? [["integrity", facts.integrity[main]], ["crossorigin", ""]] : []),
    ...pairs.map(([name, value]) => [`data-${name}`, value]),
  ];
  const later = LOADED[main].map((name) => `linkyfy-${name}.js`);
  const pins = later.map((name) => [url(name), facts.integrity[name]]);
  const map = `\n${JSON.stringify({ integrity: Object.fromEntries(pins) }, null, 2)}\n`;
  const allow = (sources) => `script-src ${sources}${noWasm ? "" : " 'wasm-unsafe-eval'"}; connect-src ${api}`;
  const hashes = async () =>
    [facts.integrity[main], ...pins.map(([, hash]) => hash), await hashOf(map)].map((hash) => `'${hash}'`);
  // As JavaScript has them: a flag is true, a number is one.
  const fields = pairs.map(([name, value]) => {
    const literal = name == "project-id" ? value : value === "" ? "true" : JSON.stringify(value);
    return `${camel(name)}: ${literal}`;
  });
  return {
    complaints,
    tag: `<script${attributes.map(attribute).join("")}></script>`,
    importMap: isPinned ? `<script type="importmap">${map}</script>` : "",
    // Not where the visitor is asked first: it tells the API that a page is open.
    preconnect: set.consent ? "" : `<link rel="preconnect" href="${api}" crossorigin>`,
    policy: allow(hostOrigin),
    hashPolicy: isPinned ? hashes().then((all) => allow(all.join(" "))) : "",
    npm: [
      "npm install linkyfy",
      "",
      'import { createTracker } from "linkyfy";',
      "",
      `createTracker({ ${fields.join(", ")} });`,
    ].join("\n"),
  };
};
