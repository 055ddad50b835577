// The file for a script tag gives pages the global `linkyfy`:
// `import type {} from "linkyfy/linkyfy.js"` makes it known to TypeScript.
import type { DroppedEvent, Tracker } from "./src/index.js";

/** Takes a command by its name; a page's stub keeps what is asked before the file has been read. */
interface Commands {
  <Name extends Exclude<keyof Tracker, "on">>(
    name: Name,
    ...args: Parameters<Tracker[Name]>
  ): ReturnType<Tracker[Name]>;
  (name: "on", ...args: Parameters<Tracker["on"]>): ReturnType<Tracker["on"]>;
  (
    name: "on",
    type: "sent" | "queued" | "dropped",
    run: (event: DroppedEvent) => void,
  ): ReturnType<Tracker["on"]>;
}

declare global {
  var linkyfy: Tracker & Commands;
}
