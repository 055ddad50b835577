// An app of tests/apps, with the line of pkg/README.md.

import "./linkyfy.js";
import "./apps/svelte/main.js";
