// What the public operations do that trackers call.

import { equal, fails, has, ok } from "../check.mjs";

/** Both need a project that there is, whoever calls. */
const needsProject = async (call, fields) => {
  const { message } = await fails(call({ ...fields, project_id: 4_000_000_007 }), "ValidationError");
  ok(message.includes("project_id"), message);
};

export default {
  "tracking.recordImpression": {
    fields: {
      project_id: 1,
      visitor_id: "abc-123-def",
      page_url: "https://acme.com/pricing?utm_source=müsli",
      referrer: "https://google.com/",
    },
    check: async (_, { client, control, fields }) => {
      has((await control("GET", "/ledger")).impressions[0], fields);
      equal((await client.projects.getTrackingStats(1)).total_impressions, 1, "impressions");
      await needsProject(client.tracking.recordImpression, fields);
    },
  },
  "tracking.recordRegistration": {
    fields: { project_id: 1, visitor_id: "abc-123-def", email: "lead@example.com" },
    check: async (_, { client, control, fields }) => {
      has((await control("GET", "/ledger")).registrations[0], fields);
      equal((await client.projects.getTrackingStats(1)).total_registrations, 1, "registrations");
      await needsProject(client.tracking.recordRegistration, fields);
    },
  },
};
