// What the operations on the inbox, the profile, billing and notifications do.

import { equal, fails, has, ok } from "../check.mjs";

const thread = async (client, id) =>
  (await client.inbox.listThreads()).data.find((one) => one.id == id);

export default {
  "inbox.listThreads": {
    fields: { page: 1, per_page: 2, project_id: 1, campaign_id: 1 },
    check: async (page, { client }) => {
      has(page, { total: 3, last_page: 2, to: 2 });
      const hot = await client.inbox.listThreads({ tag: "hot-lead" });
      equal(hot.data.map(({ id }) => id), [3], "hot leads");
      equal((await client.inbox.listThreads({ project_id: 2 })).total, 0, "another's threads");
    },
  },
  "inbox.getThread": {
    check: (messages) => {
      equal(messages.map(({ direction }) => direction), ["outbound", "inbound"], "directions");
      ok(messages[0].sent_at < messages[1].sent_at, "the latest is first");
    },
  },
  "inbox.reply": {
    fields: { body: "Thanks for your interest!" },
    check: async (message, { client }) => {
      has(message, { direction: "outbound", body: "Thanks for your interest!" });
      equal((await client.inbox.getThread(1)).at(-1), message, "the last message");
    },
  },
  "inbox.setTag": {
    fields: { tag: "hot-lead" },
    check: async (changed, { client }) => {
      has(changed, { id: 1, tag: "hot-lead" });
      equal((await thread(client, 1)).tag, "hot-lead", "the tag");
    },
  },
  "inbox.cancelAutoReply": {
    before: ({ client }) => thread(client, 1),
    check: async (_, { client, before }) => {
      const { auto_reply: next } = await thread(client, 1);
      ok(next.scheduled_at > before.auto_reply.scheduled_at, "the next one is not another");
      await client.inbox.cancelAutoReply(1);
      equal((await thread(client, 1)).auto_reply, null, "the next one");
      await fails(client.inbox.cancelAutoReply(1), "NotFoundError");
    },
  },
  "inbox.updateAutoReply": {
    fields: { body: "Updated auto-reply content..." },
    check: async (_, { client, fields }) => {
      has((await thread(client, 1)).auto_reply, fields);
      await fails(client.inbox.updateAutoReply(3, fields), "NotFoundError");
    },
  },
  "profile.get": {
    check: ({ work_schedule }) => ok(work_schedule.days.length, "no work days"),
  },
  "profile.update": {
    fields: {
      name: "Ann",
      forwarding_email: null,
      timezone: "Europe/Berlin",
      work_schedule: { start: "08:30" },
    },
    before: ({ client }) => client.profile.get(),
    check: async (profile, { client, before }) => {
      const { start, ...rest } = profile.work_schedule;
      equal(start, "08:30", "the start");
      has(before.work_schedule, rest, "the schedule before");
      has(profile, { name: "Ann", email: before.email, forwarding_email: null, timezone: "Europe/Berlin" });
      equal(await client.profile.get(), profile, "the profile");
    },
  },
  "profile.regenerateApiKey": {
    check: async ({ api_key: key }, { client, makeClient, key: old }) => {
      ok(key && key != old, "the key is the old one");
      await client.profile.get();
      await makeClient({ apiKey: key }).profile.get();
      await fails(makeClient({ apiKey: old }).profile.get(), "UnauthorizedError", { status: 401 });
    },
  },
  "billing.getPlan": {
    check: (plan) => ok(plan.usage.sent <= plan.usage.limit, "more was sent than may be"),
  },
  "billing.changePlan": {
    fields: { plan_type: "own_smtp" },
    check: async (plan, { client, fields }) => {
      has(plan, fields);
      has(await client.billing.getPlan(), fields);
    },
  },
  "billing.listPayments": {
    fields: { page: 1, per_page: 2 },
    check: (page) => {
      has(page, { total: 3, last_page: 2 });
      ok(page.data[0].paid_at > page.data[1].paid_at, "the latest is not first");
      equal(page.data[0].amount, 99, "the amount");
    },
  },
  "notifications.list": {
    fields: { page: 1, per_page: 100, unread: true },
    check: async (page, { client }) => {
      equal(page.data.map(({ read_at }) => read_at), [null, null], "when they were read");
      equal((await client.notifications.list({ unread: false })).total, 3, "all");
    },
  },
  "notifications.markRead": {
    check: async (_, { client }) => {
      const { data } = await client.notifications.list({ unread: true });
      equal(data.map(({ id }) => id), [3], "the unread");
    },
  },
  "notifications.markAllRead": {
    check: async (_, { client }) => {
      equal((await client.notifications.list({ unread: true })).total, 0, "the unread");
      equal((await client.notifications.list()).total, 3, "all");
    },
  },
};
