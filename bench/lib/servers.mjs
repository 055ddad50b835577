// The site and the collector: two origins of one process, so that there is one clock. What they are asked
// is noted.

import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as listenRaw } from "node:net";
import { brotliCompressSync, constants } from "node:zlib";

import { makeCertificate } from "./certificate.mjs";
import { makeLink } from "./link.mjs";

/**
 * What the hosts' names begin with; a number and the domain follow, which browsers resolve to this machine
 * by themselves, and trust as they do HTTPS.
 */
const SITE = "shop";
const COLLECTOR = "collector";
const DOMAIN = ".localhost";
/** Where the machine is listened to. */
const ADDRESS = "127.0.0.1";

/** How long a CDN has files kept, in seconds; a page is asked for again. */
const CACHE = "public, max-age=86400";
/** How long the answer to a preflight holds, in seconds: the longest that Chromium takes. */
const PREFLIGHT_AGE = 7200;

const TYPES = { js: "text/javascript; charset=utf-8", wasm: "application/wasm", css: "text/css" };

/** The page of all visits: its tracker is all that differs. */
const page = (head) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A small shop</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
${head}
</head>
<body>
<h1>A small shop</h1>
<p>Bread, milk and apples. Open from eight to eight.</p>
<p><a href="/about">About us</a></p>
</body>
</html>
`;

const packed = new Map();

/** Bytes or a text as a CDN sends them: packed once, however often they are asked for. */
const pack = (bytes) => {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  if (!packed.has(bytes)) packed.set(bytes, brotliCompressSync(bytes, { params }));
  return packed.get(bytes);
};

/** The time by the clock that Chromium's metrics go by too, in milliseconds. */
export const clock = () => Number(process.hrtime.bigint()) / 1e6;

/** Starts a server whose connections can be slow, and can be cut. With a certificate it speaks HTTP/2. */
const serve = async (answer, certificate) => {
  const http = certificate ? createSecureServer(certificate, answer) : createServer(answer);
  // Connections that are cut.
  for (const event of ["sessionError", "tlsClientError"]) http.on(event, () => {});
  const sockets = new Set();
  let through = makeLink({});
  const raw = listenRaw((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    http.emit("connection", through(socket));
  });
  await new Promise((resolve) => raw.listen(0, ADDRESS, resolve));
  const hangUp = () => sockets.forEach((socket) => socket.destroy());
  return {
    port: raw.address().port,
    /** Cuts all connections, as time does between two visits; new ones go through `link`. */
    hangUp: (link) => {
      hangUp();
      through = link ?? through;
    },
    stop: () => {
      hangUp();
      raw.close();
      http.close();
    },
  };
};

/** All of a request's body; undefined where the connection is cut meanwhile. */
const bodyOf = async (request) => {
  const parts = [];
  try {
    for await (const part of request) parts.push(part);
  } catch {
    return undefined;
  }
  return Buffer.concat(parts);
};

/**
 * Starts both. A variant is what the page has in its head, the files beside it, and how the collector
 * knows its event: see `measure.mjs`. They speak HTTP/1.1, or with `secure` HTTP/2 over TLS; a browser must
 * be told to trust their `pin` then.
 */
export const startServers = async ({ secure = false } = {}) => {
  const certificate = secure ? makeCertificate([`*${DOMAIN}`]) : undefined;
  const scheme = secure ? "https" : "http";
  /** The visit that is under way. */
  let visit;

  const note = (request, kind, sent, body) => {
    const entry = { at: clock(), kind, method: request.method, url: request.url, sent, body };
    Object.assign(entry, { headers: request.headers, version: request.httpVersion });
    visit?.note(entry);
  };

  const answerSite = (request, response) => {
    const [path] = request.url.split("?");
    const file = visit?.variant.files?.[path];
    if (file) {
      const bytes = pack(file);
      note(request, "file", bytes.length);
      response.writeHead(200, {
        "content-type": TYPES[path.split(".").pop()] ?? "application/octet-stream",
        "content-encoding": "br",
        "content-length": bytes.length,
        "cache-control": CACHE,
        "access-control-allow-origin": "*",
      });
      response.end(bytes);
    } else if (visit && path == visit.path) {
      const bytes = pack(page(visit.variant.head(visit.origins)));
      note(request, "page", bytes.length);
      const type = { "content-type": "text/html; charset=utf-8", "content-encoding": "br" };
      response.writeHead(200, { ...type, "content-length": bytes.length, "cache-control": "no-cache" });
      response.end(bytes);
    } else {
      note(request, "missing", 0);
      response.writeHead(404, { "content-length": 0 }).end();
    }
  };

  const answerCollector = async (request, response) => {
    const body = await bodyOf(request);
    if (!body) return;
    const preflight = request.method == "OPTIONS";
    const { origin, "access-control-request-headers": headers } = request.headers;
    if (origin) {
      response.setHeader("access-control-allow-origin", origin);
      response.setHeader("access-control-allow-credentials", "true");
      response.setHeader("vary", "Origin");
    }
    if (preflight) {
      response.setHeader("access-control-allow-methods", "GET, POST, PUT");
      if (headers) response.setHeader("access-control-allow-headers", headers);
      response.setHeader("access-control-max-age", PREFLIGHT_AGE);
      note(request, "preflight", 0);
      response.writeHead(204).end();
      return;
    }
    const { status = 200, type = "application/json", text = "{}" } =
      visit?.variant.answer?.(request.url, visit.origins) ?? {};
    // What the collector serves in place of a vendor's host is packed as there.
    const bytes = pack(text);
    note(request, "event", bytes.length, body);
    response.setHeader("content-type", type);
    if (text) response.setHeader("content-encoding", "br");
    response.writeHead(status, { "content-length": text ? bytes.length : 0 }).end(text ? bytes : "");
  };

  const site = await serve(answerSite, certificate);
  const collector = await serve(answerCollector, certificate);
  // Where a tab waits: the same site, so that the page runs in the same process, but another port, so
  // that no connection is open yet.
  const lobby = await serve((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Lobby</title>");
  }, certificate);
  const servers = [site, collector];
  const origin = (name, number, { port }) => `${scheme}://${name}${number}${DOMAIN}:${port}`;
  let count = 0;
  return {
    /** Origins of which no browser knows anything: whoever comes to these is a new visitor. */
    newOrigins: () => {
      const number = ++count;
      return {
        site: origin(SITE, number, site),
        collector: origin(COLLECTOR, number, collector),
        lobby: `${origin(SITE, number, lobby)}/`,
      };
    },
    pin: certificate?.pin,
    /** Has the servers answer for a visit, from connections that are new. */
    receive: (next) => {
      visit = next;
      for (const server of servers) server.hangUp();
      if (!visit) return;
      const { origins, variant } = visit;
      const { head, files = {} } = variant;
      for (const text of [page(head(origins)), ...Object.values(files)]) pack(text);
    },
    /** What the line is like from now on. Both origins share it. */
    setLink: (line) => {
      const link = makeLink(line);
      for (const server of servers) server.hangUp(link);
    },
    stop: () => [...servers, lobby].forEach((server) => server.stop()),
  };
};
