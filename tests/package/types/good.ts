// All of the package's API, as its types have it: this must compile.
import { createTracker } from "linkyfy";
import type { Tracker, TrackerEvent, TrackerOptions } from "linkyfy";

const options: TrackerOptions = {
  projectId: 42,
  api: "https://mailer.linkyfy.ai/api/v1",
  impressionPath: "/tracking/impression",
  registrationPath: "/tracking/registration",
  auto: "off",
  exclude: "/admin/** /drafts/*",
  urlParams: "page,lang",
  consent: "required",
  linkerDomains: "shop.example",
  eventId: true,
  simpleRequest: false,
  hashRouting: true,
  allowLocalhost: true,
  allowAutomation: true,
  allowFrames: true,
  ignoreGpc: true,
  respectDnt: true,
  debug: true,
  beforeSend: (event) => ("email" in event && event.email.endsWith("@us.example") ? null : event),
};

const tracker: Tracker = createTracker(options);
// What isn't set may be said, too, also where TypeScript tells that from undefined.
createTracker({ ...options, debug: undefined, exclude: undefined, consent: undefined, beforeSend: undefined });

tracker.impression();
tracker.impression({ pageUrl: "/cart", referrer: "https://shop.example/" });
tracker.registration("ann@example.com");
const id: string | undefined = tracker.visitorId();
tracker.decorate(new URL("https://shop.example/"));
tracker.consent(true);
tracker.optOut();
tracker.optIn();
tracker.reset();
const reason: "" | "busy" | "waiting" | "unavailable" = await tracker.flush();
const verdict = await tracker.explain(document.forms[0]!);
const why: string | undefined = verdict?.registration ? verdict.reason : undefined;
const hear = (event: TrackerEvent) => console.log(event.visitor_id, id, reason, why);
const stop = tracker.on("sent", hear);
tracker.on("dropped", (event) => console.log(event.code));
tracker.on("before_send", () => false);
stop?.();
tracker.destroy();
