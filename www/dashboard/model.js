// The dashboard's arithmetic and wording: days, rates, labels, reload timing.
// Nothing here touches the DOM or the network, so that node can test it.

export const DAYS_SHOWN = 14;
export const RELOAD_INTERVAL_MS = 1500;

const DAY_MS = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The UTC day of a moment as YYYY-MM-DD. */
export function utcDay(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

/**
 * The last `count` UTC days, oldest first, with the counts of the API and of
 * the live stream; days without events are zero. The range ends today, or on
 * the newest day with data where the server's clock is ahead.
 */
export function mergeDays(statsDaily, visitorsDaily, now, count = DAYS_SHOWN) {
  const stats = new Map(statsDaily.map((day) => [day.date, day]));
  const visitors = new Map(visitorsDaily.map((day) => [day.date, day.visitors]));
  const newest = [utcDay(now), ...stats.keys(), ...visitors.keys()].sort().at(-1);
  const end = Date.parse(newest);
  const days = [];
  for (let back = count - 1; back >= 0; back -= 1) {
    const date = utcDay(end - back * DAY_MS);
    days.push({
      date,
      visitors: visitors.get(date) ?? 0,
      impressions: stats.get(date)?.impressions ?? 0,
      registrations: stats.get(date)?.registrations ?? 0,
    });
  }
  return days;
}

/** Registrations per impression in percent, or null where nothing was shown. */
export function conversionRate(registrations, impressions) {
  return impressions > 0 ? (registrations / impressions) * 100 : null;
}

export function formatRate(rate) {
  return rate === null ? "–" : `${rate.toFixed(1)}%`;
}

/** 1234567 → 1,234,567, the same in every browser language. */
export function formatCount(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "2026-04-08" → "8 Apr". */
export function formatDay(date) {
  const [, month, day] = date.split("-").map(Number);
  return `${day} ${MONTHS[month - 1]}`;
}

/** The time of an event in the viewer's clock, with the day unless it is today. */
export function formatTime(at, now) {
  const then = new Date(at);
  if (Number.isNaN(then.getTime())) return "";
  const pad = (number) => String(number).padStart(2, "0");
  const clock = `${pad(then.getHours())}:${pad(then.getMinutes())}`;
  if (then.toDateString() === new Date(now).toDateString()) return `${clock}:${pad(then.getSeconds())}`;
  return `${then.getDate()} ${MONTHS[then.getMonth()]} ${clock}`;
}

/** The first block of a visitor id is enough to tell people apart by eye. */
export function shortVisitor(id) {
  return String(id ?? "").slice(0, 8);
}

/** A hue in degrees that stays with a visitor, so that the eye follows a trail. */
export function visitorHue(id) {
  let sum = 0;
  for (const char of String(id ?? "")) sum = (sum * 31 + char.codePointAt(0)) % 360;
  return sum;
}

function parseUrl(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/** The path and query of a page URL; text that is no URL is shown as it is. */
export function pagePath(url) {
  const parsed = parseUrl(url);
  return parsed ? parsed.pathname + parsed.search : String(url ?? "");
}

/** Where a visitor came from: the path within the same site, else the host, or all of an address without one. */
export function referrerLabel(referrer, pageUrl) {
  if (!referrer) return "direct";
  const from = parseUrl(referrer);
  if (!from) return String(referrer);
  return from.origin === parseUrl(pageUrl)?.origin ? from.pathname : from.host || from.href;
}

export function eventKey(event) {
  return [event.kind, event.at, event.visitor_id, event.page_url ?? event.email].join("|");
}

/** Whether a project has yet to see its first event. */
export function isEmpty(stats, live) {
  return (
    stats.total_impressions === 0 &&
    stats.total_registrations === 0 &&
    live.visitors === 0 &&
    live.latest.length === 0
  );
}

/** How long to wait before the next reload, all times in milliseconds. */
export function reloadDelay(now, lastStart, blockedUntil = 0) {
  return Math.max(0, lastStart + RELOAD_INTERVAL_MS - now, blockedUntil - now);
}

/**
 * The moment from which a 429 allows another call. Retry-After holds seconds
 * or an HTTP date; X-RateLimit-Reset holds epoch seconds; without either a
 * quarter of the API's one-minute window passes.
 */
export function blockedUntil(retryAfter, rateLimitReset, now) {
  if (retryAfter) {
    const seconds = Number(retryAfter);
    const moment = Number.isFinite(seconds) ? now + seconds * 1000 : Date.parse(retryAfter);
    if (!Number.isNaN(moment)) return moment;
  }
  const reset = Number(rateLimitReset) * 1000;
  return reset > now ? reset : now + 15_000;
}

/** `#key=…&project=…` of the address bar; a project is a positive integer. */
export function readFragment(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  return { key: values.get("key")?.trim() || null, project: readProject(values.get("project")) };
}

export function readProject(text) {
  return /^[1-9]\d{0,15}$/.test(text ?? "") ? Number(text) : null;
}
