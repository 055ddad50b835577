// A form as plain text, for the judge (`src/judge.rs`): what a person sees of it, and what its author calls
// its parts. A line each, its kind first, columns behind tabs. Never a value (F7).

/** What authors say of an element, beside its text. */
const ATTRIBUTES = "id class name action href placeholder aria-label title alt".split(" ");
/** Most letters of a column. */
const LONGEST = 500;
/** Most letters of what stands beside a field. */
const BESIDE = 100;
/** How many elements around the form are asked for their attributes, itself included. */
const AROUND = 4;

/** Lower case, without accents; what joins words in names is a space, as the evidence has them. */
const fold = (text) =>
  `${text ?? ""}`
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[\s_\-./[\]]+/g, " ")
    .slice(0, LONGEST);

const attributes = (element) => ATTRIBUTES.map((name) => element.getAttribute(name) ?? "").join(" ");

const text = (element) => element?.innerText ?? "";

/** Whether a person sees it: traps for robots are hidden, or off the page. */
const isSeen = (element) => {
  const { width, right, bottom } = element.getBoundingClientRect();
  const options = { visibilityProperty: true, opacityProperty: true };
  const isVisible = element.checkVisibility?.(options) ?? true;
  return isVisible && width > 1 && right + scrollX > 0 && bottom + scrollY > 0;
};

/**
 * Describes a form that is sent by `submitter`; where that isn't known, by the first button that can
 * be, or by any of its buttons where scripts send it.
 */
export const describe = (form, submitter) => {
  const lines = [];
  const tell = (...columns) => lines.push(columns.map(fold).join("\t"));
  const { title, location } = form.ownerDocument;
  const root = form.getRootNode();
  tell("title", `${title} ${location.pathname}${location.search}`);
  let around = "";
  for (let box = form, left = AROUND; box && left--; box = box.parentElement) {
    around += attributes(box);
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
  const elements = [...form.elements, ...form.querySelectorAll("a,[role=button],[type=image]")];
  const sends = (element) => /^(submit|image)$/.test(element.type) && isSeen(element);
  const pressed = submitter ?? elements.find(sends);
  const range = new Range();
  range.setStart(form, 0);
  elements.forEach((element, place) => {
    const { type } = element;
    if (!isSeen(element)) return;
    // What is written between the one before and this.
    range.setEndBefore(element);
    const beside = `${range}`.trim().slice(-BESIDE);
    range.setStartAfter(element);
    if (element.localName == "a" && element.role != "button") {
      tell("link", text(element) + attributes(element));
    } else if (/^(submit|button|reset|image)$/.test(type ?? "button")) {
      // The value of a button is what is written on it.
      if (!pressed || element == pressed) tell("button", `${text(element) || element.value || ""} ${attributes(element)}`);
    } else {
      const by = (element.getAttribute("aria-labelledby") ?? "").split(" ");
      const labels = [...(element.labels ?? []), ...by.map((id) => root.getElementById?.(id))];
      const locked = element.readOnly || element.disabled ? "locked" : "";
      const label = labels.map(text).join(" ");
      tell("field", place, type, element.autocomplete, attributes(element), label, beside, locked);
    }
  });
  return lines.join("\n");
};
