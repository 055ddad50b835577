// Next runs this in the browser, before the app.

import "./linkyfy.js";
