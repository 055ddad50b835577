// Types a secret into every field of a page's forms, sends them, and notes all that is kept and
// said on the page meanwhile. It stands in the page's head before the tracker, in one block with
// `controls.js` and `describe.js`, whose `describe` is called `describeForm` there, and with `find.js` as `find`.

/** Longest that anything may take, in milliseconds. */
const PATIENCE = 15_000;
/** A field for an address, by what it is called. */
const ADDRESS = /mail|correo/i;
/** A field for digits, by what it is called. */
const DIGITS = /card|\bcc-|cvc|cvv|iban|\bpin\b|phone|mobile/i;
/** What nobody types into; a choice has its secret as its value. */
const CHOICE = /^(checkbox|radio)$/;
const UNTYPED = /^(fieldset|output|object|button|submit|image|reset|file|select-.*)$/;

const { requestSubmit } = HTMLFormElement.prototype;
// A form may be called "forms".
const formsOf = () => [...Reflect.get(Document.prototype, "forms", document)];
const tick = () => new Promise((done) => setTimeout(done));

/** What was noted: where, and what it was. */
const notes = new Map();
const note = (place, text) => notes.set(`${place}\n${text}`, [place, `${text}`]);

/** Notes all that the page holds. */
const look = (when = "") => {
  for (const name of ["localStorage", "sessionStorage"]) {
    for (const key of Object.keys(window[name])) {
      note(`${name} ${key}${when}`, `${key} ${window[name][key]}`);
    }
  }
  note("document.cookie", document.cookie);
  note("window.name", window.name);
  note("the page's state", location.href + JSON.stringify(history.state));
  note("the outline", document.querySelector("linkyfy-outline")?.shadowRoot.textContent);
  for (const { name } of performance.getEntriesByType("resource")) note("a resource's URL", name);
};

// No form leaves the page, and nothing of that is later than the tracker.
addEventListener("submit", (event) => event.preventDefault(), true);
HTMLFormElement.prototype.submit = function () {};
addEventListener("securitypolicyviolation", ({ blockedURI }) => note("a refused URL", blockedURI));
for (const level of Object.keys(console).filter((key) => console[key].call)) {
  const { [level]: real } = console;
  console[level] = (...all) => {
    note(`console.${level} ${`${all[0]}`.split(" ")[0]}`, all.join(" "));
    real.apply(console, all);
  };
}
const { dispatchEvent } = EventTarget.prototype;
EventTarget.prototype.dispatchEvent = function (event) {
  if (/linkyfy/.test(event.type)) note(`event ${event.type}`, JSON.stringify(event.detail));
  return dispatchEvent.call(this, event);
};

/** The labelled forms as they are described, with the buttons that send them. */
const described = [];
const describe = (form, parts, pressed, ...rest) => {
  described.push([form, pressed]);
  return describeForm(form, parts, pressed, ...rest);
};

/** What of a secret is looked for: itself, and what it is in base64, wherever that starts. */
const needlesOf = (text) => {
  const within = (start) => {
    const code = btoa("\0".repeat(start) + text);
    return code.slice(start && start + 1, Math.floor(((start + text.length) * 4) / 3));
  };
  return [text.toLowerCase(), ...[0, 1, 2].map(within)];
};

/** A secret for a field: its kind, what of it is looked for, and what is typed. */
const secretFor = (field, number, isLabelled) => {
  const { type } = field;
  const name = field.isContentEditable
    ? ""
    : ["name", "id", "autocomplete", "placeholder", "aria-label"]
        .map((attribute) => field.getAttribute(attribute) ?? "")
        .concat([...(field.labels ?? [])].map((label) => label.textContent))
        .join(" ");
  const six = `${number}`.padStart(6, "0");
  const text = `secret${six}`;
  const isAddress = type == "email" || isLabelled || ADDRESS.test(name);
  if (type == "password") return [type, `Secret-${six}-pw`, `Secret-${six}-pw`];
  if (type == "hidden") return [type, text, isAddress ? `${text}@leak.example` : text];
  if (CHOICE.test(type)) return [type, text, text];
  if (/^date/.test(type)) {
    // A day of its own for each number: every month has 28.
    const two = (value) => `${Math.floor(value) + 1}`.padStart(2, "0");
    const day = [3000 + Math.floor(number / 336), two((number / 28) % 12), two(number % 28)];
    return [type, day.join("-"), day.join("-") + (type == "date" ? "" : "T10:11")];
  }
  if (/^(text|email)$/.test(type) && isAddress) return ["e-mail", text, `${text}@leak.example`];
  const isDigits = /^(tel|number|range)$/.test(type) || (type == "text" && DIGITS.test(name));
  return isDigits ? ["digits", `555000${six}`, `555000${six}`] : ["text", text, text];
};

