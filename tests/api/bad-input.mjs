// What no operation may take, from its parameters and body in openapi.yaml: `{ label, name, fields }`,
// where `name` is the parameter at fault, and `fields` are good but for that.

/** The first number above 2^53, which JavaScript can't tell from the next. */
const BEYOND = 2 ** 53;

/** Values that aren't of the type. */
const wrong = ({ types }) =>
  [
    ["a text", "x", "string"],
    ["a number", 7, "integer"],
    ["a boolean", true, "boolean"],
    ["a list", [], "array"],
    ["an object", {}, "object"],
  ].filter(([, , type]) => !types.includes(type));

/** Values of the type that the schema refuses. */
const outside = ({ types, minimum, maximum, minLength, maxLength, minItems, maxItems, items }) => {
  const [type] = types;
  const long = (length) => "x".repeat(length);
  const bad = [];
  if (type == "integer") {
    bad.push(["half a number", 1.5]);
    if (minimum !== undefined) bad.push(["too little", minimum - 1]);
    if (maximum !== undefined) bad.push(["too much", maximum < BEYOND - 1 ? maximum + 1 : BEYOND]);
  }
  if (type == "string") {
    if (minLength) bad.push(["too short", long(minLength - 1)]);
    if (maxLength) bad.push(["too long", long(maxLength + 1)]);
  }
  if (type == "array") {
    if (minItems) bad.push(["no items", []]);
    // Too many are refused before anybody looks at them.
    const item = items.types[0] == "integer" ? 1 : {};
    if (maxItems) bad.push(["too many items", Array(maxItems + 1).fill(item)]);
    bad.push(["a wrong item", [items.types.includes("boolean") ? "x" : true]]);
    for (const name of items.required ?? []) {
      const rest = items.required.filter((other) => other != name);
      bad.push([`an item without ${name}`, [Object.fromEntries(rest.map((other) => [other, 1]))]]);
    }
  }
  return bad;
};

/** Of an operation, with fields that it takes. */
export const badInput = ({ parameters, body }, fields) => {
  const bad = [];
  const place = (label, name, value) => {
    bad.push({ label: `${name}: ${label}`, name, fields: { ...fields, [name]: value } });
  };
  const inQuery = parameters.filter((parameter) => parameter.place == "query");
  const inBody = Object.entries(body?.properties ?? {}).map(([name, schema]) => ({ name, schema }));
  for (const { name, schema } of [...inQuery, ...inBody]) {
    const [[label, value]] = wrong(schema);
    place(label, name, value);
    for (const [label, value] of outside(schema)) place(label, name, value);
  }
  for (const name of body?.required ?? []) place("missing", name, undefined);
  place("unknown", "colour", "red");
  return bad;
};

/** Ids that none can be; the server takes them for ids that nobody has. */
export const badIds = [0, -1, 1.5, "x", "", BEYOND, true, null, undefined, {}];
