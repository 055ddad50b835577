// What the numbers of our own tracker promise, in Chromium. Times are not tested: `cargo xtask bench`
// measures them.

import assert from "node:assert";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { startBrowser } from "../lib/browser.mjs";
import { median } from "../lib/figures.mjs";
import { startServers } from "../lib/servers.mjs";
import { visit } from "../lib/visit.mjs";
import { inReadme } from "../report/tables.mjs";
import { draw } from "../report/picture.mjs";
import { EMPTY, LINKYFY, SIMPLE, WITHOUT_WASM } from "../trackers/ours.mjs";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/** The most that a figure may be, by its name in the budgets' file. */
const budget = (name) => {
  const [, most] = read("../../budgets.toml").match(new RegExp(`^${name} = (.*)`, "m"));
  return Number(most.replace("_", ""));
};

/** The least that a tracker can be: the page's address is sent. */
const BARE = {
  name: "one fetch",
  head: ({ collector }) => `<script async src="/fetch.js" data-api="${collector}/api/v1"></script>`,
  files: {
    "/fetch.js": Buffer.from(`
      fetch(document.currentScript.dataset.api + "/tracking/impression", {
        method: "POST",
        keepalive: true,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ page_url: location.href }),
      });
    `),
  },
  reads: LINKYFY.reads,
};
/** How often memory is measured: what the browser compiles, and when, differs. */
const WEIGHINGS = 3;

let browser;
let servers;

before(async () => {
  [browser, servers] = await Promise.all([startBrowser(), startServers()]);
});

after(async () => {
  await browser?.stop();
  servers?.stop();
});

/** The first and the second visit of a visitor. */
const visits = async (variant) => {
  const origins = servers.newOrigins();
  const first = await visit({ browser, servers, origins, variant });
  const second = await visit({ browser, servers, origins, variant });
  return [first, second];
};

for (const [variant, file] of [
  [LINKYFY, "linkyfy.js"],
  [WITHOUT_WASM, "linkyfy-no-wasm.js"],
]) {
  test(`${variant.name}: one script within its budget, and one preflight, bring the impression`, async () => {
    const [first, second] = await visits(variant);
    assert.equal(first.requests, 1);
    assert.equal(first.preflights, 1);
    assert.ok(first.bytes > 0 && first.bytes <= budget(`"pkg/dist/${file}"`), `${first.bytes} bytes`);
    assert.ok(first.sent > 0 && first.arrived > first.sent);
    assert.equal(second.requests, 0, "the script is in the cache");
    assert.equal(second.preflights, 0, "the preflight's answer holds");
  });
}

test("memory is within its budget", async () => {
  const weigh = async (variant) => {
    const heaps = [];
    for (let count = 0; count < WEIGHINGS; count++) {
      const origins = servers.newOrigins();
      heaps.push((await visit({ browser, servers, origins, variant, weighs: true })).heap);
    }
    return median(heaps);
  };
  const page = await weigh(EMPTY);
  const ratio = ((await weigh(LINKYFY)) - page) / ((await weigh(BARE)) - page);
  console.log(`memory: ${ratio.toFixed(2)} times that of one fetch`);
  assert.ok(ratio > 1 && ratio <= budget("memory"), `${ratio} times that of one fetch`);
});

test("a simple request needs no preflight", async () => {
  const [first] = await visits(SIMPLE);
  assert.equal(first.requests, 1);
  assert.equal(first.preflights, 0);
});

test("a page view that names another page fails its visit", async () => {
  const other = { ...LINKYFY, reads: () => "http://shop.localhost/elsewhere", patience: 1 };
  await assert.rejects(visits(other), /no event with the page's address/);
});

test("the tables and the picture are what the results say", () => {
  const results = JSON.parse(read("../results.json"));
  assert.equal(read("../README.md"), inReadme(read("../README.md"), results));
  assert.equal(read("../peers.svg"), draw(results));
});
