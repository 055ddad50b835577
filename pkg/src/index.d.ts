import type { TagOptions } from "./options.js";

/** A page view. */
export interface Impression {
  project_id: number;
  /** Who it was: a UUID. */
  visitor_id: string;
  /** The page's URL, scrubbed. */
  page_url: string;
  /** Where the visitor came from, scrubbed; empty where the browser doesn't say. */
  referrer: string;
  /** The event's own UUID, the same on every try. */
  event_id: string;
}

/** Somebody registered. */
export interface Registration {
  project_id: number;
  /** Who it was: a UUID. */
  visitor_id: string;
  /** The address in its normal form. */
  email: string;
  /** The event's own UUID, the same on every try. */
  event_id: string;
}

export type TrackerEvent = Impression | Registration;

/** An event that was dropped, with the API's code, or `VETOED`. */
export type DroppedEvent = TrackerEvent & { code?: string };

/**
 * Sees an event before it is sent for the first time: it may change `page_url`, `referrer` or
 * `email`, in the event or in what it gives, and vetoes with `null` or `false`. Where it throws,
 * the event is not sent.
 */
export type BeforeSend = (event: TrackerEvent) => TrackerEvent | null | false | void;

/** The options of a tracker. */
export interface TrackerOptions extends TagOptions {
  /** Sees every event before it is first sent (P4). */
  beforeSend?: BeforeSend | undefined;
}

/** Whether a form's submission is a registration, and why. */
export interface Explanation {
  registration: boolean;
  /** The field whose address registers. */
  field: Element | undefined;
  /** Why, in a sentence. */
  reason: string;
  /** All evidence: what it says in tenths, what was found, and in which part of the form. */
  evidence: string[];
}

/**
 * What a page can ask of its trackers. Calls before the tracker has started are done once it has,
 * in order; what they would give is `undefined` then.
 */
export interface Tracker {
  /** Counts a view of the page as it is now, or of the URL and referrer that you name. */
  impression(view?: { pageUrl?: string; referrer?: string }): void;
  /** Records that the visitor registered with this address. */
  registration(email: string): void;
  /** The visitor's id; `undefined` where nothing is counted, or not yet. */
  visitorId(): string | undefined;
  /** The URL with the visitor's id, for a link to another domain of the site's. */
  decorate(url: string | URL): string | URL | undefined;
  /** The visitor agrees to be tracked, or doesn't. Anything but `true` is no. */
  consent(given: boolean): void;
  /** Erases all that is kept of the visitor and stops everything, on later pages as well. */
  optOut(): void;
  /** Takes opting out back, and starts afresh. */
  optIn(): void;
  /** Makes a new visitor of this one. */
  reset(): void;
  /**
   * Delivers what waits: `""` once nothing waits, or why not: `"busy"` (another tab delivers),
   * `"waiting"` (the API can't be reached or has asked to wait), `"unavailable"` (the tracker
   * could not start).
   */
  flush(): Promise<"" | "busy" | "waiting" | "unavailable">;
  /** What the verdict on a form is, and why; undefined where it can't be said. */
  explain(form: HTMLFormElement): Promise<Explanation | undefined>;
  /** Hears of events; gives what ends that. */
  on(type: "sent" | "queued", run: (event: TrackerEvent) => void): (() => void) | undefined;
  on(type: "dropped", run: (event: DroppedEvent) => void): (() => void) | undefined;
  on(type: "before_send", run: BeforeSend): (() => void) | undefined;
  /** Stops every tracker, and leaves the page as it was. */
  destroy(): void;
}

/**
 * Creates the tracker of a project, and gives what all trackers of the page share. On a server it
 * gives one whose commands do nothing.
 */
export function createTracker(options: TrackerOptions): Tracker;
