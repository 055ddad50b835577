// The peers, each as its documentation says for page views that go to a collector of one's own. All else is
// as it comes. Where a package has a script file for a tag, that is what is loaded; where it is for bundlers
// alone, the smallest bundle of the lines that its documentation shows.

import { gunzipSync } from "node:zlib";

import { bundle, published, version } from "./bundle.mjs";

const KEY = "bench";
/** What begins a gzipped body. */
const GZIP = [0x1f, 0x8b];

/** A body as JSON, gzipped or not. */
const json = (body) => {
  const isPacked = body[0] == GZIP[0] && body[1] == GZIP[1];
  return JSON.parse((isPacked ? gunzipSync(body) : body).toString());
};

/** What an event says, where it is one to this path. */
const at = (path, page) => (request) =>
  request.method == "POST" && request.url.split("?")[0] == path ? page(request.body) : undefined;

/** Plausible: its script is made for each site by its server; npm has the same as a module. */
const plausible = async () => ({
  package: "@plausible-analytics/tracker",
  file: await bundle(`
    import { init } from "@plausible-analytics/tracker";
    const { domain, endpoint } = document.currentScript.dataset;
    init({ domain, endpoint });
  `),
  isBundle: true,
  // The domain and the endpoint would be in the bundle; here, where ports differ, they are in the tag.
  head: ({ collector }, file) =>
    `<script async src="${file}" data-domain="shop.example" data-endpoint="${collector}/api/event"></script>`,
  reads: at("/api/event", (body) => json(body).u),
});

/** Umami: the server's package has the script's source, which its build minifies. */
const umami = async () => ({
  package: "umami",
  file: await bundle(published("umami/src/tracker/index.js").toString()),
  isBundle: true,
  head: ({ collector }, file) =>
    `<script defer src="${file}" data-website-id="${KEY}" data-host-url="${collector}"></script>`,
  // It sends the path alone; the server knows the site.
  reads: at("/api/send", (body) => json(body).payload.url),
});

/** Snowplow: a tracker with the default buffer, and a page view. */
const snowplow = async () => ({
  package: "@snowplow/browser-tracker",
  file: await bundle(`
    import { newTracker, trackPageView } from "@snowplow/browser-tracker";
    newTracker("sp", document.currentScript.dataset.collector, { appId: "${KEY}" });
    trackPageView();
  `),
  isBundle: true,
  head: ({ collector }, file) => `<script async src="${file}" data-collector="${collector}"></script>`,
  reads: at("/com.snowplowanalytics.snowplow/tp2", (body) => json(body).data[0].url),
});

/** Segment: the script that its snippet loads; the snippet queues a page view. */
const segment = async () => ({
  package: "@segment/analytics-next",
  file: published("@segment/analytics-next/dist/umd/standalone.js"),
  head: ({ collector }, file) => `<script>
    analytics = [["page"]];
    analytics._writeKey = "${KEY}";
    analytics._cdn = "${collector}";
    analytics.invoked = true;
    analytics.SNIPPET_VERSION = "5.2.1";
  </script>
  <script async src="${file}" data-global-segment-analytics-key="analytics"></script>`,
  // What its CDN says of a source that sends to Segment alone.
  answer: (path, { collector }) =>
    path.startsWith("/v1/projects/")
      ? {
          text: JSON.stringify({
            integrations: {
              "Segment.io": { apiKey: KEY, apiHost: `${collector.slice(7)}/v1`, protocol: "http" },
            },
            plan: { track: {} },
            edgeFunction: {},
            enabledMiddleware: {},
            remotePlugins: [],
          }),
        }
      : undefined,
  reads: at("/v1/p", (body) => json(body).context.page.url),
});

/** Mixpanel: the script that its snippet loads, with page views on. */
const mixpanel = async () => ({
  package: "mixpanel-browser",
  file: published("mixpanel-browser/dist/mixpanel.min.js"),
  head: ({ collector }, file) => `<script>
    MIXPANEL_CUSTOM_LIB_URL = "${file}";
    ${published("mixpanel-browser/dist/mixpanel-jslib-snippet.min.js")}
    mixpanel.init("${KEY}", { track_pageview: true, api_host: "${collector}" });
  </script>`,
  answer: () => ({ text: "1" }),
  reads: at("/track/", (body) => {
    const data = new URLSearchParams(body.toString()).get("data");
    return json(Buffer.from(data, "base64"))[0].properties.$current_url;
  }),
});

