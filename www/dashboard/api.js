// Reads the Linkyfy API: one GET with the key, the envelope opened.

import { blockedUntil } from "./model.js";

const BASE = "/api/v1";
const PAGES_AT_MOST = 5;

/** An answer that is not data. `retryAt` is set where trying again makes sense. */
export class ApiError extends Error {
  constructor(message, { status = 0, retryAt = null } = {}) {
    super(message);
    this.status = status;
    this.retryAt = retryAt;
  }
}

/** The key as a header. What no header can carry, such as a key that was copied with its "…", is no key. */
function toHeaders(key) {
  try {
    return new Headers({ "X-API-Key": key });
  } catch {
    throw new ApiError("Missing or invalid API key.", { status: 401 });
  }
}

async function get(path, key, signal) {
  const headers = toHeaders(key);
  let response;
  let body;
  try {
    response = await fetch(BASE + path, { headers, cache: "no-store", signal });
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError("The Linkyfy server does not answer.", { retryAt: Date.now() + 3000 });
  }
  if (response.ok && body.success) return body.data;
  throw new ApiError(body.error?.message ?? `The server answered ${response.status}.`, {
    status: response.status,
    retryAt: retryTime(response, body.error?.code),
  });
}

// A 429 for a used-up plan is final; any other asks for patience.
function retryTime(response, code) {
  const now = Date.now();
  if (response.status >= 500) return now + 5000;
  if (response.status !== 429 || code === "QUOTA_EXCEEDED") return null;
  return blockedUntil(response.headers.get("Retry-After"), response.headers.get("X-RateLimit-Reset"), now);
}

export function createApi(key, signal) {
  return {
    async projects() {
      const projects = [];
      for (let page = 1; page <= PAGES_AT_MOST; page += 1) {
        const answer = await get(`/projects?per_page=100&page=${page}`, key, signal);
        projects.push(...answer.data);
        if (page >= (answer.last_page ?? 1)) break;
      }
      return projects;
    },
    project: (id) => get(`/projects/${id}`, key, signal),
    stats: (id) => get(`/projects/${id}/tracking-stats`, key, signal),
    snippet: async (id) => (await get(`/projects/${id}/tracking-snippet`, key, signal)).snippet,
  };
}
