// The API reference: one page, from the model of `openapi.yaml`.

import { exampleAnswer, exampleBody, exampleCall, literal } from "./examples.js";
import { answerFields, fieldList, inferred, parameterList } from "./fields.js";
import { code, html, prose } from "./html.js";

const TITLES = {
  projects: "Projects",
  campaigns: "Campaigns",
  contactLists: "Contact lists",
  domains: "Domains",
  mailboxes: "Mailboxes",
  templates: "Templates",
  inbox: "Inbox",
  profile: "Profile",
  billing: "Billing",
  notifications: "Notifications",
  tracking: "Tracking",
  smtp: "SMTP",
};

/** What the client does about a failure that leaves open whether the call was carried out. */
const RETRIES = {
  safe: "It only reads. The client tries it again after network faults, throttling and server errors.",
  idempotent:
    "Done twice it has the same result as once. The client tries it again after network faults, " +
    "throttling and server errors.",
  unsafe:
    "Done twice it would be there twice. The client tries it again only where the server surely did " +
    "nothing: after throttling, or where no connection came about.",
  never:
    "Never sent again after a failure that leaves open whether it was carried out. Look first what " +
    "has become of it.",
};

const LOST = "The vendor's text has lost the line with method and path.";

const CONFIDENCES = {
  high: ["Path inferred, quite sure", `${LOST} These follow the pattern of the documented ones.`],
  medium: ["Path inferred, fairly sure", `${LOST} These are likely.`],
  low: ["Path inferred, unsure", `${LOST} These are a guess among several.`],
};

const methodAndPath = (method, path) =>
  html`<span class="method ${method.toLowerCase()}">${method}</span> <code class="path">${path
    .split(/(?=\/)/)
    .map((part) => html`<wbr>${part}`)}</code>`;

const pathStatus = ({ confidence, alternatives }) => {
  if (confidence == "documented") return html`<p class="badge documented">Path documented</p>`;
  const [title, why] = CONFIDENCES[confidence];
  const others = alternatives.map((one, index) => html`${index > 0 && ", "}<code>${one}</code>`);
  return html`
<details class="inferred-path">
  <summary><span class="badge inferred ${confidence}">${title}</span></summary>
  <p>${why}
  ${alternatives.length > 0 && html`It may also be ${others}.`}
  The client's option <code>routes</code> sets another.</p>
</details>`;
};

const errors = (all) => html`
<table class="errors">
  <tbody>${all.map(
    ({ status, codes, description }) => html`
    <tr>
      <th scope="row">${status}</th>
      <td>${codes.map((one) => html`<code>${one}</code> `)}</td>
      <td>${description}</td>
    </tr>`,
  )}</tbody>
</table>`;

const takes = ({ path_parameters, query, body }) => html`
${path_parameters.length > 0 && html`<h4>In the path</h4>${parameterList(path_parameters)}`}
${query.length > 0 && html`<h4>In the query</h4>${parameterList(query)}`}
${body && html`<h4>Body ${body.schema.status == "inferred" && inferred}</h4>
  ${body.schema.description && html`<p>${prose(body.schema.description)}</p>`}
  ${fieldList(body.schema.kind.fields, true)}`}`;

const gives = ({ answer }) => html`
<h4>Answer ${answer.status == "inferred" && inferred}</h4>
<p>${answer.code}: ${answer.description}</p>
${answerFields(answer.data).length > 0 &&
html`<details>
  <summary>Fields of the answer</summary>
  ${fieldList(answerFields(answer.data), false)}
</details>`}`;

const operationSection = (operation) => {
  const { name, summary, description, notes, method, path, body, answer } = operation;
  return html`
<article class="operation" id="${name}">
  <header>
    <h3><a href="#${name}">${summary}</a></h3>
    <p class="route">${methodAndPath(method, path)}</p>
    ${pathStatus(operation)}
  </header>
  <div class="words">
    ${description && html`<p>${prose(description)}</p>`}
    ${operation.public && html`<p>Public: it takes no key, and the client sends none.</p>`}
    ${notes.length > 0 && html`<ul class="notes">${notes.map((note) => html`<li>${prose(note)}</li>`)}</ul>`}
    ${takes(operation)}
    ${gives(operation)}
    <h4>After a failure</h4>
    <p>${RETRIES[operation.retry]}</p>
    <details><summary>Errors</summary>${errors(operation.errors)}</details>
  </div>
  <div class="code">
    <h4>JavaScript</h4>
    ${code(exampleCall(operation))}
    ${body && html`<h4>Request body</h4>${code(literal(exampleBody(body), true))}`}
    <h4>Answer</h4>
    ${code(literal(exampleAnswer(answer), true))}
  </div>
</article>`;
};

const ofGroup = (api, group) => api.operations.filter((operation) => operation.group == group.name);

/** The list of all groups and operations. */
const navigation = (api) => html`
<nav class="contents" aria-label="Operations">
  <details open>
    <summary>Operations</summary>
    <ul>${api.groups.map(
      (group) => html`
      <li><a href="#${group.name}">${TITLES[group.name]}</a>
        <ul>${ofGroup(api, group).map(
          ({ name, summary }) => html`<li><a href="#${name}">${summary}</a></li>`,
        )}</ul>
      </li>`,
    )}</ul>
  </details>
</nav>`;

const introduction = (api) => {
  const documented = api.operations.filter(({ path_status }) => path_status == "documented").length;
  return html`
<header class="introduction">
  <h1>API reference</h1>
  <p>${api.description}</p>
  <p>Base address: <code>https://mailer.linkyfy.ai/api/v1</code>. The sandbox has the same API under
    <code>/api/v1</code>. The key goes in the header <code>X-API-Key</code>; the two calls of
    <a href="#tracking">Tracking</a> take none. The <a href="../quick-start/">quick start</a> makes a first
    campaign.</p>
  <p>Answers are in an envelope: <code>{ "success": true, "data": … }</code>, or
    <code>{ "success": false, "error": { "code": …, "message": … } }</code>. The client gives what is under
    <code>data</code>, and throws errors.</p>
  <p>A key has 60 calls a minute. <code>X-RateLimit-Limit</code>, <code>X-RateLimit-Remaining</code> and
    <code>X-RateLimit-Reset</code> (seconds since 1970) are on every answer to it. The client keeps to the
    limit by itself.</p>
  <aside class="notice">
    <h2>What is certain</h2>
    <p>The vendor's public documentation has lost most of its methods and paths: of ${api.operations.length}
      operations it has those of ${documented}. What it doesn't attest is marked ${inferred}: paths,
      parameters, fields and answers. Nowhere does it say which fields are required, or how long a text may
      be: these limits are ours, but for those of <code>per_page</code>.</p>
  </aside>
</header>`;
};

/** The whole page. */
export const reference = (api) => ({
  title: "API reference",
  aside: navigation(api),
  main: html`${introduction(api)}
${api.groups.map(
  (group) => html`
<section class="group" id="${group.name}">
  <h2>${TITLES[group.name]}</h2>
  <p>${group.description} <code>client.${group.name}</code></p>
  ${ofGroup(api, group).map(operationSection)}
</section>`,
)}`,
});
