// The website in Node.js, Deno or Bun: prints where it is, and serves until it is ended.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import process from "node:process";
import { answer } from "./site.mjs";

const { Bun, Deno } = globalThis;
const { LINKYFY_API: baseUrl, LINKYFY_API_KEY: apiKey } = process.env;
const hostname = "127.0.0.1";

const file = async (name) => {
  const place = new URL(import.meta.resolve(`linkyfy/${name}`));
  return new Response(await readFile(place), { headers: { "content-type": "text/javascript" } });
};

const fetch = (request) => answer(request, { file, baseUrl, apiKey });

const tell = ({ port }) => console.log(`http://${hostname}:${port}`);

if (Deno) {
  Deno.serve({ hostname, port: 0, onListen: tell }, fetch);
} else if (Bun) {
  tell(Bun.serve({ hostname, port: 0, fetch }));
} else {
  const server = createServer(async (asked, reply) => {
    const response = await fetch(new Request(new URL(asked.url, `http://${asked.headers.host}`)));
    reply.writeHead(response.status, Object.fromEntries(response.headers));
    reply.end(await response.text());
  });
  server.listen(0, hostname, () => tell(server.address()));
}
