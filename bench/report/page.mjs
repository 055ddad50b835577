// What is written into a page: tables, and the place between two marks for them.

const row = (cells) => `| ${cells.join(" | ")} |\n`;

/** A table of Markdown; all but its first column are numbers. */
export const table = (heads, rows) => {
  const rule = heads.map((_, place) => (place ? "---:" : "---"));
  return [heads, rule, ...rows].map(row).join("");
};

/** The page with this text between its marks. */
export const filled = (page, [start, end], text) => {
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`the page has no marks ${start.trim()} and ${end}`);
  return [before, start, text, end, after].join("");
};
