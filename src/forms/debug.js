// What only the site's owner asks for: the verdict on a form in words, and on the page.

import { explain } from "./explain.js";
import { outline } from "./outline.js";

export const debug = { explain, outline };
