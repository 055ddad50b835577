// What the operations on projects do: the fields of a call that succeeds, and what is so after it.

import { equal, has, ok } from "../check.mjs";

const ENTRIES = ["competitor@example.com", "example.org"];
/** Seeded: who the demo campaign writes to. */
const PEOPLE = 8;

export default {
  "projects.create": {
    fields: {
      name: "Acme Corp Outreach",
      company_name: "Acme Corporation",
      website_url: "https://acme.com",
      description: "Cold outreach campaign for enterprise SaaS leads",
      from_name: "John Smith",
      daily_allocation: 100,
      weekly_limit: 500,
    },
    check: async (made, { client, fields }) => {
      has(made, fields);
      has(await client.projects.get(made.id), made);
      equal((await client.projects.list()).total, 2, "projects");
    },
  },
  "projects.list": {
    fields: { page: 1, per_page: 1 },
    check: async (page, { client }) => {
      has(page, { current_page: 1, last_page: 1, per_page: 1, total: 1, from: 1, to: 1 });
      equal(page.data.map(({ id }) => id), [1], "ids");
      await client.projects.create({ name: "Second" });
      const second = await client.projects.list({ page: 2, per_page: 1 });
      has(second, { current_page: 2, last_page: 2, total: 2, from: 2 });
      equal(second.data[0].name, "Second");
    },
  },
  "projects.get": {
    check: (project) =>
      has(project, { id: 1, campaigns_count: 1, domains_count: 2, mailboxes_count: 4 }),
  },
  "projects.update": {
    fields: { company_name: "Ünïcode & <Söhne>", daily_allocation: 0 },
    check: async (project, { client, before, fields }) => {
      has(project, fields);
      equal(project.name, before.name, "the name, which was not to change");
      has(await client.projects.get(1), fields);
    },
    before: ({ client }) => client.projects.get(1),
  },
  "projects.listDomains": {
    check: (domains) => equal(domains.map(({ project_id }) => project_id), [1, 1], "projects"),
  },
  "projects.listMailboxes": {
    check: (mailboxes) => equal(mailboxes.map(({ project_id }) => project_id), [1, 1, 1, 1], "projects"),
  },
  "projects.getBlocklist": {
    before: ({ client }) => client.projects.addToBlocklist(1, { entries: ENTRIES }),
    check: (entries) => equal([...entries].sort(), ENTRIES, "entries"),
  },
  "projects.addToBlocklist": {
    fields: { entries: ["contact@sakura.demo.example", "WERKZEUG.demo.example"] },
    check: async (_, { client, fields }) => {
      await client.projects.addToBlocklist(1, fields);
      equal((await client.projects.getBlocklist(1)).length, 2, "entries after a second time");
      const left = (await client.campaigns.get(1)).total_recipients;
      equal(left, PEOPLE - 2, "whom the campaign writes to");
    },
  },
  "projects.removeFromBlocklist": {
    fields: { entries: [ENTRIES[0], "nobody@example.net"] },
    before: ({ client }) => client.projects.addToBlocklist(1, { entries: ENTRIES }),
    check: async (_, { client }) => equal(await client.projects.getBlocklist(1), [ENTRIES[1]], "entries"),
  },
  "projects.getTrackingSnippet": {
    check: ({ snippet }) => ok(/<script[^>]*data-project-id="1"/.test(snippet), snippet),
  },
  "projects.getTrackingStats": {
    before: async ({ client }) => {
      const visit = { project_id: 1, visitor_id: "v1" };
      const page = { ...visit, page_url: "https://acme.com/" };
      for (let view = 0; view < 3; view++) await client.tracking.recordImpression(page);
      await client.tracking.recordRegistration({ ...visit, email: "lead@example.com" });
    },
    check: (stats) => {
      has(stats, { total_impressions: 3, total_registrations: 1, conversion_rate: 33.3 });
      has(stats.daily[0], { impressions: 3, registrations: 1 });
    },
  },
};
