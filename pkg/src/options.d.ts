// Written by `cargo xtask codegen` from src/config.rs.

/** The options of a tracker. The script tag has them as `data-` attributes. */
export interface TrackerOptions {
  /** Your project's number, such as 42. Takes a number. */
  projectId: number | string;
  /** The API's base URL (W1). Takes a URL. `https://mailer.linkyfy.ai/api/v1` where it is not set. */
  api?: string;
  /** Path of impressions below the base URL (W6). Takes a /path. `/tracking/impression` where it is not set. */
  impressionPath?: string;
  /** Path of registrations below the base URL (W6). Takes a /path. `/tracking/registration` where it is not set. */
  registrationPath?: string;
  /** Whether page views count by themselves; `off` leaves them to `impression()` (T7). Takes on or off. `on` where it is not set. */
  auto?: "on" | "off";
  /** Paths that are not counted, such as `/admin/** /drafts/*`, with `*` for any text within a segment and `**` for any (T6). As URLs have them: `/%C3%BCber-uns`. Takes paths separated by spaces. */
  exclude?: string;
  /** The only URL parameters that are sent, where you name any (T5). Takes names separated by spaces. */
  urlParams?: string;
  /** With `required`, nothing is stored or sent before `consent(true)` (V6). Takes required. */
  consent?: "required";
  /** The site's other domains, such as `shop.example`: links there carry the visitor's id, and ids from there are accepted (V8). Takes domains separated by spaces. */
  linkerDomains?: string;
  /** Send each event's id, so that the server can drop duplicates (D8). */
  eventId?: boolean;
  /** Send bodies as plain text, which spares the browser from asking the API first. */
  simpleRequest?: boolean;
  /** The URL's fragment is part of the page's address (T2, T5). */
  hashRouting?: boolean;
  /** Count on localhost and loopback addresses too (T6). */
  allowLocalhost?: boolean;
  /** Count automated browsers too (T6). */
  allowAutomation?: boolean;
  /** Count inside frames too (T6). */
  allowFrames?: boolean;
  /** Global Privacy Control is no refusal (V7). */
  ignoreGpc?: boolean;
  /** Do Not Track is a refusal (V7). */
  respectDnt?: boolean;
  /** Say on the console what becomes of every event, and show on the page which forms count (P3, F10). */
  debug?: boolean;
}
