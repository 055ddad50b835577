// The file that the script tag names: it finds its tag, starts the tracker inside and gives the
// page its API, `linkyfy`.

import { share } from "./share.js";

/**
 * The tags that this run of the script stands for: its own, where the browser knows it. A module
 * doesn't know its own; then the file's name tells, and only a renamed file goes by the attribute,
 * which other vendors use too.
 */
const findTags = () => {
  const own = document.currentScript;
  const all = (selector) => document.querySelectorAll("script" + selector);
  const named = all("[src*='linkyfy.js']");
  return own ? [own] : named.length ? named : all("[data-project-id]");
};

const tags = findTags();
const calls = window.linkyfy?.q || [];
// Now: a relative address is another once the page has moved.
const src = tags[0]?.src;
// Other files lie beside this one. An import, in contrast to a script tag, inherits the trust
// that a Content-Security-Policy has in this script.
const api = share((name) => import(src.replace(/[^/?]*(\?|$)/, `linkyfy-${name}.js$1`)));
// Who wants to hear of events wants to hear of the first; and whether the visitor agrees is said of the
// first view, too: `on`, `consent`, `optOut` and `optIn`.
const isFirst = ([command]) => /^[co]/.test(command);
for (const call of calls) isFirst(call) && api(...call);
for (const tag of tags) {
  const copy = tag.cloneNode();
  api.start((name) => copy.getAttribute("data-" + name));
}
for (const call of calls) isFirst(call) || api(...call);
