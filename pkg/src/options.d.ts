// Written by `cargo xtask codegen` from src/config.rs.

/** The options that the script tag has as well, as `data-` attributes. */
export interface TagOptions {
  /** Your project's number, such as 42. Takes a number. */
  projectId: number | string;
  /** The API's base URL (W1). Takes a URL. `https://mailer.linkyfy.ai/api/v1` where it is not set. */
  api?: string | undefined;
  /** Path of impressions below the base URL (W6). Takes a /path. `/tracking/impression` where it is not set. */
  impressionPath?: string | undefined;
  /** Path of registrations below the base URL (W6). Takes a /path. `/tracking/registration` where it is not set. */
  registrationPath?: string | undefined;
  /** Whether page views count by themselves; `off` leaves them to `impression()` (T7). Takes on or off. `on` where it is not set. */
  auto?: "on" | "off" | undefined;
  /** Paths that are not counted, such as `/admin/** /drafts/*`, with `*` for any text within a segment and `**` for any (T6). As URLs have them: `/%C3%BCber-uns`. Takes paths separated by spaces. */
  exclude?: string | undefined;
  /** The only URL parameters that are sent, where you name any (T5). Takes names separated by spaces. */
  urlParams?: string | undefined;
  /** With `required`, nothing is stored or sent before `consent(true)` (V6). Takes required. */
  consent?: "required" | undefined;
  /** The site's other domains, such as `shop.example`: links there carry the visitor's id, and ids from there are accepted (V8). Takes domains separated by spaces. */
  linkerDomains?: string | undefined;
  /** Send each event's id, so that the server can drop duplicates (D8). */
  eventId?: boolean | undefined;
  /** Send bodies as plain text, which spares the browser from asking the API first. */
  simpleRequest?: boolean | undefined;
  /** The URL's fragment is part of the page's address (T2, T5). */
  hashRouting?: boolean | undefined;
  /** Count on localhost and loopback addresses too (T6). */
  allowLocalhost?: boolean | undefined;
  /** Count automated browsers too (T6). */
  allowAutomation?: boolean | undefined;
  /** Count inside frames too (T6). */
  allowFrames?: boolean | undefined;
  /** Global Privacy Control is no refusal (V7). */
  ignoreGpc?: boolean | undefined;
  /** Do Not Track is a refusal (V7). */
  respectDnt?: boolean | undefined;
  /** Say on the console what becomes of every event, and show on the page which forms count (P3, F10). */
  debug?: boolean | undefined;
}
