// All of the API client, as its types have it: this must compile. Every operation is called in each
// way that it can be; package.test.mjs checks that none is missing.
import {
  AbortedError,
  ArgumentError,
  ForbiddenError,
  Linkyfy,
  LinkyfyError,
  NetworkError,
  NotFoundError,
  QuotaExceededError,
  RateLimitedError,
  ResponseError,
  ServerError,
  SubscriptionExpiredError,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
} from "linkyfy/client";
import type { Answer, Campaign, ClientOptions, Contact, Page, Project, RateLimit } from "linkyfy/client";

const options: ClientOptions = {
  apiKey: "key",
  baseUrl: "https://mailer.linkyfy.ai/api/v1",
  timeoutMs: 30_000,
  maxRetries: 2,
  maxWaitMs: 300_000,
  fetch: (url, init) => fetch(url, init),
  hooks: {
    request: ({ operation, method, url, headers, body, attempt }) =>
      console.log(operation, method, url, headers.accept, body, attempt),
    response: ({ status, durationMs }) => console.log(status, durationMs),
    retry: ({ code, waitMs }) => console.log(code, waitMs),
    wait: ({ waitMs }) => console.log(waitMs),
  },
  allowInBrowser: false,
  routes: { "projects.update": "PATCH /projects/{project_id}" },
};
const client = new Linkyfy(options);
new Linkyfy({ apiKey: null });
client.setApiKey("another");

// As the README has it, with Node.js's `process`.
declare const process: { env: Record<string, string | undefined> };
{
  const client = new Linkyfy({ apiKey: process.env.LINKYFY_API_KEY });
  const campaigns = await client.campaigns.list({ project_id: 42 });
  console.log(campaigns.total);
}

await client.projects.create({
  name: "text",
  company_name: "text",
  website_url: "text",
  description: "text",
  from_name: "text",
  daily_allocation: 1,
  weekly_limit: 1,
});
await client.projects.list({ page: 1, per_page: 1 });
await client.projects.get(42);
await client.projects.get({ project_id: 42 });
await client.projects.update(42, {
  name: "text",
  company_name: "text",
  website_url: "text",
  description: "text",
  from_name: "text",
  daily_allocation: 1,
  weekly_limit: 1,
});
await client.projects.update({ project_id: 42 });
await client.projects.listDomains(42);
await client.projects.listDomains({ project_id: 42 });
await client.projects.listMailboxes(42);
await client.projects.listMailboxes({ project_id: 42 });
await client.projects.getBlocklist(42);
await client.projects.getBlocklist({ project_id: 42 });
await client.projects.addToBlocklist(42, { entries: ["example.org"] });
await client.projects.addToBlocklist({ project_id: 42, entries: ["example.org"] });
await client.projects.removeFromBlocklist(42, { entries: ["example.org"] });
await client.projects.removeFromBlocklist({ project_id: 42, entries: ["example.org"] });
await client.projects.getTrackingSnippet(42);
await client.projects.getTrackingSnippet({ project_id: 42 });
await client.projects.getTrackingStats(42);
await client.projects.getTrackingStats({ project_id: 42 });

await client.campaigns.create({
  project_id: 1,
  name: "text",
  daily_allocation: 1,
  contact_list_ids: [10, 15],
  email_mode: "text",
  ai_prompt: "text",
  follow_ups: [{ delay_days: 3, mode: "ai_generated" }],
  auto_reply_enabled: true,
  calendly_link: "text",
  registration_link: "text",
});
await client.campaigns.list({ page: 1, per_page: 1, project_id: 1, status: "text" });
await client.campaigns.get(42);
await client.campaigns.get({ campaign_id: 42 });
await client.campaigns.update(42, {
  name: "text",
  daily_allocation: 1,
  contact_list_ids: [10, 15],
  email_mode: "text",
  ai_prompt: "text",
  follow_ups: [{ delay_days: 3, mode: "ai_generated" }],
  auto_reply_enabled: true,
  calendly_link: "text",
  registration_link: "text",
});
await client.campaigns.update({ campaign_id: 42 });
await client.campaigns.enable(42);
await client.campaigns.enable({ campaign_id: 42 });
await client.campaigns.disable(42);
await client.campaigns.disable({ campaign_id: 42 });
await client.campaigns.getStats(42);
await client.campaigns.getStats({ campaign_id: 42 });
await client.campaigns.listRecipients(42, { page: 1, per_page: 1 });
await client.campaigns.listRecipients({ campaign_id: 42 });
await client.campaigns.addContactLists(42, { contact_list_ids: [10, 15] });
await client.campaigns.addContactLists({ campaign_id: 42, contact_list_ids: [10, 15] });

// What is given may be unchangeable.
const ids = [10, 15] as const;
const contacts: readonly { readonly email: string }[] = [{ email: "ann@example.com" }];
const days = ["monday", "friday"] as const;
await client.campaigns.create({ project_id: 42, name: "text", contact_list_ids: ids });
await client.contactLists.addContacts(42, { contacts });
await client.profile.update({ work_schedule: { days } });

await client.contactLists.create({
  name: "text",
  contacts: [{ email: "ann@example.com", first_name: "Ann" }],
});
await client.contactLists.list({ page: 1, per_page: 1 });
await client.contactLists.get(42, { page: 1, per_page: 1 });
await client.contactLists.get({ list_id: 42 });
await client.contactLists.update(42, { name: "text" });
await client.contactLists.update({ list_id: 42 });
await client.contactLists.delete(42);
await client.contactLists.delete({ list_id: 42 });
await client.contactLists.addContacts(42, {
  contacts: [{ email: "ann@example.com", first_name: "Ann" }],
});
await client.contactLists.addContacts({
  list_id: 42,
  contacts: [{ email: "ann@example.com", first_name: "Ann" }],
});
await client.contactLists.updateContact(42, 43, {
  email: "ann@example.com",
  first_name: "text",
  last_name: "text",
  company: "text",
  position: "text",
});
await client.contactLists.updateContact({ list_id: 42, contact_id: 42 });
await client.contactLists.removeContact(42, 43);
await client.contactLists.removeContact({ list_id: 42, contact_id: 42 });

