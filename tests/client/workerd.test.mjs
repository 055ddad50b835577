// A client that requests of a worker share. In workerd a timer and all that comes of it are a request's,
// and end with it.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { startWorker } from "../api/programs.mjs";
import { ok, serve } from "./support.mjs";

const HUNG = 1;

test("c2_c6_requests_share_a_client_and_one_that_ends_keeps_none_of_the_others", async () => {
  const hung = new AbortController();
  const { baseUrl, requests } = await serve(({ url }, response) => {
    if (url.endsWith(`/${HUNG}`)) hung.abort();
    else response.end(ok({ id: +url.split("/").pop() }));
  });
  const folder = await mkdtemp(join(tmpdir(), "linkyfy-workerd-"));
  const running = await startWorker(folder, fileURLToPath(new URL("worker.mjs", import.meta.url)));
  after(async () => {
    running.stop();
    await running.ended;
    await rm(folder, { recursive: true, force: true });
  });
  const port = await running.port;
  const get = (id, signal) => fetch(`http://127.0.0.1:${port}/?api=${baseUrl}&id=${id}`, { signal });
  await assert.rejects(get(HUNG, hung.signal), { name: "AbortError" });
  const answers = await Promise.all([2, 3, 4].map(async (id) => (await get(id)).text()));
  assert.deepEqual(answers, [2, 3, 4].map((id) => JSON.stringify({ id })));
  assert.equal(requests.length, 4);
});
