// The API client: `linkyfy/client`.

import { begin } from "linkyfy-start";
import { makeCall } from "./call.js";
import { makeCore } from "./core.js";
import { LinkyfyError } from "./errors.js";
import { badArgument, failure } from "./failure.js";
import { hideIn } from "./hide.js";
import { operations, rawOperation } from "./operations.js";
import { callOptions, checkKey, clientOptions, isObject } from "./options.js";
import { makeQueue } from "./queue.js";
import { send } from "./send.js";

export * from "./errors.js";

/** Gets a client what its calls are decided by. Where that fails, the next call starts it anew. */
const start = async (client) => {
  try {
    const instantiate = await begin();
    client.core = makeCore(await instantiate());
    client.queue = makeQueue(client.core);
  } finally {
    client.starting = undefined;
  }
};

/** The fields that are named. */
const pick = (fields, names) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));

/** The whole API of Linkyfy: `client.<group>.<operation>(…)`. */
export class Linkyfy {
  /** What all calls share. */
  #client;

  constructor(options = {}) {
    const client = clientOptions(options);
    client.setKey = (key) => {
      client.key = key;
      client.core?.forget();
      client.queue?.look();
    };
    this.#client = client;
    for (const operation of operations) {
      const [group, name] = operation.name.split(".");
      (this[group] ??= {})[name] = (...args) => this.#call(operation, args);
    }
  }

  /** Uses another key from now on. Calls under way end with the one that they began with. */
  setApiKey(key) {
    const client = this.#client;
    client.setKey(checkKey(key, client.allowInBrowser));
  }

  /** Calls any path of the API. */
  request(method, path, options = {}) {
    const { query = {}, body, retryClass, ...others } = Object(options);
    const verb = `${method}`.toUpperCase();
    return makeCall(this.#run(rawOperation(verb, retryClass), query, others, `${verb} ${path}`, body));
  }

  /** Calls an operation: path parameters first or among the fields, then fields, then options. */
  #call(operation, args) {
    const { name, parameters, hasFields, place } = operation;
    const path = isObject(args[0]) ? [] : args.splice(0, parameters.length);
    // Where nothing but the path is asked for, options may follow at once.
    if (path.length == parameters.length && !hasFields && args.length < 2) args.unshift({});
    // By their places: what a list's pattern is compiled to is many times as long.
    const { 0: fields = {}, 1: options } = args;
    const given = isObject(fields) ? { ...fields } : fields;
    if (given != fields) path.forEach((value, place) => (given[parameters[place]] = value));
    const getNext = (page) => {
      const next = this.#client.core.next(given.page ?? 1, page.last_page, page.data.length);
      return next ? () => this.#call(operation, [{ ...given, page: next }, options]) : undefined;
    };
    return makeCall(this.#run(operation, given, options, this.#client.routes[name]), place, getNext);
  }

  /** Makes a request of a call, and sends it. */
  async #run(operation, fields, options, route, rawBody) {
    const client = this.#client;
    const { name, row } = operation;
    try {
      const settings = options === undefined ? client : { ...client, ...callOptions(options, name) };
      if (!isObject(fields)) throw badArgument("fields", "fields must be a plain object", name);
      if (client.key === null && !operation.isPublic) {
        throw failure("UNAUTHORIZED", "this operation needs an API key", { operation: name });
      }
      // Once all is there, nothing is waited for before the request is written: what the caller makes of
      // its arguments later, such as emptying a list to fill it again, is not in it.
      if (!client.core) await (client.starting ??= start(client));
      const { 0: method, 1: url, 2: names } = client.core.prepare(row, route, client.baseUrl, fields);
      if (!method) throw badArgument(url, names, name);
      const body = names ? pick(fields, names.split(",")) : rawBody;
      return await send(client, { operation, method, url, body }, settings);
    } catch (error) {
      if (error instanceof LinkyfyError) throw error;
      throw failure("CLIENT_ERROR", hideIn(`${error?.message}`, [client.key]), { operation: name });
    }
  }
}
