// One visit: a page with a tracker is opened, and what happens until its event is at the collector is
// measured. Nothing runs in the page for that: it is asked when all is over.

import { setTimeout as sleep } from "node:timers/promises";

/** Longest that an event may take, in milliseconds: some trackers collect events for seconds. */
const PATIENCE = 30_000;
/** How long between two questions to a page, in milliseconds. */
const PAUSE = 20;
/** How long a page is left alone before it is asked what it has cost, in milliseconds. */
const REST = 600;

let count = 0;

/** Whether a tracker means this page, by its address or its path. */
const names = (page, address) => page !== undefined && new URL(page, address).href == address;

/** What the servers note of a visit; `arrived` is a promise of the entry that is the event. */
const makeLog = (variant, origins) => {
  const path = `/visit-${++count}/`;
  const address = origins.site + path;
  const entries = [];
  let resolve;
  const arrived = new Promise((done) => (resolve = done));
  const note = (entry) => {
    entries.push(entry);
    if (entry.kind == "event" && names(variant.reads(entry), address)) resolve(entry);
  };
  return { path, address, origins, variant, entries, arrived, note };
};

/** The metrics that Chromium keeps of a tab, by their names; times in seconds. */
const metricsOf = async (tab) => {
  const { metrics } = await tab.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
};

const evaluate = async (tab, expression) => {
  const { result } = await tab.send("Runtime.evaluate", { expression, returnByValue: true });
  return result.value;
};

const isOpen = "location.href + document.readyState";

/** A tab whose process is running: what starts it is no tracker's work. */
const waitInLobby = async (browser, lobby) => {
  const tab = await browser.newTab();
  await tab.send("Page.navigate", { url: lobby });
  while ((await evaluate(tab, isOpen)) != `${lobby}complete`) await sleep(PAUSE);
  return tab;
};

/** Asks a page when it began its first, second… request to an address. */
const startOf = (url, place) =>
  `performance.getEntriesByName(${JSON.stringify(url)})[${place}]?.startTime`;

/**
 * When the page asked for the event, in milliseconds from navigation, as the page knows it: it does once
 * the answer is there.
 */
const sentAt = async (tab, event, entries, origins) => {
  const same = entries.filter((entry) => entry.kind == "event" && entry.url == event.url);
  const ask = startOf(origins.collector + event.url, same.indexOf(event));
  for (let left = PATIENCE; left > 0; left -= PAUSE) {
    const time = await evaluate(tab, ask);
    if (time !== undefined) return time;
    await sleep(PAUSE);
  }
  return undefined;
};

/**
 * Opens the page of these origins in a new tab and gives what was measured: times in milliseconds from
 * navigation, bytes, numbers of requests. `slowdown` is by how much the processor is slowed down. With
 * `rests` the page has time for what it does after its event; with `weighs` it is asked what it has cost.
 */
export const visit = async (order) => {
  const { browser, servers, origins, variant, slowdown = 1, rests = false, weighs = false } = order;
  const log = makeLog(variant, origins);
  const tab = await waitInLobby(browser, origins.lobby);
  try {
    if (slowdown > 1) await tab.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await tab.send("Performance.enable");
    const before = await metricsOf(tab);
    servers.receive(log);
    await tab.send("Page.navigate", { url: log.address });
    const timeout = sleep(variant.patience ?? PATIENCE, undefined, { ref: false });
    const event = variant.reads ? await Promise.race([log.arrived, timeout]) : undefined;
    if (variant.reads && !event) throw new Error(`${variant.name}: no event with the page's address`);
    if (rests || weighs) await sleep(REST);
    if (slowdown > 1) await tab.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    const after = await metricsOf(tab);
    const figures = event ? await eventFigures(tab, log, event, after, origins) : {};
    if (weighs) Object.assign(figures, await costs(tab, before, after));
    return figures;
  } finally {
    servers.receive(undefined);
    await tab.close();
  }
};

const eventFigures = async (tab, log, event, metrics, origins) => {
  const until = log.entries.slice(0, log.entries.indexOf(event) + 1);
  const of = (kind) => until.filter((entry) => entry.kind == kind);
  const sum = (entries) => entries.reduce((sum, { sent }) => sum + sent, 0);
  const loaded = [...of("file"), ...of("event").slice(0, -1)];
  return {
    sent: await sentAt(tab, event, log.entries, origins),
    arrived: event.at - metrics.NavigationStart * 1000,
    bytes: sum(loaded),
    requests: loaded.length,
    preflights: of("preflight").length,
    eventBytes: event.body.length || event.url.length,
  };
};

/**
 * What the page has cost: the main thread's own time in milliseconds, which others' work doesn't stretch,
 * and JavaScript's memory in bytes.
 */
const costs = async (tab, before, after) => {
  // All pages are asked the same, as an answer takes memory too.
  await evaluate(tab, startOf("", 0));
  await tab.send("HeapProfiler.collectGarbage");
  const { usedSize } = await tab.send("Runtime.getHeapUsage");
  return { cpu: (after.ThreadTime - before.ThreadTime) * 1000, heap: usedSize };
};