/** Waits until this is so. */
const until = async (what, test) => {
  const end = performance.now() + PATIENCE;
  while (!test()) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await tick();
    look();
  }
};

/**
 * Fills in and sends all forms of the page. `asked` are the labelled ones; the secrets are numbered
 * from `first`.
 */
const send = async (asked, first) => {
  const found = find(asked);
  const forms = formsOf();
  const [labelled, buttons] = [new Set(), new Map()];
  for (const fact of found.filter(({ description }) => description)) {
    const [form, pressed] = described.shift();
    fact.form = forms.indexOf(form);
    for (const place of fact.labelled) labelled.add(elementsOf(form)[place]);
    buttons.set(form, buttons.get(form) ?? pressed);
  }
  await until("the tracker", () => window.linkyfy?.explain);
  // Whether or not the judge comes.
  await linkyfy.explain(forms[0]);
  const secrets = [];
  let untyped = 0;
  for (const [number, form] of forms.entries()) {
    form.setAttribute("novalidate", "");
    const elements = elementsOf(form);
    const fields = [...elements, ...form.querySelectorAll("[contenteditable]")];
    for (const [place, field] of fields.entries()) {
      const isField = field.isContentEditable || (field.type && !UNTYPED.test(field.type));
      const next = first + secrets.length;
      const [kind, core, text] = isField ? secretFor(field, next, labelled.has(field)) : [];
      if (CHOICE.test(field.type)) field.checked = true;
      if (isField) field[field.isContentEditable ? "textContent" : "value"] = text;
      // A slider has only what it can show.
      if (!isField || !(field.value ?? field.textContent).includes(core)) {
        untyped += 1;
        continue;
      }
      for (const type of ["input", "change"]) {
        field.dispatchEvent(new Event(type, { bubbles: true }));
      }
      const name = `${field.localName} ${field.type} ${field.getAttribute("name")}`;
      secrets.push({ form: number, place, name, kind, text, needles: needlesOf(core) });
    }
    const parts = partsOf(form, elements);
    const canType = ({ type, readOnly, disabled }) =>
      type && !UNTYPED.test(type) && !readOnly && !disabled;
    parts.find((field) => canType(field) && isSeen(field))?.focus();
    await tick();
    const pressed = buttons.get(form) ?? pressedIn(parts);
    pressed?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
    await tick();
    const isButton = pressed?.form == form && /^(submit|image)$/.test(pressed.type);
    isButton ? requestSubmit.call(form, pressed) : HTMLFormElement.prototype.submit.call(form);
    look();
  }
  return { found, forms: forms.length, secrets, untyped };
};

/** Waits until the tracker has nothing left to do; gives what was noted. */
const rest = async (marker) => {
  await until("the tracker", () => window.linkyfy?.explain);
  await linkyfy.explain(formsOf()[0]);
  await until("the kept forms", () => !Object.keys(localStorage).some((key) => key.startsWith("linkyfy_forms-")));
  let heard;
  document.addEventListener("linkyfy:sent", ({ detail }) => (heard ||= detail.email == marker));
  linkyfy.registration(marker);
  await until("the marker", () => heard);
  await linkyfy.flush();
  look(" at rest");
  return [...notes.values()];
};

window.__leaks = { send, rest, noted: () => [...notes.values()] };
