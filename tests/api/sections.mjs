// What all operations of the client have in common, named after the rules of BEHAVIOUR.md.

import limits from "./sections/limits.mjs";
import pages from "./sections/pages.mjs";
import secrets from "./sections/secrets.mjs";
import setup from "./sections/setup.mjs";
import trouble from "./sections/trouble.mjs";

export default { ...setup, ...trouble, ...limits, ...pages, ...secrets };
