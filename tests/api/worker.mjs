// The suite as a worker of workerd, which runs it when it is asked for `/?desk`.

import * as client from "linkyfy/client";
import { enter } from "./enter.mjs";

export default {
  async fetch(request) {
    await enter(client, decodeURIComponent(new URL(request.url).search.slice(1)));
    return new Response("done");
  },
};
