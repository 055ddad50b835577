// The API client: `linkyfy/client`.

import rows from "../../../src/client/operations.txt";
import { begin } from "linkyfy-start";
import { makeCall } from "./call.js";
import { makeCore } from "./core.js";
import { LinkyfyError } from "./errors.js";
import { badArgument, failure } from "./failure.js";
import { hideIn } from "./hide.js";
import { callOptions, checkKey, clientOptions, isObject, isWeb } from "./options.js";
import { makeQueue } from "./queue.js";
import { send } from "./send.js";

export * from "./errors.js";

const operations = rows
  .trim()
  .split("\n")
  .map((row) => row.split("\t"));
/** What a row has where a raw request has nothing to say; see `src/client/operations.rs`. */
const RAW = ["", "key", "?*"];

/** The retry class of a raw request, where its caller names none. */
const classOf = (method) =>
  /^(GET|HEAD)$/.test(method) ? "safe" : /^(PUT|DELETE)$/.test(method) ? "idempotent" : "unsafe";

/** The whole API of Linkyfy: `client.<group>.<operation>(…)`. */
export class Linkyfy {
  /** What all calls share. */
  #client;

  constructor(options = {}) {
    const client = clientOptions(options);
    client.isWeb = isWeb();
    if (client.key !== null && client.isWeb && !client.allowInBrowser) {
      const why = "an API key in a web page is everybody's who opens the page: call the API from a server";
      throw badArgument("allowInBrowser", `${why}, or set allowInBrowser where nobody else opens it`);
    }
    client.setKey = (key) => {
      client.key = key;
      client.core?.forget();
    };
    this.#client = client;
    for (const row of operations) {
      const [group, operation] = row[0].split(".");
      (this[group] ??= {})[operation] = (...args) => this.#call(row, args);
    }
  }

  /** Uses another key from now on. Calls under way end with the one that they began with. */
  setApiKey(key) {
    this.#client.setKey(checkKey(key));
  }

  /** Calls any path of the API. */
  request(method, path, options = {}) {
    const { query = {}, body, retryClass, ...others } = options;
    const verb = `${method}`.toUpperCase();
    const row = ["request", "", `${retryClass ?? classOf(verb)}`, ...RAW];
    return makeCall(this.#run(row, query, others, `${verb} ${path}`, body));
  }

  /** Calls an operation: path parameters first or among the fields, then fields, then options. */
  #call(row, args) {
    const [operation, route, , place, , takes] = row;
    const names = (route.match(/{\w+/g) ?? []).map((name) => name.slice(1));
    const path = isObject(args[0]) ? [] : args.splice(0, names.length);
    // Where nothing but the path is asked for, options may follow at once.
    const isBare = path.length == names.length && !/[?+]/.test(takes) && args.length < 2;
    const [fields = {}, options = {}] = isBare ? [{}, args[0]] : args;
    const given = isObject(fields) ? { ...fields } : fields;
    path.forEach((value, place) => (given[names[place]] = value));
    const getNext = (page, isAsked) => {
      const next = this.#client.core.next(given.page ?? 1, page.last_page, page.data.length);
      if (isAsked) return next;
      return next ? this.#call(row, [{ ...given, page: next }, options]) : undefined;
    };
    const own = this.#client.routes[operation];
    return makeCall(this.#run(row, given, options, own), place, getNext);
  }

  /** Makes a request of a call, and sends it. */
  async #run(row, fields, options, route, rawBody) {
    const client = this.#client;
    const [operation, , , , access] = row;
    try {
      const settings = { ...client, ...callOptions(options, operation) };
      if (!isObject(fields)) throw badArgument("fields", "the fields must be an object", operation);
      if (client.key === null && access == "key") {
        throw failure("UNAUTHORIZED", "this operation needs an API key", { operation });
      }
      client.starting ??= begin().then((start) => start()).then(makeCore);
      client.core = await client.starting;
      client.queue ??= makeQueue(client.core);
      const [method, url, names] = client.core.prepare(row, route, client.baseUrl, fields);
      if (!method) throw badArgument(url, names, operation);
      const isInBody = ([name]) => names.split(",").includes(name);
      const body = names ? Object.fromEntries(Object.entries(fields).filter(isInBody)) : rawBody;
      return await send(client, { row, method, url, body }, settings);
    } catch (error) {
      if (error instanceof LinkyfyError) throw error;
      throw failure("CLIENT_ERROR", hideIn(`${error?.message}`, [client.key]), { operation });
    }
  }
}
