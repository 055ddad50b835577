// The operations as openapi.yaml has them, with all that it refers to in place.

import { readFileSync } from "node:fs";
import { parse } from "yaml";

const METHODS = ["get", "post", "put", "patch", "delete"];

/** All operations of an OpenAPI document, in its order. */
export const readSpec = (file) => {
  const document = parse(readFileSync(file, "utf8"), { merge: true, maxAliasCount: -1 });

  /** What stands here, or where this refers to. */
  const resolve = ({ $ref, ...beside }) => {
    if (!$ref) return beside;
    const steps = $ref.split("/").slice(1);
    return { ...resolve(steps.reduce((place, step) => place[step], document)), ...beside };
  };

  const schema = (given) => {
    const { allOf = [], oneOf, items, properties, type, ...rest } = resolve(given);
    const parts = allOf.map(schema);
    const entries = Object.entries(properties ?? {}).map(([name, value]) => [name, schema(value)]);
    return {
      ...rest,
      types: oneOf ? oneOf.flatMap((one) => schema(one).types) : [type ?? parts[0]?.types ?? []].flat(),
      required: [...parts.flatMap((part) => part.required), ...(rest.required ?? [])],
      properties: Object.assign({}, ...parts.map((part) => part.properties), Object.fromEntries(entries)),
      items: items && schema(items),
    };
  };

  const operation = (path, method, shared, given) => {
    const [status, answer] = Object.entries(given.responses).find(([code]) => code < 300);
    const content = resolve(answer).content["application/json"];
    const body = given.requestBody && resolve(given.requestBody).content["application/json"];
    const parameters = [...shared, ...(given.parameters ?? [])].map(resolve);
    return {
      id: given.operationId,
      method: method.toUpperCase(),
      path,
      isPublic: given.security?.length === 0,
      retryClass: given["x-retry-class"],
      page: given["x-page"],
      status: +status,
      parameters: parameters.map(({ name, in: place, schema: it }) => ({ name, place, schema: schema(it) })),
      body: body && schema(body.schema),
      data: schema(content.schema).properties.data,
    };
  };

  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) =>
      operation(path, method, item.parameters ?? [], item[method]),
    ),
  );
};
