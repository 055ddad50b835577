// The verdict on a form in words (F10).

import { NAMES } from "linkyfy-evidence";

/** The parts of a description (`src/judge.rs`) as a site's owner calls them. */
const PARTS = {
  above: "heading before",
  button: "button",
  field: "fields",
  form: "names",
  head: "heading",
  kept: "names",
  link: "links",
  near: "surroundings",
  said: "data-linkyfy",
  text: "text",
  title: "page's title",
};
/** Most parts that a reason names. */
const MOST = 3;

/** What a row of evidence says, in tenths; what it is called; and in which part. */
const parse = (row) => {
  const [, weight, place, part] = row.match(/^(\S+) (.*), (\S+)$/);
  return { weight: +weight, name: NAMES[place], part: PARTS[part] };
};

/** The strongest evidence of a sign, in words: what was found, and in which parts. */
const because = (evidence, sign) => {
  const found = new Map();
  const strongest = evidence
    .filter(({ weight, part }) => part && sign * weight > 0)
    .sort((one, other) => sign * (other.weight - one.weight))
    .slice(0, MOST);
  for (const { name, part } of strongest) found.set(name, [...(found.get(name) ?? []), part]);
  return [...found].map(([name, parts]) => `${name} in its ${parts.join(", ")}`).join("; ");
};

/**
 * What a site's owner is told of a form: whether it is a registration, by which field, why in a
 * sentence, and all evidence.
 */
export const explain = ({ registration, place, field, reasons }) => {
  const evidence = reasons.filter(Boolean).map(parse);
  const why = because(evidence, registration ? 1 : -1) || "too little says so";
  const reason = place == "" ? "no field for an address" : why;
  return {
    registration: !!registration,
    field: registration ? field : undefined,
    reason: `${registration ? "a registration" : "no registration"}: ${reason}`,
    evidence: evidence.map(({ weight, name, part }) =>
      [weight, name, ...(part ? ["in its", part] : [])].join(" "),
    ),
  };
};
