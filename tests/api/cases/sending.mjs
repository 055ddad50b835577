// What the operations on domains, mailboxes, templates and a project's own mail servers do.

import { equal, fails, has, ok } from "../check.mjs";

const TEMPLATE = {
  name: "Cold intro",
  subject: "Quick question, {{first_name}}",
  body: "Hi {{first_name}},\n\nI noticed {{company}} is scaling fast...",
};

const SERVER = {
  smtp_host: "smtp.example.com",
  smtp_port: 465,
  smtp_encryption: "ssl",
  smtp_username: "john@example.com",
  smtp_password: "a-secret-of-the-suite",
  imap_host: "imap.example.com",
  imap_port: 993,
  imap_encryption: "ssl",
  from_name: "John Smith",
  from_email: "john@example.com",
  is_reply_mailbox: true,
};

const ids = (list) => list.map(({ id }) => id);

export default {
  "domains.list": {
    check: (domains) => equal(ids(domains), [1, 2], "ids"),
  },
  "domains.get": {
    check: (domain) => {
      has(domain, { id: 1, domain: "demo-mail.example", dns_status: "verified" });
      equal(ids(domain.mailboxes), [1, 2], "mailboxes");
      ok(domain.dns_records.length && domain.reputation_history.length, "no records or no history");
    },
  },
  "mailboxes.list": {
    check: (mailboxes) => equal(ids(mailboxes), [1, 2, 3, 4], "ids"),
  },
  "mailboxes.get": {
    check: (mailbox) => {
      has(mailbox, { id: 1, domain_id: 1, email: "john@demo-mail.example", daily_limit: 50 });
      ok(mailbox.warmup_schedule.length && mailbox.sending_history.length, "no schedule or no history");
    },
  },
  "templates.create": {
    fields: TEMPLATE,
    check: async (made, { client }) => {
      has(made, { ...TEMPLATE, archived: false });
      equal(await client.templates.get(made.id), made, "the template");
    },
  },
  "templates.list": {
    fields: { archived: true },
    check: async (templates, { client }) => {
      equal(templates.map(({ archived }) => archived), [false, true], "archived");
      equal(ids(await client.templates.list()), [1], "those not archived");
      equal(ids(await client.templates.list({ archived: false })), [1], "those not archived");
    },
  },
  "templates.get": {
    check: (template) => has(template, { id: 1, name: "Cold intro - SaaS", archived: false }),
  },
  "templates.update": {
    fields: { subject: "Another" },
    before: ({ client }) => client.templates.get(1),
    check: async (template, { client, before }) => {
      has(template, { subject: "Another", name: before.name, body: before.body });
      equal((await client.templates.get(1)).subject, "Another", "the subject");
    },
  },
  "templates.delete": {
    check: (_, { client }) => fails(client.templates.get(1), "NotFoundError"),
  },
  "templates.archive": {
    check: async (template, { client }) => {
      has(template, { id: 1, archived: true });
      equal(await client.templates.list(), [], "those not archived");
    },
  },
  "templates.restore": {
    before: ({ client }) => client.templates.archive(1),
    check: async (template, { client }) => {
      has(template, { id: 1, archived: false });
      equal(ids(await client.templates.list()), [1], "those not archived");
    },
  },
  "smtp.create": {
    fields: SERVER,
    check: async (made, { client }) => {
      const { smtp_password: secret, ...shown } = SERVER;
      has(made, shown);
      ok(!JSON.stringify(made).includes(secret), "the password came back");
      const all = await client.smtp.list(1);
      equal(all.map(({ is_reply_mailbox }) => is_reply_mailbox), [false, false, true], "reply mailboxes");
    },
  },
  "smtp.list": {
    check: (servers) => {
      equal(ids(servers), [1, 2], "ids");
      ok(servers.every(({ smtp_password }) => /^\*+$/.test(smtp_password)), "a password is not masked");
    },
  },
  "smtp.update": {
    fields: { smtp_port: 587, smtp_encryption: "tls" },
    check: async (server, { client, fields }) => {
      has(server, { id: 2, smtp_host: "smtp.demo.example", ...fields });
      has((await client.smtp.list(1))[1], fields);
    },
  },
  "smtp.delete": {
    check: async (_, { client }) => {
      equal(ids(await client.smtp.list(1)), [1], "ids");
      await fails(client.smtp.delete(1, 1), "ValidationError", { status: 422 });
      await client.campaigns.disable(1);
      await client.smtp.delete(1, 1);
      equal(await client.smtp.list(1), [], "servers");
    },
  },
};
