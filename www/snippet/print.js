// `node print.js FACTS CHOICES`, both as JSON: the tag to the output, so that it can be piped into a page; what goes
// with it beside that.

import { snippet } from "./snippet.js";

const [facts, choices] = process.argv.slice(2).map((text) => JSON.parse(text));
const made = snippet(facts, choices);
for (const [name, complaint] of Object.entries(made.complaints)) console.error(`--${name}: ${complaint}`);
if (made.tag) {
  console.log(made.tag);
  if (made.importMap) console.error(`\nBefore the tag, for the files that it loads later:\n${made.importMap}`);
  if (made.preconnect) console.error(`\nBefore the tag, for impressions that arrive sooner:\n${made.preconnect}`);
  console.error(`\nWhere the page has a Content-Security-Policy, add to it:\n${made.policy}`);
  const byHash = await made.hashPolicy;
  if (byHash) console.error(`\nOr, where it allows scripts by their hashes alone:\n${byHash}`);
  console.error(`\nOr from npm:\n${made.npm}`);
} else {
  process.exitCode = 1;
}
