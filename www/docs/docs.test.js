// What the documentation is made of (C10).

import assert from "node:assert/strict";
import { test } from "node:test";

import { example, exampleBody, exampleCall, literal } from "./examples.js";
import { fieldList } from "./fields.js";
import { program } from "./guide.js";
import { code, html, prose } from "./html.js";
import { page } from "./page.js";

const schema = (kind, more) => ({ kind, examples: [], nullable: false, default: null, ...more });
const text = (more) =>
  schema({ type: "string", values: [], known_values: {}, min: null, max: 255 }, more);
const field = (name, required, of) => ({ name, required, schema: of });
const object = (...fields) => schema({ type: "object", fields, closed: true, max: null });

test("c10 what is put into HTML is escaped, and HTML is not", () => {
  assert.equal(String(html`<p title="${'"'}">${"<b>"}${html`<i>`}${[1, false, null]}</p>`),
    '<p title="&quot;">&lt;b&gt;<i>1</p>');
  assert.equal(String(prose("`a<b`")), "<code>a&lt;b</code>");
  const colored = /f\(<span class="text">&quot;&lt;a\\&quot;b&gt;&quot;<\/span>\)/;
  assert.match(String(code('f("<a\\"b>")')), colored);
});

test("c10 an example body has what is required and what has an example", () => {
  const body = object(
    field("name", true, text()),
    field("nothing", false, text()),
    field("inner", false, object(field("a", true, text({ examples: ["x"] })))),
  );
  assert.deepEqual(exampleBody({ schema: body, example: null }), { name: "text", inner: { a: "x" } });
  assert.deepEqual(exampleBody({ schema: body, example: { name: "vendor's" } }), { name: "vendor's" });
});

test("c10 an example that is null is null", () => {
  assert.equal(example(text({ examples: [null] })), null);
});

test("c10 a call has ids in the path's order, then one object", () => {
  const operation = {
    name: "contactLists.updateContact",
    path_parameters: [{ example: 10 }, { example: 5 }],
    query: [],
    body: { schema: object(field("first_name", false, text({ examples: ["Janet"] }))), example: null },
    page: null,
    answer: { data: object() },
  };
  assert.equal(
    exampleCall(operation),
    'const data = await client.contactLists.updateContact(10, 5, { first_name: "Janet" });',
  );
});

test("c10 values are written as JavaScript or as JSON", () => {
  const value = { a: [1, { "b-c": null }], long: "x".repeat(60) };
  assert.equal(
    literal(value),
    `{\n  a: [1, { "b-c": null }],\n  long: "${"x".repeat(60)}",\n}`,
  );
  assert.deepEqual(JSON.parse(literal(value, true)), value);
});

test("c10 limits are told in words", () => {
  const told = (of) => String(fieldList([field("x", true, of)], true));
  assert.match(told(text({ status: "inferred" })), /text, at most 255 characters/);
  assert.match(told(text({ status: "inferred" })), /required<.*inferred</s);
  assert.match(told(schema({ type: "integer", min: 1, max: 100 })), /integer, 1 to 100/);
  assert.match(told(schema({ type: "integer", min: 1, max: 2 ** 53 - 1 })), /integer, from 1</);
});

test("c10 the program of a guide is its JavaScript, and nothing else", () => {
  assert.equal(program("```sh\nno\n```\n\n```js\na();\n```\n\n```text\nno\n```\n\n```js\nb();\n```"),
    "a();\n\nb();");
});

test("a keyboard stops neither at code, which wraps, nor at all that is beside the content", () => {
  assert.match(String(code("f()")), /^<pre><code>/);
  const withAside = String(page("docs/api", { title: "t", aside: html`<nav></nav>`, main: html`<h1>t</h1>` }));
  assert.match(withAside, /<body>\n<a class="skip" href="#main">/);
  assert.match(withAside, /<main id="main">/);
  // A page that keeps its choices in the address must not lose them.
  assert.doesNotMatch(String(page("snippet", { title: "t", main: html`<h1>t</h1>` })), /skip/);
});
