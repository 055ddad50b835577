// The API's operations, as the rows of `src/client/operations.txt` tell them.

import rows from "../../../src/client/operations.txt";

/** What a call needs to know of its operation; `row` is what the decisions read. */
const operationOf = (row) => {
  const [name, route, , place, access, takes] = row;
  const parameters = (route.match(/{\w+/g) ?? []).map((parameter) => parameter.slice(1));
  return { row, name, place, parameters, isPublic: access == "public", hasFields: /[?+]/.test(takes) };
};

export const operations = rows
  .trim()
  .split("\n")
  .map((row) => operationOf(row.split("\t")));

/** The retry class of a raw request, where its caller names none. */
const classOf = (method) => ({ GET: "safe", PUT: "idempotent", DELETE: "idempotent" })[method] ?? "unsafe";

/** The operation of a raw request; its row is that of `src/client/operations.rs` with nothing to say. */
export const rawOperation = (method, retryClass) =>
  operationOf(["request", "", `${retryClass ?? classOf(method)}`, "", "key", "?*"]);
