// The judge's evidence, in rows as it reads them.

import { FIELDS, FORMS } from "linkyfy-evidence";

/**
 * The rows of a table of `src/evidence.rs`, one for each part: the weight and what it says, a tab,
 * and the pattern. `rows` in that file does the same for the host. What a row is called comes with what
 * debugs; here it is the row's place.
 */
const rows = (table) =>
  table.split("\n").flatMap((line, place, lines) => {
    const words = lines[place + 1];
    const [, ...cells] = place % 2 ? [] : line.split("|");
    return cells.map((cell) => {
      const [part, weight] = cell.split(" ");
      const pattern = part == "any" ? words : `(?:^|\\n)${part}\\t[^\\n]*(?:${words})`;
      return `${weight} ${place / 2}, ${part}\t${pattern}`;
    });
  });

export const fields = rows(FIELDS);
export const forms = rows(FORMS);
