// The page: a form with a field for each option, and what becomes of it.

import { html, prose } from "../docs/html.js";

const FILES = [
  ["fixed", "linkyfy.js", "One name for every version. A new version comes by itself."],
  ["versioned", "By version", "The name changes with the version, so browsers may keep the file for ever."],
  ["integrity", "By version, with integrity", "Browsers refuse a file of which a byte has changed."],
];

/** What is copied from: name, heading, what it is for. */
const OUTPUTS = [
  [
    "importMap",
    "Import map",
    "Before the tag: integrity for the files that it loads later. Under a policy it needs your nonce or its hash.",
  ],
  ["tag", "Tag", "In the head of every page."],
  [
    "preconnect",
    "Sooner",
    "If you like, before the tag: the connection to the API opens while the file is on its way. It opens for visitors who have opted out, too.",
  ],
  ["policy", "Content-Security-Policy", "Where your pages have one, add this to it."],
  ["hashPolicy", "Policy by hash", "In place of the former, where yours allows scripts by their hashes alone."],
  ["npm", "From npm", "In place of the tag, where you build your pages."],
];

/** Without the rules' ids, which the page doesn't explain. */
const described = (doc) => prose(doc.replace(/ \([A-Z]\d+(, [A-Z]\d+)*\)/g, ""));

const complaint = (name) => html`<p class="complaint" id="${name}-complaint" role="alert" hidden></p>`;

const control = (option) => {
  const { name, words } = option;
  const marks = html`id="${name}" name="${name}" aria-describedby="${name}-doc ${name}-complaint"`;
  if (words.length) {
    return html`<select ${marks}><option value="">${option.default || "not set"}</option>${words
      .filter((word) => word != option.default)
      .map((word) => html`<option>${word}</option>`)}</select>`;
  }
  const isNumber = name == "project-id";
  return html`<input ${marks} autocomplete="off" spellcheck="false" placeholder="${option.default}"${
    isNumber && html` inputmode="numeric" required`}>`;
};

const textField = (option, label = html`<code>${option.name}</code>`) => html`<div class="field">
<label for="${option.name}">${label}</label>
${control(option)}
<p id="${option.name}-doc">${described(option.doc)}</p>
${complaint(option.name)}
</div>
`;

const flag = ({ name, doc }) => html`<div class="flag">
<input type="checkbox" id="${name}" name="${name}" aria-describedby="${name}-doc">
<label for="${name}"><code>${name}</code></label>
<p id="${name}-doc">${described(doc)}</p>
</div>
`;

const output = ([name, title, use]) => html`<section id="${name}-output" aria-labelledby="${name}-title">
<div class="output-head">
<h2 id="${name}-title">${title}</h2>
<button type="button" class="copy" data-of="${name}">Copy</button>
</div>
<p>${use}</p>
<pre><code id="${name}"></code></pre>
</section>
`;

/** The page's title and content. */
export const builder = ({ options }) => {
  const [project, ...others] = options;
  const main = html`<h1>The line for your pages</h1>
<p class="lead">It counts who comes and who registers. Nothing that you enter here leaves this page.</p>
<p class="notice" id="sandbox" hidden>Filled in for this sandbox, which only your own machine can reach.
<button type="button" id="clear">Make it for another host</button></p>
<div class="builder">
<form id="form" autocomplete="off">
<fieldset class="basics">
<legend>Yours</legend>
${textField(project, "Project number")}
<div class="field">
<label for="host">Host of the files</label>
<input id="host" name="host" type="url" spellcheck="false" placeholder="https://YOUR-HOST"
 aria-describedby="host-doc host-complaint">
<p id="host-doc">Where you serve <code>linkyfy.js</code> and the files beside it.</p>
${complaint("host")}
</div>
</fieldset>
<fieldset>
<legend>File</legend>
${FILES.map(
  ([value, title, use]) => html`<div class="flag">
<input type="radio" name="file" id="file-${value}" value="${value}" aria-describedby="file-${value}-doc">
<label for="file-${value}">${title}</label>
<p id="file-${value}-doc">${use}</p>
</div>
`,
)}<div class="flag">
<input type="checkbox" id="no-wasm" name="no-wasm" aria-describedby="no-wasm-doc">
<label for="no-wasm">Without WebAssembly</label>
<p id="no-wasm-doc">A little larger. For a policy that refuses WebAssembly.</p>
</div>
${complaint("file")}
</fieldset>
<details id="options">
<summary>Options</summary>
<div class="options">
${others.filter(({ takes }) => takes).map((option) => textField(option))}${others
  .filter(({ takes }) => !takes)
  .map(flag)}</div>
</details>
</form>
<div class="outputs" id="outputs">
<p class="lead" id="incomplete" role="status" hidden></p>
${OUTPUTS.map(output)}
</div>
</div>
<noscript><p class="notice">The page needs JavaScript. <code>cargo xtask snippet</code> does the same.</p></noscript>`;
  return { title: "Snippet", main, style: "snippet/main.css", script: "snippet/main.js" };
};
