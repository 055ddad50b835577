// Each line with the mark must not compile: a mark without an error is an error itself.
import { createTracker } from "linkyfy";

// @ts-expect-error: whose events?
createTracker({});
// @ts-expect-error: no such option
createTracker({ projectId: 42, projectID: 42 });
// @ts-expect-error: no such value
createTracker({ projectId: 42, auto: "maybe" });
// @ts-expect-error: a flag is no text
createTracker({ projectId: 42, eventId: "yes" });

const tracker = createTracker({ projectId: "42" });
// @ts-expect-error: an address
tracker.registration();
// @ts-expect-error: no such event
tracker.on("lost", () => {});
// @ts-expect-error: no such code of an event that was sent
tracker.on("sent", (event) => event.code);
// @ts-expect-error: may be undefined
tracker.visitorId().length;
