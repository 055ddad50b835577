// The browser that is measured. Its tabs are of its own profile: in those that its protocol makes, as in a
// private window, Chromium doesn't preconnect.

import { startChromium } from "../../tests/chromium.mjs";

/** Nothing of the browser's own may come between. */
const FLAGS = [
  "--disable-extensions",
  "--disable-default-apps",
  // A tab that is measured is in front, but a busy machine's headless browser doesn't always see that.
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
  // A few trackers don't count browsers that say they are driven.
  "--disable-blink-features=AutomationControlled",
  // Whatever a tracker asks the world for, it doesn't leave the machine.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost",
];

/** Starts a browser, which trusts the certificate of this pin. */
export const startBrowser = ({ pin } = {}) =>
  startChromium(pin ? [...FLAGS, `--ignore-certificate-errors-spki-list=${pin}`] : FLAGS);
