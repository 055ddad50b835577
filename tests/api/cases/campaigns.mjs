// What the operations on campaigns do.

import { equal, fails, has, ok } from "../check.mjs";

/** Seeded: who the demo campaign writes to. */
const PEOPLE = 8;

/** Another list with so many contacts; its id. */
const newList = async ({ client }, length = 2) => {
  const contacts = Array.from({ length }, (_, at) => ({ email: `new${at}@example.com` }));
  return (await client.contactLists.create({ name: "New", contacts })).id;
};

export default {
  "campaigns.create": {
    fields: {
      project_id: 1,
      name: "Q2 Enterprise Outreach",
      daily_allocation: 50,
      contact_list_ids: [1],
      email_mode: "ai_generated",
      ai_prompt: "Introduce our product.",
      follow_ups: [
        { delay_days: 3, mode: "ai_generated" },
        { delay_days: 7, mode: "ai_generated" },
      ],
      auto_reply_enabled: true,
      calendly_link: "https://calendly.com/john/30min",
      registration_link: "https://acme.com/signup",
    },
    check: async (made, { client, fields }) => {
      has(made, { name: fields.name, project_id: 1, status: "enabled", total_recipients: PEOPLE });
      has(await client.campaigns.get(made.id), fields);
      const refused = client.campaigns.create({ ...fields, project_id: 2 });
      const { message } = await fails(refused, "ValidationError", { status: 422 });
      ok(message.includes("project_id"), message);
    },
  },
  "campaigns.list": {
    fields: { page: 1, per_page: 100, project_id: 1, status: "enabled" },
    check: async (page, { client, fields }) => {
      equal(page.data.map(({ id }) => id), [1], "ids");
      equal((await client.campaigns.list({ ...fields, status: "disabled" })).total, 0, "disabled ones");
      equal((await client.campaigns.list({ project_id: 2 })).total, 0, "those of another's project");
    },
  },
  "campaigns.get": {
    check: (campaign) => {
      has(campaign, { id: 1, contact_list_ids: [1], ai_prompt: "Introduce the product." });
      equal(campaign.follow_ups, [{ delay_days: 3, mode: "ai_generated" }], "follow-ups");
    },
  },
  "campaigns.update": {
    fields: { daily_allocation: 80, follow_ups: [], auto_reply_enabled: false },
    before: ({ client }) => client.campaigns.get(1),
    check: async (campaign, { client, before, fields }) => {
      equal(campaign.name, before.name, "the name, which was not to change");
      has(await client.campaigns.get(1), fields);
    },
  },
  "campaigns.enable": {
    before: ({ client }) => client.campaigns.disable(1),
    check: async (campaign, { client }) => {
      has(campaign, { id: 1, status: "enabled" });
      equal((await client.campaigns.get(1)).status, "enabled", "the status");
    },
  },
  "campaigns.disable": {
    check: async (campaign, { client }) => {
      has(campaign, { id: 1, status: "disabled" });
      equal((await client.campaigns.get(1)).status, "disabled", "the status");
    },
  },
  "campaigns.getStats": {
    check: (stats) => {
      has(stats, { campaign_id: 1, campaign_name: "Demo campaign", total_recipients: PEOPLE });
      equal(stats.delivered, stats.sent - stats.bounced, "delivered");
      equal(stats.reply_rate, Math.round((stats.replied / stats.delivered) * 1000) / 10, "replies");
      equal(stats.daily_breakdown.reduce((sum, { sent }) => sum + sent, 0), stats.sent, "sent on all days");
    },
  },
  "campaigns.listRecipients": {
    fields: { page: 1, per_page: 5 },
    check: async (page, { client }) => {
      has(page, { total: PEOPLE, last_page: 2, per_page: 5, to: 5 });
      equal(page.data[0].status, "replied", "the status of the first");
      equal((await client.campaigns.listRecipients(1, { page: 2, per_page: 5 })).data.length, 3, "the rest");
    },
  },
  "campaigns.addContactLists": {
    fields: ({ before }) => ({ contact_list_ids: [1, before ?? 1] }),
    before: newList,
    check: async (_, { client, before }) =>
      has(await client.campaigns.get(1), { contact_list_ids: [1, before], total_recipients: PEOPLE + 2 }),
  },
};
