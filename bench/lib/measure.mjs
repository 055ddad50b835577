// Visits to the same page with one variant of a tracker after the other, in rounds, so that what else the
// machine is busy with meets all of them alike.
//
// A variant is an object:
//   name     what the table calls it
//   head     a function of the origins `{ site, collector }` that gives what the page has in its head
//   files    the site's files by their paths, as bytes
//   reads    a function of a request to the collector, `{ method, url, body, headers }`, that gives the
//            address of the page view in it, or undefined; a page without a tracker has none
//   answer   optional: a function of a request's path and the origins that gives the collector's answer
//            `{ status, type, text }`, where the tracker wants more than `{}`
//   patience optional: the longest that its event may take, in milliseconds

import { median } from "./figures.mjs";
import { visit } from "./visit.mjs";

/** The two profiles. Rates in bits per second, round trip in milliseconds. */
export const PROFILES = {
  fast: { slowdown: 1, line: {} },
  slow: { slowdown: 4, line: { roundTrip: 150, down: 1_600_000, up: 750_000 } },
};

/** Visits in a row by one visitor: the first finds nothing in the browser, the second all that was kept. */
export const VISITS = ["cold", "warm"];

/** All of a list, from one of its places on. */
const from = (list, place) => [...list.slice(place), ...list.slice(0, place)];

/**
 * Measures variants in profiles and gives the figures of each visit that succeeded, by profile, visit and
 * the variant's name. `tell` is called with a line about each round; a visit that fails is told too.
 */
export const measure = async ({ browser, servers, variants, profiles = PROFILES, rounds, tell }) => {
  const samples = {};
  const failures = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    for (const [name, { line, slowdown }] of Object.entries(profiles)) {
      servers.setLink(line);
      // Each round begins with another variant, and every second one goes backwards.
      const order = from(variants, Math.floor(round / 2) % variants.length);
      if (round % 2) order.reverse();
      for (const variant of order) {
        const origins = servers.newOrigins();
        try {
          for (const which of VISITS) {
            const weighs = slowdown == 1;
            const figures = await visit({ browser, servers, origins, variant, slowdown, weighs });
            (((samples[name] ??= {})[which] ??= {})[variant.name] ??= []).push(figures);
          }
        } catch (error) {
          failures.push({ variant: variant.name, profile: name, round, error: error.message });
          tell?.(`  ${name}: ${error.message}`);
        }
      }
    }
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    tell?.(`round ${round + 1} of ${rounds}  (${seconds} s)`);
  }
  return { samples, failures };
};

/** The medians of samples, in their shape. */
export const medians = (samples) =>
  mapLeaves(samples, (visits) => {
    const names = new Set(visits.flatMap(Object.keys));
    const middle = (name) => median(visits.map((figures) => figures[name]));
    return Object.fromEntries([...names].map((name) => [name, middle(name)]));
  });

const mapLeaves = (tree, map) =>
  Array.isArray(tree)
    ? map(tree)
    : Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, mapLeaves(branch, map)]));
