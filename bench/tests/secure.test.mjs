// The servers as `delivery/run.mjs` has them: HTTP/2, by a certificate of their own.

import assert from "node:assert";
import { after, before, test } from "node:test";

import { startBrowser } from "../lib/browser.mjs";
import { startServers } from "../lib/servers.mjs";
import { visit } from "../lib/visit.mjs";
import { LINKYFY } from "../trackers/ours.mjs";

let browser;
let servers;

before(async () => {
  servers = await startServers({ secure: true });
  browser = await startBrowser({ pin: servers.pin });
});

after(async () => {
  await browser?.stop();
  servers?.stop();
});

test("over HTTP/2, the impression arrives, and a second visit has the script from the cache", async () => {
  let protocol;
  const reads = (entry) => {
    protocol = entry.version;
    return LINKYFY.reads(entry);
  };
  const origins = servers.newOrigins();
  const variant = { ...LINKYFY, reads };
  assert.equal((await visit({ browser, servers, origins, variant })).requests, 1);
  assert.equal(protocol, "2.0");
  assert.equal((await visit({ browser, servers, origins, variant })).requests, 0);
});
