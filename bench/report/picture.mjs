// The results as a picture: bytes and time, a bar each. It brings its own background, light or dark.

/** Sizes in pixels. */
const WIDTH = 860;
const MARGIN = 24;
const ROW = 26;
const BAR = 16;
const TOP = 108;
const NAMES = 276;
const VALUES = 62;
const GAP = 24;

const OURS = "Linkyfy";

const STYLE = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1f2328; }
  .title { font-size: 17px; font-weight: 600; }
  .head { font-weight: 600; }
  .quiet { fill: #59636e; }
  .own { font-weight: 600; }
  .card { fill: #ffffff; stroke: #d1d9e0; }
  .bar { fill: #9aa7b4; }
  .bar.own { fill: #1a7f6b; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .card { fill: #0d1117; stroke: #3d444d; }
    .bar { fill: #57616d; }
    .bar.own { fill: #2fbf9f; }
  }`;

const escape = (text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const text = (x, y, words, kind = "", anchor = "start") =>
  `<text x="${x}" y="${y}" class="${kind}" text-anchor="${anchor}">${escape(words)}</text>`;

/** A column of bars, from `x` on. */
const column = (rows, x, width, figure, spell) => {
  const most = Math.max(...rows.map(figure));
  return rows.map((row, place) => {
    const y = TOP + place * ROW;
    const length = Math.max(2, (figure(row) / most) * (width - VALUES));
    const kind = row.isOurs ? "own" : "";
    const size = `width="${length.toFixed(1)}" height="${BAR}"`;
    const bar = `<rect x="${x}" y="${y}" ${size} rx="2" class="bar ${kind}"/>`;
    return bar + text((x + length + 6).toFixed(1), y + BAR - 3, spell(figure(row)), kind);
  });
};

/** The picture, as SVG. */
export const draw = ({ visits, profiles, rounds, browser }) => {
  const { cold } = visits.slow;
  const rows = Object.keys(cold)
    .filter((name) => cold[name].bytes)
    .map((name) => ({ name, isOurs: name.startsWith(OURS), ...cold[name] }))
    .sort((a, b) => a.arrived - b.arrived);
  const width = (WIDTH - 2 * MARGIN - NAMES - GAP) / 2;
  const [first, second] = [MARGIN + NAMES, MARGIN + NAMES + width + GAP];
  const height = TOP + rows.length * ROW + 36;
  const { line, slowdown } = profiles.slow;
  const slow = `${line.roundTrip} ms round trip, ${line.down / 1e6} Mbit/s, ${slowdown}x slower processor`;
  const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`;
  const names = rows.map(({ name, isOurs }, place) =>
    text(MARGIN, TOP + place * ROW + BAR - 3, name, isOurs ? "own" : ""),
  );
  const run = `Medians of ${rounds} rounds in ${browser.replace("/", " ")}; bench/README.md says how.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" \
viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">What trackers download, and when their first page view arrives</title>
<style>${STYLE}
</style>
<rect x=".5" y=".5" width="${WIDTH - 1}" height="${height - 1}" rx="8" class="card"/>
${text(MARGIN, 36, "A first visit, from navigation to the page view's arrival", "title")}
${text(MARGIN, 58, `Slow connection: ${slow}. Shorter is better.`, "quiet")}
${text(first, 92, "Downloaded until then", "head")}
${text(second, 92, "Page view arrived after", "head")}
${names.join("\n")}
${column(rows, first, width, ({ bytes }) => bytes, kilobytes).join("\n")}
${column(rows, second, width, ({ arrived }) => arrived, seconds).join("\n")}
${text(MARGIN, height - 16, run, "quiet")}
</svg>
`;
};
