// What only the site's owner asks for: the verdict on a form in words, and on the page; and what options
// take.

import { takes } from "linkyfy-options";
import { explain } from "./explain.js";
import { outline } from "./outline.js";

/** Says on the console what the option that a text ends with takes. */
const complain = (text) => console.error(`${text} takes ${takes[text.split("data-")[1]]}`);

export const debug = { complain, explain, outline };
