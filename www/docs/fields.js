// Parameters and fields, with their types and limits in words.

import { html, prose } from "./html.js";

/** What stands beside a thing that the vendor's text doesn't attest. */
export const inferred = html`<span class="badge inferred">inferred</span>`;

const count = (number) => number.toLocaleString("en-US");

const range = (min, max, unit) => {
  if (min === null && max === null) return "";
  if (max === Number.MAX_SAFE_INTEGER) return `from ${count(min)}`;
  if (max === null) return min === 0 ? "" : `at least ${count(min)}${unit}`;
  return min ? `${count(min)} to ${count(max)}${unit}` : `at most ${count(max)}${unit}`;
};

const numbers = ({ min, max }) =>
  min === null || max === null || max === Number.MAX_SAFE_INTEGER
    ? range(min, max, "")
    : `${count(min)} to ${count(max)}`;

const FORMATS = {
  "date-time": "time (2026-04-09T10:30:00Z)",
  date: "day (2026-04-09)",
  email: "email address",
  uri: "http or https URL",
  uuid: "UUID",
};

const TYPES = {
  null: () => ["null"],
  any: () => ["anything"],
  boolean: () => ["true or false"],
  integer: (kind) => ["integer", numbers(kind)],
  number: (kind) => ["number", numbers(kind)],
  string: ({ format, pattern, min, max }) => [
    FORMATS[format] ?? (pattern ? `text like ${pattern}` : "text"),
    range(min, max, " characters"),
  ],
  array: ({ items, min, max, unique }) => [
    `list of ${type(items).replace(/^(integer|object|text)/, "$&s")}`,
    range(min, max, " items"),
    unique && "each once",
  ],
  object: ({ closed, max }) => ["object", !closed && max && `at most ${max} fields`],
};

const type = ({ kind, nullable }) => {
  const words = TYPES[kind.type](kind).filter(Boolean);
  return (nullable ? [`${words[0]} or null`, ...words.slice(1)] : words).join(", ");
};

const values = ({ kind }) => {
  if (kind.type != "string") return "";
  if (kind.values.length > 0) {
    return html`<p class="values">One of ${kind.values.map((value) => html`<code>${value}</code> `)}</p>`;
  }
  const known = Object.entries(kind.known_values);
  if (known.length == 0) return "";
  const each = ([value, status]) =>
    html`<code>${value}</code>${status == "inferred" && html` (inferred)`} `;
  return html`<p class="values">Known values: ${known.map(each)}</p>`;
};

const inside = ({ kind }) => {
  if (kind.type == "array") return inside(kind.items);
  return kind.type == "object" ? kind.fields : [];
};

const described = ({ name, required, description, status, schema, initial }, isInput) => html`
<dt>
  <code>${name}</code>
  <span class="type">${type(schema)}</span>
  ${isInput && required && html`<span class="badge required">required</span>`}
  ${status == "inferred" && inferred}
</dt>
<dd>
  ${description && html`<p>${prose(description)}</p>`}
  ${values(schema)}
  ${initial !== null && html`<p class="values">Without it: <code>${initial}</code></p>`}
  ${inside(schema).length > 0 && fieldList(inside(schema), isInput)}
</dd>`;

/** A list of parameters. */
export const parameterList = (parameters) => html`<dl class="fields">${parameters.map((parameter) => {
  const { schema } = parameter;
  const description = parameter.description ?? schema.description;
  return described({ ...parameter, description, initial: schema.default }, true);
})}</dl>`;

/** A list of an object's fields, those of what is sent with `isInput`. */
export const fieldList = (fields, isInput) => html`<dl class="fields">${fields.map((field) => {
  const { status, description, default: initial } = field.schema;
  return described({ ...field, status, description, initial }, isInput);
})}</dl>`;

/** The fields of an answer's data, whether it is an object or a list of them. */
export const answerFields = (data) => inside(data);
