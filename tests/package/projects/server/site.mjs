// A website of a server's own: it asks the API for the project's name while it renders the page, and
// serves the tracker from the package.

import { createTracker } from "linkyfy";
import { Linkyfy } from "linkyfy/client";
import { createTracker as createInline } from "linkyfy/inline";

// In a browser these would count; here they do nothing.
const idle = [createTracker({ projectId: 1 }), createInline({ projectId: 1 })];
for (const tracker of idle) tracker.impression();

const page = (name, visitor) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${name}</title>
<link rel="icon" href="data:,">
<script async src="/linkyfy.js" data-project-id="1" data-api="http://api.test/api/v1"
  data-allow-localhost data-allow-automation></script>
<p>Visitors here: ${visitor ?? "none"}</p>
<form onsubmit="event.preventDefault()">
  <h1>Sign up</h1>
  <label>Name <input name="name" required></label>
  <label>E-mail <input name="email" type="email" required></label>
  <label>Password <input name="password" type="password" required></label>
  <button>Create account</button>
</form>
</html>
`;

/** Answers a request; `file` gives a file of the package's as an answer. */
export const answer = async (request, { file, baseUrl, apiKey }) => {
  const { pathname } = new URL(request.url);
  if (pathname != "/") return file(pathname.slice(1));
  const client = new Linkyfy({ baseUrl, apiKey });
  const { name } = await client.projects.get(1);
  const [visitor] = idle.map((tracker) => tracker.visitorId()).filter(Boolean);
  return new Response(page(name, visitor), { headers: { "content-type": "text/html" } });
};
