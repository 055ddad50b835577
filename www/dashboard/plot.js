// The two plots of days, one above the other with a shared cursor:
// impressions with visitors, and registrations on a scale of their own.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatCount, formatDay } from "./model.js";

const NARROW = 560;
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000, 1_000_000];

function bars(label, color, width) {
  return {
    label,
    fill: color,
    stroke: color,
    width: 0,
    points: { show: false },
    paths: uPlot.paths.bars({ size: [width, 40] }),
  };
}

function options({ width, height, series, days, colors, font, onHover, showDays }) {
  const count = days().length;
  const every = width < NARROW ? 3 : 1;
  const axis = { font, stroke: colors.soft, ticks: { show: false } };
  return {
    width,
    height,
    padding: [10, 10, showDays ? 0 : 8, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false }, sync: { key: "days" } },
    scales: {
      x: { time: false, range: [-0.6, count - 0.4] },
      // At least four units high, so that a first registration is no full-height bar.
      y: { range: (_, min, max) => [0, Math.max(4, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        show: showDays,
        size: 28,
        gap: 6,
        grid: { show: false },
        // The newest day always has its label.
        splits: () => [...Array(count).keys()].filter((index) => (count - 1 - index) % every === 0),
        values: (_, indexes) => indexes.map((index) => formatDay(days()[index].date)),
      },
      {
        ...axis,
        size: 52,
        gap: 8,
        space: 28,
        incrs: WHOLE_STEPS,
        grid: { stroke: colors.line, width: 1 },
        values: (_, counts) => counts.map(formatCount),
      },
    ],
    series: [{}, ...series],
    hooks: { setCursor: [(plot) => onHover(plot.cursor.idx ?? null)] },
  };
}

function readColors(element) {
  const style = getComputedStyle(element);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    impressions: color("impressions"),
    visitors: color("visitors"),
    registrations: color("registrations"),
    soft: color("ink-soft"),
    line: color("line"),
    family: style.fontFamily,
  };
}

/** Draws into two elements; `onHover` gets the index of the day under the cursor, or null. */
export function createPlots(trafficElement, registrationsElement, onHover) {
  let plots = [];
  let days = [];
  let drawnWidth = 0;

  function data() {
    const indexes = [...days.keys()];
    const column = (name) => days.map((day) => day[name]);
    return [
      [indexes, column("impressions"), column("visitors")],
      [indexes, column("registrations")],
    ];
  }

  function draw() {
    for (const plot of plots) plot.destroy();
    plots = [];
    drawnWidth = trafficElement.clientWidth;
    if (days.length === 0 || drawnWidth === 0) return;
    const colors = readColors(trafficElement);
    const shared = { width: drawnWidth, days: () => days, colors, font: `12px ${colors.family}`, onHover };
    const traffic = [bars("Impressions", colors.impressions, 0.72), bars("Visitors", colors.visitors, 0.34)];
    const registrations = [bars("Registrations", colors.registrations, 0.72)];
    const [trafficData, registrationsData] = data();
    plots = [
      new uPlot(options({ ...shared, height: 200, series: traffic, showDays: false }), trafficData, trafficElement),
      new uPlot(
        options({ ...shared, height: 132, series: registrations, showDays: true }),
        registrationsData,
        registrationsElement,
      ),
    ];
  }

  new ResizeObserver(() => {
    if (trafficElement.clientWidth !== drawnWidth) draw();
  }).observe(trafficElement);
  // Colours on a canvas don't follow the style sheet by themselves.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  return {
    update(newDays) {
      days = newDays;
      // New data in the same plots keeps the cursor where it is. Without any there are no plots.
      if (plots.length > 0 && days.length > 0) data().forEach((columns, index) => plots[index].setData(columns));
      else draw();
    },
  };
}
