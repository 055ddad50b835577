// A form as plain text, for the judge (`src/judge.rs`): what a person sees of it, and what its author
// calls its parts. A line each, its kind first, columns behind tabs. Never a value (F7).

/** Most letters of a column. */
const LONGEST = 500;
/** Most letters of what stands beside a field. */
const BESIDE = 100;
/** How many elements around the form are asked for their names, itself included. */
const AROUND = 4;

/**
 * Lower case, without accents, though Japanese keeps its own, in letters of the usual width, and without
 * the hyphens that only show where a line ends; what joins words in names is a space, as the evidence has
 * them. Turkish has an i that is lower case of I only by way of upper case, and no
 * normal form has the Polish l without its stroke.
 */
const fold = (text) =>
  `${text ?? ""}`
    .toUpperCase()
    .toLowerCase()
    .replace(/ł/g, "l")
    .normalize("NFKD")
    .replace(/[\xad\u0300-\u036f]/g, "")
    .normalize()
    .replace(/[\s_\-./[\]]+/g, " ")
    .slice(0, LONGEST);

/** The description that the judge reads, of lines of columns. */
export const fromLines = (lines) =>
  lines.map((columns) => columns.map(fold).join("\t")).join("\n");

/** What is written on an element; not what a visitor writes there. */
const text = (element) => (element?.isContentEditable ? "" : element?.innerText ?? "");

/** Whether a person sees it: traps for robots are hidden, or off the page. */
const isSeen = (element) => {
  const { width, height, right, bottom } = element.getBoundingClientRect();
  const options = { visibilityProperty: true, opacityProperty: true };
  const isVisible = element.checkVisibility?.(options) ?? true;
  return isVisible && width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
};

/** What the site's owner says of an element, by an attribute on it or around it (F6). */
const said = (element) =>
  element &&
  (element.closest("[data-linkyfy]")?.dataset.linkyfy ?? said(element.getRootNode().host));

/** All that a form has: its controls, in the places that the judge tells, and then what is like one. */
export const partsOf = (form, elements) => [
  ...elements,
  ...form.querySelectorAll("a,[role=button],[type=image],[contenteditable]"),
];

/** The button that sends a form of these parts where the visitor presses Enter. */
export const pressedIn = (parts) =>
  parts.find((part) => /^(submit|image)$/.test(part.type) && isSeen(part));

/**
 * Describes a form of these parts that is sent by a button; without one, by any of its buttons, as
 * scripts send it. `called` is the one of `src/browser/controls.js`; the fields in `visited` are seen.
 */
export const describe = (form, parts, pressed, called, visited) => {
  const lines = [];
  const tell = (...columns) => lines.push(columns);
  const { title, location } = form.ownerDocument;
  const root = form.getRootNode();
  tell("title", `${title} ${location.pathname}`);
  tell("said", said(form));
  let around = "";
  for (let box = form, left = AROUND; box && left--; box = box.parentElement) {
    around += called(box);
  }
  tell("form", around);
  // Those inside, and those before.
  const heads = [...root.querySelectorAll("h1,h2,h3,h4,h5,h6,legend,[role=heading]")]
    .filter((head) => head.compareDocumentPosition(form) & 12 && head.getClientRects()[0])
    .map(text);
  tell("head", heads.pop());
  tell("above", heads.pop());
  let near = form;
  for (let box = form; (box = box.parentElement) && text(box).length < LONGEST; ) near = box;
  tell("near", text(near));
  tell("text", text(form));
  const range = new Range();
  range.setStart(form, 0);
  parts.forEach((element, place) => {
    const type = element.isContentEditable ? "text" : element.type;
    // A button that is pressed may lie unseen over a picture of one.
    if (element != pressed && !visited.has(element) && !isSeen(element)) return;
    // What is written between the one before and this.
    range.setEndBefore(element);
    const beside = `${range}`.trim().slice(-BESIDE);
    range.setStartAfter(element);
    if (element.localName == "a" && element.role != "button") {
      tell("link", text(element) + called(element));
    } else if (/^(submit|button|reset|image)$/.test(type ?? element.role)) {
      // The value of a button is what is written on it.
      if (!pressed || element == pressed) {
        tell("button", `${text(element) || element.value} ${called(element)}`);
      }
    } else {
      const by = `${element.getAttribute("aria-labelledby")}`.split(" ");
      const labels = [...(element.labels ?? []), ...by.map((id) => root.getElementById?.(id))];
      const label = labels.map(text).join(" ");
      // As `markOf` and `autocompleteOf` of src/browser/controls.js.
      const marks = [
        element.readOnly || element.disabled ? "locked" : "",
        element.dataset.linkyfyEmail == null ? "" : "marked",
      ];
      const autocomplete = element.getAttribute("autocomplete");
      tell("field", place, type, autocomplete, called(element), label, beside, ...marks);
    }
  });
  return fromLines(lines);
};
