// The entries that have no API of their own: this must compile.
import { createTracker } from "linkyfy";
import { createTracker as createInline } from "linkyfy/inline";
import type {} from "linkyfy/linkyfy.js";
import about from "linkyfy/package.json" with { type: "json" };

const same: typeof createTracker = createInline;
same({ projectId: 42 });

// The script tag's global has each command, and takes its name.
linkyfy.registration("ann@example.com");
linkyfy("registration", "ann@example.com");
const why: "" | "busy" | "waiting" | "unavailable" = await linkyfy("flush");
linkyfy("on", "dropped", (event) => console.log(event.code));
linkyfy("on", "before_send", () => null);
// @ts-expect-error: no such command
linkyfy("register", "ann@example.com");
// @ts-expect-error: an address
linkyfy("registration");
console.log(why, window.linkyfy === linkyfy, about.version);
