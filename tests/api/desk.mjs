// Where a runtime gets the suite from and reports to. The sandbox takes calls to `/__sandbox` of its own
// origin alone, so that they go through here; the API itself is on another origin, as it is for pages.

import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };
const JSON_TYPE = { "content-type": "application/json" };

/** What is no answer of the API's, each as something between it and us gives it. */
const ODD = {
  html: (answer) => answer.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in</p>"),
  empty: (answer) => answer.writeHead(200, JSON_TYPE).end(),
  text: (answer) => answer.writeHead(200, { "content-type": "text/plain" }).end("OK"),
  "foreign-json": (answer) => answer.writeHead(200, JSON_TYPE).end('{"status":"ok"}'),
  redirect: (answer) => answer.writeHead(302, { location: "/landed" }).end(),
  truncated: (answer) => {
    answer.writeHead(200, { ...JSON_TYPE, "content-length": 1000 });
    answer.write('{"success":true,"data":{', () => answer.destroy());
  },
};

const textOf = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/**
 * Starts a desk that serves a folder's files and `setting` as JSON, before a sandbox at `origin`. Gives its
 * own `origin`, a promise of the `report`, and `close`.
 */
export const openDesk = async ({ folder, origin, setting }) => {
  const landed = [];
  let hand;
  const report = new Promise((done) => (hand = done));

  const answerFile = async (path, answer) => {
    const file = join(folder, normalize(path == "/" ? "/suite/page.html" : path));
    try {
      const content = await readFile(file);
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      answer.writeHead(200, { "content-type": type }).end(content);
    } catch {
      answer.writeHead(404).end();
    }
  };

  const pass = (asked, answer) => {
    const { method, url } = asked;
    const headers = asked.headers["content-type"] ? JSON_TYPE : {};
    const passed = request(origin + url, { method, headers, agent: false }, (given) => {
      answer.writeHead(given.statusCode, JSON_TYPE);
      given.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  };

  const server = createServer(async (asked, answer) => {
    const { pathname } = new URL(asked.url, "http://desk");
    const [, first, second] = pathname.split("/");
    if (first == "__sandbox") return pass(asked, answer);
    if (first == "odd") return ODD[second](answer);
    if (pathname == "/setting") return answer.writeHead(200, JSON_TYPE).end(JSON.stringify(setting));
    if (pathname == "/report") {
      hand(JSON.parse(await textOf(asked)));
      return answer.end();
    }
    if (pathname == "/landed") {
      // Whoever follows the redirect comes with headers or a query of its own; the suite comes with none.
      if (asked.headers["x-api-key"] || asked.headers.accept == "application/json") landed.push(asked.url);
      return answer.writeHead(200, JSON_TYPE).end(JSON.stringify(landed));
    }
    return answerFile(pathname, answer);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, report, close };
};

/** An origin where nobody listens. */
export const nowhere = async () => {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return `http://127.0.0.1:${port}`;
};