await client.domains.list();
await client.domains.get(42);
await client.domains.get({ domain_id: 42 });

await client.mailboxes.list();
await client.mailboxes.get(42);
await client.mailboxes.get({ mailbox_id: 42 });

await client.templates.create({ name: "text", subject: "text", body: "text" });
await client.templates.list({ archived: true });
await client.templates.get(42);
await client.templates.get({ template_id: 42 });
await client.templates.update(42, { name: "text", subject: "text", body: "text" });
await client.templates.update({ template_id: 42 });
await client.templates.delete(42);
await client.templates.delete({ template_id: 42 });
await client.templates.archive(42);
await client.templates.archive({ template_id: 42 });
await client.templates.restore(42);
await client.templates.restore({ template_id: 42 });

await client.inbox.listThreads({ page: 1, per_page: 1, project_id: 1, campaign_id: 1, tag: "text" });
await client.inbox.getThread(42);
await client.inbox.getThread({ thread_id: 42 });
await client.inbox.reply(42, { body: "text" });
await client.inbox.reply({ thread_id: 42, body: "text" });
await client.inbox.setTag(42, { tag: "text" });
await client.inbox.setTag({ thread_id: 42, tag: "text" });
await client.inbox.cancelAutoReply(42);
await client.inbox.cancelAutoReply({ thread_id: 42 });
await client.inbox.updateAutoReply(42, { body: "text" });
await client.inbox.updateAutoReply({ thread_id: 42, body: "text" });

await client.profile.get();
await client.profile.update({
  name: "text",
  email: "ann@example.com",
  forwarding_email: "text",
  timezone: "text",
  language: "text",
  preferences: {},
});
await client.profile.regenerateApiKey();

await client.billing.getPlan();
await client.billing.changePlan({ plan_type: "own_smtp" });
await client.billing.listPayments({ page: 1, per_page: 1 });

await client.notifications.list({ page: 1, per_page: 1, unread: true });
await client.notifications.markRead(42);
await client.notifications.markRead({ notification_id: 42 });
await client.notifications.markAllRead();

await client.tracking.recordImpression({
  project_id: 1,
  visitor_id: "text",
  page_url: "text",
  referrer: "text",
  event_id: "text",
});
await client.tracking.recordRegistration({
  project_id: 1,
  visitor_id: "text",
  email: "ann@example.com",
  event_id: "text",
});

await client.smtp.create(42, {
  smtp_host: "text",
  smtp_port: 1,
  smtp_encryption: "text",
  smtp_username: "text",
  smtp_password: "text",
  imap_host: "text",
  imap_port: 1,
  imap_encryption: "text",
  from_name: "text",
  from_email: "text",
  is_reply_mailbox: true,
});
await client.smtp.create({
  project_id: 42,
  smtp_host: "text",
  smtp_port: 1,
  smtp_username: "text",
  smtp_password: "text",
  from_email: "text",
});
await client.smtp.list(42);
await client.smtp.list({ project_id: 42 });
await client.smtp.update(42, 43, {
  smtp_host: "text",
  smtp_port: 1,
  smtp_encryption: "text",
  smtp_username: "text",
  smtp_password: "text",
  imap_host: "text",
  imap_port: 1,
  imap_encryption: "text",
  from_name: "text",
  from_email: "text",
  is_reply_mailbox: true,
});
await client.smtp.update({ project_id: 42, smtp_id: 42 });
await client.smtp.delete(42, 43);
await client.smtp.delete({ project_id: 42, smtp_id: 42 });

const signal = AbortSignal.timeout(1000);
const project: Project = await client.projects.get(42, { signal, timeoutMs: 1, maxRetries: 0, maxWaitMs: 0 });
const name: string = project.name;
const answer: Answer<Project> = await client.projects.get(42).withResponse();
const limit: RateLimit | null = answer.rateLimit;
const page: Page<Campaign> = await client.campaigns.list();
const next: Page<Campaign> | undefined = page.hasNext ? await page.next() : undefined;
for await (const campaign of client.campaigns.list({ project_id: 42 })) {
  const status: "enabled" | "disabled" | (string & {}) = campaign.status;
  console.log(status, campaign.total_recipients);
}
for await (const contact of client.contactLists.get(10)) {
  const { email }: Contact = contact;
  console.log(email);
}
for await (const domain of client.domains.list()) console.log(domain.domain);
const nothing: null = await client.templates.delete(1);
const raw = await client.request<{ id: number }>("POST", "/projects", { body: {}, retryClass: "unsafe" });
await client.request("GET", "/projects", { query: { page: 2 }, signal });
try {
  await client.profile.get();
} catch (error) {
  if (error instanceof ArgumentError) console.log(error.parameter.length);
  else if (error instanceof RateLimitedError) console.log(error.retryAt?.getTime());
  else if (error instanceof LinkyfyError && error.code == "NOT_FOUND") console.log(error.retryable);
}
const classes: Array<new (...args: never[]) => LinkyfyError> = [
  AbortedError,
  ForbiddenError,
  NetworkError,
  NotFoundError,
  QuotaExceededError,
  ResponseError,
  ServerError,
  SubscriptionExpiredError,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
];
console.log(name, limit?.resetAt, next?.data.length, nothing, raw.id, classes);
