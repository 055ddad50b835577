// Shows on the page which forms count, by which field, and why (`data-debug`, F10). Only the site's
// owner sees it.

import { guarded } from "../text.js";
import { explain } from "./explain.js";

/** What a form is outlined with, and the field for its address. */
const COLOURS = { true: "#0a7d33", false: "#8a8f98" };

const STYLE = `
  div { position: absolute; box-sizing: border-box; border-radius: 4px; }
  .form { border: 2px solid var(--c); }
  .field { border: 2px dashed var(--c); }
  p { position: absolute; left: -2px; bottom: 100%; margin: 0; padding: 2px 6px; width: max-content;
    max-width: 34em; background: var(--c); color: #fff; border-radius: 4px 4px 0 0;
    font: 12px/1.4 system-ui, sans-serif; }
`;

/**
 * Makes what shows the verdict on a form. It lies over the page in a shadow tree, takes no clicks,
 * and moves with the forms.
 */
export const outline = (listenTo, undo) => {
  const verdicts = new Map();
  const host = document.createElement("linkyfy-outline");
  host.style.cssText = "position:absolute;left:0;top:0;z-index:2147483647;pointer-events:none";
  const root = host.attachShadow({ mode: "open" });
  // A style sheet in the page's own words may be refused by its policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);
  undo.add(() => host.remove());

  const box = (element, kind, colour) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (!width) return;
    const origin = host.getBoundingClientRect();
    const div = document.createElement("div");
    div.className = kind;
    const place = { left: left - origin.left, top: top - origin.top, width, height };
    for (const side in place) div.style[side] = `${place[side]}px`;
    div.style.setProperty("--c", colour);
    root.append(div);
    return div;
  };

  const draw = guarded(() => {
    root.replaceChildren();
    for (const [form, { registration, field, reason }] of verdicts) {
      if (!form.isConnected) verdicts.delete(form);
      else if (form.ownerDocument == document) {
        const colour = COLOURS[registration];
        const frame = box(form, "form", colour);
        if (field) box(field, "field", colour);
        const words = document.createElement("p");
        words.textContent = reason;
        frame?.append(words);
      }
    }
  });
  for (const type of ["resize", "scroll", "input", "click", "transitionend", "load"]) {
    listenTo(window, type, () => requestAnimationFrame(draw));
  }
  return (form, fact) => {
    verdicts.set(form, explain(fact));
    draw();
  };
};
