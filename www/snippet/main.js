// The page that makes the snippet: reads the form, shows what becomes of it, and keeps the choices in the
// address, so that they can be linked to.

import "./snippet.css";
import facts from "linkyfy-facts";

import { toChoices, toFragment } from "./choices.js";
import { snippet } from "./snippet.js";

/** How long a button says what it has done, in milliseconds. */
const SAID = 2000;
const OUTPUTS = ["importMap", "tag", "preconnect", "policy", "npm"];
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

const byId = (id) => document.getElementById(id);
const form = byId("form");
const isSandbox = LOOPBACK.test(location.hostname);

/** What is filled in where no host is named: the sandbox is the host and the API, and is on localhost. */
const DEFAULTS = isSandbox
  ? { host: location.origin, api: `${location.origin}/api/v1`, "allow-localhost": "on" }
  : {};

/** Shows a text to copy, where there is one. */
const put = (name, text) => {
  byId(`${name}-output`).hidden = !text;
  byId(name).textContent = text ?? "";
};

/** The label of a field, as it stands in the form. */
const labelOf = (name) => form.querySelector(`label[for="${name}"]`)?.textContent ?? "File";

const show = async () => {
  const { complaints, ...made } = snippet(facts, toChoices(new FormData(form)));
  for (const element of form.querySelectorAll(".complaint")) {
    const name = element.id.replace(/-complaint$/, "");
    const control = byId(name);
    // What hasn't been filled in yet is no mistake.
    const text = (name != "project-id" || control.value) && complaints[name];
    element.textContent = text || "";
    element.hidden = !text;
    control?.setAttribute("aria-invalid", Boolean(text));
  }
  const isComplete = Boolean(made.tag);
  byId("incomplete").hidden = isComplete;
  const [wrong] = Object.keys(complaints);
  // Without a value, what is missing is named already.
  const isNamed = !form.elements[wrong]?.value;
  byId("incomplete").textContent = isNamed ? complaints[wrong] : `${labelOf(wrong)}: ${complaints[wrong]}`;
  for (const name of OUTPUTS) put(name, made[name]);
  byId("sandbox").hidden = !isSandbox || form.elements.host.value != location.origin;
  put("hashPolicy", await made.hashPolicy);
};

/** Fills in the form with what the page's address says. */
const fill = () => {
  form.reset();
  const given = new URLSearchParams(location.hash.slice(1));
  const values = { file: "fixed", ...(given.has("host") ? {} : DEFAULTS), ...Object.fromEntries(given) };
  for (const [name, value] of Object.entries(values)) {
    // By its name alone: a list of elements has members of its own, such as its length.
    const control = form.elements.namedItem(name);
    if (control?.type == "checkbox") control.checked = true;
    else if (control) control.value = value;
  }
  const { options } = toChoices(new FormData(form));
  if (Object.entries(options).some(([name, value]) => name != "project-id" && value)) byId("options").open = true;
  show();
};

const keep = () => history.replaceState(null, "", `#${toFragment(new FormData(form))}`);

form.addEventListener("input", () => {
  keep();
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", fill);
byId("clear").addEventListener("click", () => {
  for (const name of Object.keys(DEFAULTS)) {
    const control = form.elements[name];
    control.checked = false;
    control.value = "";
  }
  keep();
  show();
  byId("host").focus();
});
for (const button of document.querySelectorAll(".copy")) {
  const output = byId(button.dataset.of);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(output.textContent);
      button.textContent = "Copied";
    } catch {
      // Without permission the text is at least selected, ready for the keyboard.
      getSelection().selectAllChildren(output);
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => (button.textContent = "Copy"), SAID);
  });
}
fill();
