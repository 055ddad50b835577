// The live dashboard: finds key and project, loads what the API knows, and
// redraws when the event stream says that something happened.

import "./style.css";
import "./board.css";
import { createApi } from "./api.js";
import { createReloader, followEvents } from "./live.js";
import { isEmpty, mergeDays, readFragment, readProject } from "./model.js";
import { createPlots } from "./plot.js";
import * as view from "./view.js";

const { byId } = view;

const OUT_OF_CALLS = "The key has used its calls for this minute. The numbers catch up shortly.";

let days = [];
let hovered = null;
let session = null;

const plots = createPlots(byId("traffic-plot"), byId("registrations-plot"), (index) => {
  hovered = index;
  showHovered();
});

function showHovered() {
  const day = days[hovered ?? days.length - 1];
  if (day) view.showReadout(day);
}

// A tab whose storage is blocked works too, until it is reloaded.
const memory = {
  get(name) {
    try {
      return sessionStorage.getItem(`linkyfy_dashboard_${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      sessionStorage.setItem(`linkyfy_dashboard_${name}`, value);
    } catch {
      // Nothing to do: the page keeps its own copy.
    }
  },
  forget() {
    for (const name of ["key", "project"]) memory.set(name, "");
  },
};

function askForKey(message = "") {
  endSession();
  memory.forget();
  view.showConnection("off");
  view.showNotice(message);
  byId("picker").hidden = true;
  byId("board").hidden = true;
  byId("connect").hidden = false;
  byId("key").focus();
}

function endSession() {
  session?.stop();
  session = null;
}

function fail(error) {
  if (error.name === "AbortError") return;
  if (error.status === 401 || error.status === 403) askForKey(`${error.message} Check the key and try again.`);
  else view.showNotice(error.status === 429 && error.retryAt ? OUT_OF_CALLS : error.message);
}

function draw(current) {
  const { stats, live } = current;
  view.showNumbers(stats, live);
  if (!stats) return;
  days = mergeDays(stats.daily, live?.daily ?? [], Date.now());
  if (live) view.showEmptiness(isEmpty(stats, live));
  view.showDays(days);
  plots.update(days);
  showHovered();
}

/** What is known of the project before must not stand under the name of the next. */
function clearBoard() {
  days = [];
  hovered = null;
  view.clearBoard();
  plots.update(days);
}

function beginSession(key) {
  endSession();
  const abort = new AbortController();
  const current = { key, api: createApi(key, abort.signal), stops: [], stats: null, live: null };
  current.stop = () => {
    abort.abort();
    for (const stop of current.stops) stop();
  };
  session = current;
  return current;
}

async function open(key, wantedProject) {
  const current = beginSession(key);
  view.showNotice("");
  view.showConnection("connecting");
  byId("connect").hidden = true;
  try {
    const projects = await current.api.projects();
    const project = wantedProject ?? projects[0]?.id;
    if (project === undefined) {
      askForKey("This key has no project yet.");
      return;
    }
    const details = await current.api.project(project);
    memory.set("key", key);
    memory.set("project", project);
    view.showPicker(projects, project);
    byId("project-name").textContent = details.name;
    byId("project-site").textContent = details.website_url ?? "";
    document.title = `${details.name} – Linkyfy`;
    clearBoard();
    byId("board").hidden = false;
    follow(current, project);
    loadSnippet(current, project);
  } catch (error) {
    if (current !== session) return;
    if (error.status === 404) askForKey(`There is no project ${wantedProject} for this key.`);
    else if (error.retryAt) retryOpening(current, error, wantedProject);
    else {
      fail(error);
      // There is nothing to show, whatever it is: another key may have more.
      if (current === session) askForKey(error.message);
    }
  }
}

async function loadSnippet(current, project) {
  byId("snippet").hidden = true;
  try {
    byId("snippet-text").textContent = await current.api.snippet(project);
    byId("options").href = `/snippet/#project-id=${project}`;
    byId("snippet").hidden = false;
  } catch (error) {
    if (current !== session) return;
    // The numbers are worth more than the snippet, so they stay.
    fail(error);
    if (error.retryAt) {
      later(current, error, () => {
        view.showNotice("");
        loadSnippet(current, project);
      });
    }
  }
}

/** Tries again when the error allows it, unless the session has ended by then. */
function later(current, error, again) {
  const timer = setTimeout(again, error.retryAt - Date.now());
  current.stops.push(() => clearTimeout(timer));
}

function retryOpening(current, error, wantedProject) {
  view.showConnection("reconnecting");
  view.showNotice(error.message);
  later(current, error, () => open(current.key, wantedProject));
}

function follow(current, project) {
  const showFeed = view.createFeed();
  const reloader = createReloader(async () => {
    current.stats = await current.api.stats(project);
    view.showNotice("");
    draw(current);
  }, fail);
  const stopEvents = followEvents(
    project,
    (live) => {
      current.live = live;
      showFeed(live.latest);
      draw(current);
      reloader.request();
    },
    (state) => {
      view.showConnection(state);
      // Without the stream, the numbers of the API still get a chance.
      if (state === "reconnecting") reloader.request();
    },
  );
  current.stops.push(stopEvents, reloader.stop);
}

/** Takes key and project out of the address bar, where others could read them. */
function takeFragment() {
  const { key, project } = readFragment(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  if (key) open(key, project);
  return key !== null;
}

byId("connect-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const key = byId("key").value.trim();
  byId("key").value = "";
  await open(key, readProject(byId("project").value));
  // The form is gone, and the focus with it.
  byId("project-name").focus();
});
byId("projects").addEventListener("change", (event) => open(session.key, readProject(event.target.value)));
addEventListener("hashchange", takeFragment);
view.enableCopy();

if (!takeFragment()) {
  const key = memory.get("key");
  if (key) open(key, readProject(memory.get("project")));
  else askForKey();
}
