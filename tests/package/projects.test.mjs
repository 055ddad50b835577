// The npm package in real projects: each is built by its tool, its page opened in a browser, and a visitor
// signs up there. Both events must arrive at the sandbox.

import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { root } from "../api/root.mjs";
import { startSandbox } from "../api/sandbox.mjs";
import { startChromium, waitFor } from "./chromium.mjs";
import { pack } from "./project.mjs";
import { API, WORK, sites } from "./sites.mjs";

/** How much of a page a failure shows, in characters. */
const SHOWN = 2000;
/** Projects that are built at a time. */
const AT_ONCE = 2;

/** What all projects have in common; `build` is the mark that each file of the tracker has. */
const world = {};
/** The table, by the project's name. */
const rows = {};

/** What the sandbox has recorded of a kind, where it is of this page or address. */
const recorded = async (kind, isOf) => {
  const answer = await fetch(`${world.sandbox.origin}/__sandbox/ledger?project_id=1`);
  return (await answer.json()).data[kind].filter(isOf);
};

const arrival = (kind, isOf) =>
  waitFor(`${kind} to arrive`, async () => {
    const found = await recorded(kind, isOf);
    return found.length && found;
  });

/** The scripts with something of the package, of those that a page has loaded. */
const oursOf = async (urls) => {
  const read = async (url) => Buffer.from(await (await fetch(url)).arrayBuffer());
  const scripts = await Promise.all([...urls].map(read));
  return scripts.filter((script) => script.includes(world.build));
};

/** What they weigh after brotli, in bytes; with what else the tool has put into them. */
const weigh = (scripts) => scripts.reduce((sum, script) => sum + brotliCompressSync(script).length, 0);

const visit = async (name, site, row) => {
  const url = site.origin + (site.path ?? "/");
  const email = `${name.replace(/\W+/g, "-")}@example.com`;
  const tab = await world.chromium.open();
  try {
    if (site.renders) {
      const html = await (await fetch(url)).text();
      const missing = site.renders.filter((text) => !html.includes(text));
      assert.deepEqual(missing, [], html.slice(0, SHOWN));
    }
    await tab.goto(url);
    row.page = "opened";
    const [impression] = await arrival("impressions", ({ page_url }) => page_url == url);
    row.impression = "arrived";
    await tab.type("[name=name]", "Ann");
    await tab.type("[name=email]", email);
    await tab.type("[name=password]", "secret");
    await tab.click("form button:not([type])");
    const registrations = await arrival("registrations", (one) => one.email == email);
    assert.deepEqual(registrations.map((one) => one.visitor_id), [impression.visitor_id]);
    row.registration = "arrived";
    if (site.elsewhere) {
      await tab.click(site.elsewhere);
      await arrival("impressions", ({ page_url }) => page_url == `${site.origin}/about`);
    }
    const ours = await oursOf(tab.scripts);
    row.tracker = `${weigh(ours).toLocaleString("en")} in ${ours.length}`;
    // The judge is in a file of its own, which comes to pages with forms.
    assert.equal(ours.length, site.files);
    assert.deepEqual(tab.troubles, []);
  } catch (error) {
    const said = tab.troubles.join("; ") || "nothing";
    throw new Error(`${error.message}; what went wrong on the page: ${said}`, { cause: error });
  } finally {
    await tab.close();
  }
};

before(async () => {
  await rm(WORK, { recursive: true, force: true });
  await mkdir(WORK, { recursive: true });
  world.tarball = await pack(WORK);
  world.sandbox = await startSandbox(root, 0);
  world.chromium = await startChromium(`MAP ${API}:80 ${new URL(world.sandbox.origin).host}`);
  [world.build] = Object.keys(await import(`${root}/pkg/dist/linkyfy-forms.js`));
});

after(async () => {
  await world.chromium?.stop();
  world.sandbox?.stop();
  const heads = ["version", "built", "page", "impression", "registration", "tracker"];
  const line = (cells) => `| ${cells.join(" | ")} |`;
  console.log(line(["project", ...heads.slice(0, -1), "scripts with the tracker, brotli"]));
  console.log(line(["---", ...heads.map(() => "---")]));
  for (const [name, row] of Object.entries(rows)) {
    console.log(line([name, ...heads.map((head) => row[head] ?? "–")]));
  }
});

describe("the package in real projects", { concurrency: AT_ONCE }, () => {
  for (const [name, { version, open }] of Object.entries(sites)) {
    test(`p2_both_events_arrive_from_a_project_with_${name.replace(/\W+/g, "_")}`, async () => {
      const row = (rows[name] = {});
      row.version = await version();
      const site = await open(world);
      row.built = "built";
      try {
        await visit(name, site, row);
      } finally {
        site.stop();
      }
    });
  }
});