/** RudderStack: with the plugins inside, as npm doesn't have those that the other build loads. */
const rudderstack = async () => ({
  package: "@rudderstack/analytics-js",
  file: await bundle(`
    import { RudderAnalytics } from "@rudderstack/analytics-js/bundled";
    const { collector } = document.currentScript.dataset;
    const analytics = new RudderAnalytics();
    analytics.load("${KEY}", collector, { configUrl: collector });
    analytics.page();
  `),
  isBundle: true,
  head: ({ collector }, file) => `<script async src="${file}" data-collector="${collector}"></script>`,
  answer: (path) =>
    path.startsWith("/sourceConfig")
      ? {
          text: JSON.stringify({
            source: {
              id: KEY,
              name: KEY,
              writeKey: KEY,
              enabled: true,
              workspaceId: KEY,
              config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
              connections: [],
              destinations: [],
              dataplanes: {},
            },
          }),
        }
      : undefined,
  reads: at("/v1/page", (body) => json(body).context.page.url),
});

/** Amplitude: the script that its loader loads, and what it captures by itself. */
const amplitude = async () => ({
  package: "@amplitude/analytics-browser",
  file: published("@amplitude/analytics-browser/lib/scripts/amplitude-min.js"),
  head: ({ collector }, file) => `<script src="${file}"></script>
  <script>
    amplitude.init("${KEY}", {
      serverUrl: "${collector}/2/httpapi",
      remoteConfig: { serverUrl: "${collector}/config" },
    });
  </script>`,
  answer: () => ({ text: JSON.stringify({ code: 200, configs: {} }) }),
  reads: at("/2/httpapi", (body) => {
    const isView = ({ event_type }) => event_type == "[Amplitude] Page Viewed";
    return json(body).events.find(isView)?.event_properties["[Amplitude] Page URL"];
  }),
});

/** PostHog: the script that its snippet loads; a browser without a screen is no robot to it. */
const posthog = async () => ({
  package: "posthog-js",
  file: published("posthog-js/dist/array.js"),
  head: ({ collector }, file) => `<script>
    posthog = [];
    posthog._i = [["${KEY}", {
      api_host: "${collector}",
      person_profiles: "identified_only",
      opt_out_useragent_filter: true,
    }, "posthog"]];
    posthog.__SV = 1;
  </script>
  <script async src="${file}"></script>`,
  answer: (path) => {
    const config = JSON.stringify({ supportedCompression: ["gzip-js"], featureFlags: {} });
    const script = `_POSTHOG_REMOTE_CONFIG = { ${KEY}: { config: ${config}, siteApps: [] } };`;
    const isScript = path.split("?")[0].endsWith(".js");
    return isScript ? { type: "text/javascript", text: script } : { text: config };
  },
  reads: ({ method, url, body }) => {
    if (method != "POST" || !/^\/(e|i\/v0\/e)\//.test(url)) return undefined;
    const events = [json(body)].flat().flatMap((event) => event.batch ?? event);
    return events.find(({ event }) => event == "$pageview")?.properties.$current_url;
  },
});

const MAKERS = { plausible, umami, snowplow, segment, mixpanel, rudderstack, amplitude, posthog };

/** What the table calls them. */
const NAMES = {
  plausible: "Plausible",
  umami: "Umami",
  snowplow: "Snowplow",
  segment: "Segment",
  mixpanel: "Mixpanel",
  rudderstack: "RudderStack",
  amplitude: "Amplitude",
  posthog: "PostHog",
};

/** What isn't there as an npm package, and why. */
export const LEFT_OUT = {
  GoatCounter: "npm has a loader alone (goatcounter-js); `count.js` comes from its server",
  Matomo: "npm has loaders alone (such as @datapunt/matomo-tracker-js); `matomo.js` comes from its server",
};

/** All peers, as variants for `measure`. */
export const peers = async () =>
  Promise.all(
    Object.entries(MAKERS).map(async ([id, make]) => {
      const { file, head, package: source, ...rest } = await make();
      const path = `/${id}.js`;
      const what = { name: NAMES[id], source: `${source} ${version(source)}` };
      return { ...what, head: (origins) => head(origins, path), files: { [path]: file }, ...rest };
    }),
  );
