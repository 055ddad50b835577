// Examples: the vendor's where there are, else put together from those of the fields.

/** Longest value that stays on one line, in characters. */
const MAX_LINE = 56;

const EXAMPLES = {
  null: () => null,
  any: () => ({}),
  boolean: () => true,
  integer: ({ min }) => Math.max(min ?? 0, 1),
  number: ({ min }) => Math.max(min ?? 0, 1),
  string: ({ values, known_values }) => [...values, ...Object.keys(known_values), "text"][0],
  array: ({ items }) => [example(items)],
  object: ({ fields }) =>
    Object.fromEntries(fields.map(({ name, schema }) => [name, example(schema)])),
};

/** An example of a schema. */
export const example = (schema) => {
  if (schema.examples.length > 0) return schema.examples[0];
  return EXAMPLES[schema.kind.type](schema.kind);
};

/** Whether there is an example in the schema or in what it is made of. */
const hasExample = ({ examples, kind }) =>
  examples.length > 0 ||
  (kind.type == "array" && hasExample(kind.items)) ||
  (kind.type == "object" && kind.fields.some(({ schema }) => hasExample(schema)));

/** The body of a call: of the fields that may be left out those alone that have an example. */
export const exampleBody = ({ schema, example: given }) => {
  if (given) return given;
  const fields = schema.kind.fields.filter((field) => field.required || hasExample(field.schema));
  return Object.fromEntries(fields.map(({ name, schema }) => [name, example(schema)]));
};

/** The answer to a call, with its envelope. */
export const exampleAnswer = ({ data, example: given }) =>
  given ?? { success: true, data: example(data) };

/** The call in JavaScript. */
export const exampleCall = ({ name, path_parameters, query, body, page, answer }) => {
  const ids = path_parameters.map((parameter) => literal(parameter.example));
  const filters = query.filter((parameter) => parameter.example !== null);
  const fields = body
    ? exampleBody(body)
    : Object.fromEntries(filters.map((parameter) => [parameter.name, parameter.example]));
  const last = Object.keys(fields).length > 0 ? [literal(fields)] : [];
  const call = `client.${name}(${[...ids, ...last].join(", ")})`;
  if (page != "data") return `${answer.data.kind.type == "null" ? "" : "const data = "}await ${call};`;
  const item = answer.data.kind.fields[0].schema.kind.items.name;
  const each = item[0].toLowerCase() + item.slice(1);
  return `for await (const ${each} of ${call}) {\n  console.log(${each}.id);\n}`;
};

/** A value as JavaScript has it, or with `quote` as JSON has. */
export const literal = (value, quote = false, indent = "") => {
  if (value === null || typeof value != "object") return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const key = (name) => (quote || !/^[\w$]+$/.test(name) ? JSON.stringify(name) : name);
  const parts = isList
    ? value.map((item) => literal(item, quote, inner))
    : Object.entries(value).map(([name, item]) => `${key(name)}: ${literal(item, quote, inner)}`);
  const [open, close] = isList ? "[]" : "{}";
  if (parts.length == 0) return open + close;
  const line = isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  if (line.length <= MAX_LINE && !line.includes("\n")) return line;
  return `${open}\n${parts.map((part) => inner + part).join(",\n")}${quote ? "" : ","}\n${indent}${close}`;
};
