// What the suite asks of values; every runtime has it, whatever it brings itself.

const shown = (value) => (JSON.stringify(value) ?? String(value)).slice(0, 200);

/** Fails with this message where the condition doesn't hold. */
export const ok = (condition, message) => {
  if (!condition) throw new Error(message);
};

/** Whether two plain values are the same; with `part`, whether the first has all of the second. */
const isSame = (actual, expected, part) => {
  if (typeof expected != "object" || !expected) return Object.is(actual, expected);
  if (typeof actual != "object" || !actual || Array.isArray(actual) != Array.isArray(expected)) return false;
  const names = Object.keys(expected);
  const isAll = (part && !Array.isArray(actual)) || names.length == Object.keys(actual).length;
  return isAll && names.every((name) => name in actual && isSame(actual[name], expected[name], part));
};

/** The first is the second. */
export const equal = (actual, expected, what = "the value") =>
  ok(isSame(actual, expected), `${what} is ${shown(actual)}, not ${shown(expected)}`);

/** The first has all fields of the second, and they are the same. */
export const has = (actual, expected, what = "the value") =>
  ok(isSame(actual, expected, true), `${what} is ${shown(actual)}, without ${shown(expected)}`);

/** The error that a promise is rejected with, which has the name and these facts. */
export const fails = async (promise, name, facts = {}) => {
  const error = await Promise.resolve(promise).then(
    (value) => ok(false, `${shown(value)} came, not a ${name}`),
    (error) => error,
  );
  const what = `${error?.name} ${error?.code} (${error?.message})`;
  ok(error?.name == name, `${what} came, not a ${name}`);
  for (const [fact, value] of Object.entries(facts)) equal(error[fact], value, `${fact} of ${what}`);
  return error;
};

const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

const typeOf = (value) => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

/** The data are as their schema says, and say nothing that it doesn't know. */
export const fits = (value, schema, place = "data") => {
  const { types, properties, required, items, format, minimum, enum: values } = schema;
  const type = typeOf(value);
  const isOfType = types.some((it) => it == type || (it == "integer" && Number.isInteger(value)));
  ok(!types.length || isOfType, `${place} is ${shown(value)}, not ${types.join(" or ")}`);
  ok(!values || value === null || values.includes(value), `${place} is ${shown(value)}, none of ${values}`);
  if (type == "number") ok(!(value < minimum), `${place} is ${value}, less than ${minimum}`);
  if (type == "string" && FORMATS[format]) ok(FORMATS[format].test(value), `${place} is ${shown(value)}`);
  if (type == "array") value.forEach((item, at) => fits(item, items, `${place}[${at}]`));
  if (type != "object") return;
  for (const name of required) ok(name in value, `${place} has no ${name}`);
  if (!Object.keys(properties).length) return;
  for (const [name, field] of Object.entries(value)) {
    ok(properties[name], `${place}.${name} is not in openapi.yaml`);
    fits(field, properties[name], `${place}.${name}`);
  }
};
