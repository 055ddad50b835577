// A worker whose requests share a client: `/?api=…&id=…` gets a project.

import { Linkyfy } from "../../pkg/dist/client-module.js";

let client;

export default {
  async fetch(request) {
    const query = new URL(request.url).searchParams;
    client ??= new Linkyfy({ apiKey: "lk_secret_key", baseUrl: query.get("api") });
    return Response.json(await client.projects.get(+query.get("id")));
  },
};
