// What one writes by hand in place of a client: the peer that ours is measured against. It has no
// retries, no timeout and no pace, and checks nothing before a request.

/** An answer that is no success. */
class ApiError extends Error {
  constructor(status, { code, message } = {}) {
    super(message ?? `the API has answered ${status}`);
    this.status = status;
    this.code = code;
  }
}

/** The API by method and path. */
export class Api {
  constructor({ apiKey, baseUrl }) {
    this.apiKey = apiKey;
    this.baseUrl = baseUrl;
  }

  async request(method, path, { query, body } = {}) {
    const url = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const headers = { accept: "application/json", "x-api-key": this.apiKey };
    if (body) headers["content-type"] = "application/json";
    const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!response.ok || !answer.success) throw new ApiError(response.status, answer.error);
    return answer.data;
  }

  get(path, query) {
    return this.request("GET", path, { query });
  }
}
