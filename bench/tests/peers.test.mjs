// Every peer's page view reaches the collector, and the collector reads the page's address in it.

import assert from "node:assert";
import { after, before, test } from "node:test";

import { startBrowser } from "../lib/browser.mjs";
import { startServers } from "../lib/servers.mjs";
import { visit } from "../lib/visit.mjs";
import { peers } from "../trackers/peers.mjs";

let browser;
let servers;

before(async () => {
  [browser, servers] = await Promise.all([startBrowser(), startServers()]);
});

after(async () => {
  await browser?.stop();
  servers?.stop();
});

for (const variant of await peers()) {
  test(`${variant.name}'s page view arrives`, async () => {
    const origins = servers.newOrigins();
    const { sent, arrived, bytes } = await visit({ browser, servers, origins, variant });
    assert.ok(sent > 0 && arrived > sent, `sent after ${sent} ms, arrived after ${arrived} ms`);
    assert.ok(bytes > 0, `${bytes} bytes`);
  });
}
