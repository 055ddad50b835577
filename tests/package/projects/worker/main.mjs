// The website as a worker: the package's files are a service of its own, as assets are.

import { answer } from "./site.mjs";

export default {
  fetch(request, env) {
    const file = async (name) => {
      const { body, status } = await env.FILES.fetch(`http://files/${name}`);
      return new Response(body, { status, headers: { "content-type": "text/javascript" } });
    };
    return answer(request, { file, baseUrl: env.LINKYFY_API, apiKey: env.LINKYFY_API_KEY });
  },
};
