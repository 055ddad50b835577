// Puts numbers, days and events on the page. Everything that came from an
// event is untrusted and goes in as text.

import {
  conversionRate,
  eventKey,
  formatCount,
  formatDay,
  formatRate,
  formatTime,
  pagePath,
  referrerLabel,
  shortVisitor,
  visitorHue,
} from "./model.js";

export const byId = (id) => document.getElementById(id);

const STATES = { off: "Not connected", connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" };

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function showConnection(state) {
  const connection = byId("connection");
  if (connection.dataset.state === state) return;
  connection.dataset.state = state;
  connection.textContent = STATES[state];
}

export function showNotice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = text === "";
}

function showNumber(id, text) {
  const number = byId(id);
  if (number.textContent === text) return;
  // The first value after the placeholder is no change.
  if (number.textContent !== "–") {
    number.classList.remove("changed");
    void number.offsetWidth; // restarts the animation
    number.classList.add("changed");
  }
  number.textContent = text;
}

export function showNumbers(stats, live) {
  if (live) showNumber("visitors", formatCount(live.visitors));
  if (!stats) return;
  showNumber("impressions", formatCount(stats.total_impressions));
  showNumber("registrations", formatCount(stats.total_registrations));
  showNumber("conversion", stats.total_impressions > 0 ? formatRate(stats.conversion_rate) : "–");
}

/** As it was before anything was known. */
export function clearBoard() {
  for (const id of ["visitors", "impressions", "registrations", "conversion"]) byId(id).textContent = "–";
  for (const id of ["readout", "days", "feed"]) byId(id).replaceChildren();
  for (const id of ["welcome", "install", "feed-empty"]) byId(id).hidden = true;
}

export function showReadout(day) {
  const counts = [
    [day.visitors, "visitor"],
    [day.impressions, "impression"],
    [day.registrations, "registration"],
  ].map(([count, word]) => `${formatCount(count)} ${word}${count === 1 ? "" : "s"}`);
  byId("readout").textContent = `${formatDay(day.date)}: ${counts.join(", ")}`;
}

/** The table runs newest first, the plot's other way round. */
export function showDays(days) {
  const rows = days.toReversed().map((day) => {
    const row = element("tr", day.impressions || day.registrations || day.visitors ? "" : "is-zero");
    const date = element("th");
    date.scope = "row";
    const time = element("time", "", formatDay(day.date));
    time.dateTime = day.date;
    date.append(time);
    row.append(
      date,
      element("td", "", formatCount(day.visitors)),
      element("td", "", formatCount(day.impressions)),
      element("td", "", formatCount(day.registrations)),
      element("td", "", formatRate(conversionRate(day.registrations, day.impressions))),
    );
    return row;
  });
  byId("days").replaceChildren(...rows);
}

function feedItem(event, now, isNew) {
  const registration = event.kind === "registration";
  const item = element("li", `event event-${registration ? "registration" : "impression"}${isNew ? " is-new" : ""}`);
  const head = element("p", "event-head");
  const time = element("time", "", formatTime(event.at, now));
  time.dateTime = event.at;
  head.append(element("span", "event-kind", registration ? "Registration" : "Impression"), time);

  const subject = registration ? event.email : pagePath(event.page_url);
  const foot = element("p", "event-foot");
  const visitor = element("span", "event-visitor", shortVisitor(event.visitor_id));
  visitor.title = `Visitor ${event.visitor_id}`;
  visitor.style.setProperty("--hue", visitorHue(event.visitor_id));
  foot.append(visitor);
  if (!registration) {
    const from = event.referrer ? "from " : "";
    foot.append(element("span", "event-referrer", from + referrerLabel(event.referrer, event.page_url)));
  }
  item.append(head, element("p", "event-subject", subject), foot);
  return item;
}

/** Makes a feed that marks what was not there the last time. */
export function createFeed() {
  let known = null;
  return (latest) => {
    const now = Date.now();
    const items = latest.map((event) => feedItem(event, now, known !== null && !known.has(eventKey(event))));
    known = new Set(latest.map(eventKey));
    byId("feed").replaceChildren(...items);
    byId("feed-empty").hidden = items.length > 0;
  };
}

/** The snippet stands in the welcome while the project is empty, at the foot later. */
export function showEmptiness(empty) {
  byId("welcome").hidden = !empty;
  byId("install").hidden = empty;
  const place = empty ? byId("welcome-snippet") : byId("install");
  // Moving it without need would take the focus from its button.
  if (byId("snippet").parentElement !== place) place.append(byId("snippet"));
}

export function showPicker(projects, current) {
  const options = projects.map((project) => {
    const option = element("option", "", project.name);
    option.value = project.id;
    option.selected = project.id === current;
    return option;
  });
  byId("projects").replaceChildren(...options);
  byId("picker").hidden = projects.length < 2;
}

export function enableCopy() {
  const button = byId("copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(byId("snippet-text").textContent);
      button.textContent = "Copied";
    } catch {
      // Without permission the text is at least selected, ready for the keyboard.
      getSelection().selectAllChildren(byId("snippet-text"));
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy snippet"), 2000);
  });
}
