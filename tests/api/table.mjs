// The table: a row for each operation and each section, a column for each runtime.

/** How wide a column is. */
const WIDTH = 9;

/**
 * `reports`: of each runtime its rows `{ name, problems }`. Gives the text, the `failures`, and of each
 * section, and of all operations as one, whether it went well everywhere.
 */
export const makeTable = (operations, sections, reports) => {
  const lines = [];
  const failures = [];
  const missing = {};
  const names = Object.keys(reports);
  const first = Math.max(...[...operations, ...sections].map((name) => name.length)) + 2;
  const line = (label, cells) =>
    lines.push([label.padEnd(first), ...cells.map((cell) => cell.padEnd(WIDTH))].join("").trimEnd());
  const row = (name) => {
    const cells = names.map((runtime) => {
      const found = reports[runtime].filter((one) => one.name == name);
      if (found.length != 1) {
        missing[runtime] = (missing[runtime] ?? 0) + 1;
        return "missing";
      }
      const [{ problems }] = found;
      failures.push(...problems.map((problem) => `${name} in ${runtime}: ${problem}`));
      return problems.length ? "FAIL" : "ok";
    });
    line(`  ${name}`, cells);
  };
  line("", names);
  let group;
  for (const name of operations) {
    const [its] = name.split(".");
    if (its != group) lines.push((group = its));
    row(name);
  }
  lines.push("all operations");
  sections.forEach(row);
  for (const [runtime, cells] of Object.entries(missing)) {
    failures.push(`${cells} cells are missing in ${runtime}`);
  }
  const known = new Set([...operations, ...sections]);
  for (const runtime of names) {
    for (const { name, problems } of reports[runtime]) {
      if (!known.has(name)) failures.push(`${name} in ${runtime}: ${problems.join("; ") || "unknown"}`);
    }
  }
  const cells = (operations.length + sections.length) * names.length;
  const counts = `${operations.length} operations and ${sections.length} sections`;
  lines.push("", `${counts} in ${names.length} runtimes: ${cells} cells`);
  const isGood = (name) =>
    names.every((runtime) => reports[runtime].some((one) => one.name == name && !one.problems.length));
  const all = ["c1_c2_every_operation_in_every_runtime", operations.every(isGood)];
  const outcomes = [all, ...sections.map((name) => [name, isGood(name)])];
  return { text: lines.join("\n"), failures, outcomes };
};
