// Written by `cargo xtask codegen` from openapi.yaml. Descriptions are the vendor's own words where
// there are such; what is inferred, as the vendor's text doesn't say it, is marked.

import type { Call, CallOptions, ListCall, Page } from "./client.js";

export type Id = number;

/** A time, UTC, in whole seconds. Such as `"2026-04-09T10:30:00Z"`. */
export type Timestamp = string;

/** A day, UTC. Such as `"2026-04-09"`. */
export type Day = string;

/** An absolute http or https URL. At most 2048 characters. */
export type WebUrl = string;

/** At most 254 characters. */
export type Email = string;

/** (Inferred.) */
export type ProjectPage = Page<Project>;

/** (Inferred.) */
export type CampaignPage = Page<Campaign>;

/** (Inferred.) */
export type RecipientPage = Page<Recipient>;

/** (Inferred.) */
export type ContactListPage = Page<ContactList>;

/** (Inferred.) */
export type ThreadPage = Page<Thread>;

/** (Inferred.) */
export type PaymentPage = Page<Payment>;

/** (Inferred.) */
export type NotificationPage = Page<Notification>;

/** (Inferred.) */
export type ContactPage = Page<Contact>;

/** A project. What wasn't given is null (inferred). */
export interface Project {
  /** Such as `42`. */
  id: Id;
  /** Such as `"Acme Corp Outreach"`. */
  name: string;
  /** Such as `"Acme Corporation"`. */
  company_name: string | null;
  /** Such as `"https://acme.com"`. */
  website_url: string | null;
  /** Such as `"Cold outreach campaign for enterprise SaaS leads"`. */
  description: string | null;
  /** Such as `"John Smith"`. */
  from_name: string | null;
  /** Mails a day. Such as `100`. */
  daily_allocation: number | null;
  /** Mails a week. Such as `500`. */
  weekly_limit: number | null;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T10:30:00Z"`. */
  created_at: Timestamp;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T10:30:00Z"`. */
  updated_at: Timestamp;
}

/** A project with "settings, limits, and counts". How those are called is inferred. */
export interface ProjectFull {
  /** Such as `42`. */
  id: Id;
  /** Such as `"Acme Corp Outreach"`. */
  name: string;
  /** Such as `"Acme Corporation"`. */
  company_name: string | null;
  /** Such as `"https://acme.com"`. */
  website_url: string | null;
  /** Such as `"Cold outreach campaign for enterprise SaaS leads"`. */
  description: string | null;
  /** Such as `"John Smith"`. */
  from_name: string | null;
  /** Mails a day. Such as `100`. */
  daily_allocation: number | null;
  /** Mails a week. Such as `500`. */
  weekly_limit: number | null;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T10:30:00Z"`. */
  created_at: Timestamp;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T10:30:00Z"`. */
  updated_at: Timestamp;
  /** (Inferred.) */
  settings: Record<string, unknown>;
  /** (Inferred.) Such as `1`. */
  campaigns_count: number;
  /** (Inferred.) Such as `1`. */
  domains_count: number;
  /** (Inferred.) Such as `2`. */
  mailboxes_count: number;
}

export interface ProjectCreate {
  /** At most 255 characters. Such as `"Acme Corp Outreach"`. */
  name: string;
  /** At most 255 characters. Such as `"Acme Corporation"`. */
  company_name?: string;
  /** An absolute http or https URL. At most 2048 characters. Such as `"https://acme.com"`. */
  website_url?: WebUrl;
  /** At most 5000 characters. Such as `"Cold outreach campaign for enterprise SaaS leads"`. */
  description?: string;
  /** At most 255 characters. Such as `"John Smith"`. */
  from_name?: string;
  /** Mails a day. From 0 to 1000000. Such as `100`. */
  daily_allocation?: number;
  /** Mails a week. From 0 to 1000000. Such as `500`. */
  weekly_limit?: number;
}

/** The fields to change, those of ProjectCreate. (Inferred.) */
export interface ProjectUpdate {
  /** At most 255 characters. (Inferred.) Such as `"Acme Corp Outreach"`. */
  name?: string;
  /** At most 255 characters. (Inferred.) */
  company_name?: string;
  /** An absolute http or https URL. At most 2048 characters. (Inferred.) */
  website_url?: WebUrl;
  /** At most 5000 characters. (Inferred.) */
  description?: string;
  /** At most 255 characters. (Inferred.) */
  from_name?: string;
  /** Mails a day. From 0 to 1000000. (Inferred.) Such as `150`. */
  daily_allocation?: number;
  /** Mails a week. From 0 to 1000000. (Inferred.) */
  weekly_limit?: number;
}

export interface BlocklistEntries {
  /** Email addresses and domains. At most 1000 items. */
  entries: ReadonlyArray<BlocklistEntry>;
}

/**
 * An email address, or a domain of at least two labels. At most 254 characters. (Inferred.) Such as
 * `"example.org"`.
 */
export type BlocklistEntry = string;

/** The snippet's HTML in a field, as "all endpoints return JSON". (Inferred.) */
export interface TrackingSnippet {
  /**
   * (Inferred.) Such as `"<script async src=\"https://…/linkyfy.js\"
   * data-project-id=\"42\"></script>"`.
   */
  snippet: string;
}

export interface TrackingStats {
  /** Such as `1243`. */
  total_impressions: number;
  /** Such as `87`. */
  total_registrations: number;
  /** Registrations per 100 impressions, to one decimal. Such as `7.0`. */
  conversion_rate: number;
  /** Newest first. */
  daily: Array<TrackingDay>;
}

export interface TrackingDay {
  /** A day, UTC. Such as `"2026-04-08"`. */
  date: Day;
  /** Such as `156`. */
  impressions: number;
  /** Such as `12`. */
  registrations: number;
}

export interface Campaign {
  /** Such as `128`. */
  id: Id;
  /** Such as `42`. */
  project_id: Id;
  /** Such as `"Q2 Enterprise Outreach"`. */
  name: string;
  /** Such as `"enabled"`. */
  status: "enabled" | "disabled" | "sending" | (string & {});
  /** Mails a day; null where it wasn't given (inferred). Such as `50`. */
  daily_allocation: number | null;
  /** Such as `"ai_generated"`. */
  email_mode: "ai_generated" | "template" | "manual" | (string & {});
  /** Such as `true`. */
  auto_reply_enabled: boolean;
  /**
   * Different addresses on its lists, without those that the project blocks (inferred). Such as
   * `340`.
   */
  total_recipients: number;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T11:00:00Z"`. */
  created_at: Timestamp;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T11:00:00Z"`. */
  updated_at: Timestamp;
}

/** A campaign with its "flow configuration". How its parts are called is inferred. */
export interface CampaignFull {
  /** Such as `128`. */
  id: Id;
  /** Such as `42`. */
  project_id: Id;
  /** Such as `"Q2 Enterprise Outreach"`. */
  name: string;
  /** Such as `"enabled"`. */
  status: "enabled" | "disabled" | "sending" | (string & {});
  /** Mails a day; null where it wasn't given (inferred). Such as `50`. */
  daily_allocation: number | null;
  /** Such as `"ai_generated"`. */
  email_mode: "ai_generated" | "template" | "manual" | (string & {});
  /** Such as `true`. */
  auto_reply_enabled: boolean;
  /**
   * Different addresses on its lists, without those that the project blocks (inferred). Such as
   * `340`.
   */
  total_recipients: number;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T11:00:00Z"`. */
  created_at: Timestamp;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T11:00:00Z"`. */
  updated_at: Timestamp;
  /** (Inferred.) */
  contact_list_ids: Array<Id>;
  /** (Inferred.) */
  ai_prompt: string | null;
  /** (Inferred.) */
  follow_ups: Array<FollowUp>;
  /** (Inferred.) Such as `"https://calendly.com/john/30min"`. */
  calendly_link: string | null;
  /** (Inferred.) Such as `"https://acme.com/signup"`. */
  registration_link: string | null;
}

/** A mail to those who haven't answered. */
export interface FollowUp {
  /** From 0 to 365. Such as `3`. */
  delay_days: number;
  /** At most 255 characters. Such as `"ai_generated"`. */
  mode: "ai_generated" | "template" | "manual" | (string & {});
}

export interface CampaignCreate {
  /** Such as `42`. */
  project_id: Id;
  /** At most 255 characters. Such as `"Q2 Enterprise Outreach"`. */
  name: string;
  /** Mails a day. From 0 to 1000000. Such as `50`. */
  daily_allocation?: number;
  /** At most 1000 items. */
  contact_list_ids?: ReadonlyArray<Id>;
  /** At most 255 characters. Such as `"ai_generated"`. */
  email_mode?: "ai_generated" | "template" | "manual" | (string & {});
  /** At most 5000 characters. */
  ai_prompt?: string;
  /** At most 1000 items. */
  follow_ups?: ReadonlyArray<FollowUp>;
  /** Such as `true`. */
  auto_reply_enabled?: boolean;
  /**
   * An absolute http or https URL. At most 2048 characters. Such as
   * `"https://calendly.com/john/30min"`.
   */
  calendly_link?: WebUrl;
  /** An absolute http or https URL. At most 2048 characters. Such as `"https://acme.com/signup"`. */
  registration_link?: WebUrl;
}

/** The fields to change, those of CampaignCreate but for the project. (Inferred.) */
export interface CampaignUpdate {
  /** At most 255 characters. (Inferred.) Such as `"Q2 Enterprise Outreach"`. */
  name?: string;
  /** Mails a day. From 0 to 1000000. (Inferred.) Such as `80`. */
  daily_allocation?: number;
  /** These in place of those before. At most 1000 items. (Inferred.) */
  contact_list_ids?: ReadonlyArray<Id>;
  /** At most 255 characters. (Inferred.) */
  email_mode?: "ai_generated" | "template" | "manual" | (string & {});
  /** At most 5000 characters. (Inferred.) */
  ai_prompt?: string;
  /** These in place of those before. At most 1000 items. (Inferred.) */
  follow_ups?: ReadonlyArray<FollowUp>;
  /** (Inferred.) */
  auto_reply_enabled?: boolean;
  /** An absolute http or https URL. At most 2048 characters. (Inferred.) */
  calendly_link?: WebUrl;
  /** An absolute http or https URL. At most 2048 characters. (Inferred.) */
  registration_link?: WebUrl;
}

export interface CampaignStats {
  /** Such as `128`. */
  campaign_id: Id;
  /** Such as `"Q2 Enterprise Outreach"`. */
  campaign_name: string;
  /** Such as `"enabled"`. */
  status: "enabled" | "disabled" | "sending" | (string & {});
  /** Such as `340`. */
  total_recipients: number;
  /** Such as `210`. */
  sent: number;
  /** Sent and not bounced. Such as `205`. */
  delivered: number;
  /** Such as `98`. */
  opened: number;
  /** Such as `23`. */
  replied: number;
  /** Such as `5`. */
  bounced: number;
  /** Such as `2`. */
  spam: number;
  /** Opened per 100 delivered, to one decimal. Such as `47.8`. */
  open_rate: number;
  /** Replied per 100 delivered, to one decimal. Such as `11.2`. */
  reply_rate: number;
  /** Bounced per 100 sent, to one decimal. Such as `2.4`. */
  bounce_rate: number;
  /** Newest first. */
  daily_breakdown: Array<CampaignDay>;
}

export interface CampaignDay {
  /** A day, UTC. Such as `"2026-04-09"`. */
  date: Day;
  /** Such as `50`. */
  sent: number;
  /** Such as `22`. */
  opened: number;
  /** Such as `5`. */
  replied: number;
}

/** Somebody whom a campaign writes to, with "individual send/open/reply status". (Inferred.) */
export interface Recipient {
  /** (Inferred.) Such as `501`. */
  id: Id;
  /** (Inferred.) Such as `"jane@example.com"`. */
  email: string;
  /** (Inferred.) Such as `"Jane"`. */
  first_name: string | null;
  /** (Inferred.) Such as `"Doe"`. */
  last_name: string | null;
  /** (Inferred.) Such as `"sent"`. */
  status: "pending" | "sent" | "bounced" | "opened" | "replied" | "spam" | (string & {});
  /** (Inferred.) Such as `"2026-04-09T13:00:00Z"`. */
  sent_at: string | null;
  /** (Inferred.) */
  opened_at: string | null;
  /** (Inferred.) */
  replied_at: string | null;
}

export interface CampaignContactLists {
  /** At most 1000 items. */
  contact_list_ids: ReadonlyArray<Id>;
}

export interface ContactList {
  /** Such as `10`. */
  id: Id;
  /** Such as `"Enterprise CTOs"`. */
  name: string;
  /** Such as `2`. */
  contact_count: number;
  /** A time, UTC, in whole seconds. Such as `"2026-04-09T12:00:00Z"`. */
  created_at: Timestamp;
}

/** (Inferred.) */
export interface ContactListWithContacts {
  /** (Inferred.) Such as `10`. */
  id: Id;
  /** (Inferred.) Such as `"Enterprise CTOs"`. */
  name: string;
  /** (Inferred.) Such as `2`. */
  contact_count: number;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T12:00:00Z"`. */
  created_at: Timestamp;
  /** (Inferred.) */
  contacts: ContactPage;
}

export interface ContactListCreate {
  /** At most 255 characters. Such as `"Enterprise CTOs"`. */
  name: string;
  /** At most 1000 items. */
  contacts?: ReadonlyArray<ContactInput>;
}

/** The fields to change; the "other metadata" that the text speaks of is not named. */
export interface ContactListUpdate {
  /** At most 255 characters. Such as `"Enterprise CTOs 2026"`. */
  name?: string;
}

export interface ContactInput {
  /** At most 254 characters. Such as `"jane@example.com"`. */
  email: Email;
  /** At most 255 characters. Such as `"Jane"`. */
  first_name?: string;
  /** At most 255 characters. Such as `"Doe"`. */
  last_name?: string;
  /** At most 255 characters. Such as `"TechCorp"`. */
  company?: string;
  /** At most 255 characters. Such as `"CTO"`. */
  position?: string;
}

/** Contacts as in ContactListCreate. (Inferred.) */
export interface ContactsAdd {
  /** At most 1000 items. (Inferred.) */
  contacts: ReadonlyArray<ContactInput>;
}

/** (Inferred.) */
export interface ContactsAdded {
  /** (Inferred.) Such as `1`. */
  added: number;
  /**
   * Contacts whose address was on the list, or came before in the same call. (Inferred.) Such as
   * `1`.
   */
  skipped: number;
  /** Contacts that the list has now. (Inferred.) Such as `3`. */
  contact_count: number;
}

/** A contact, with the fields that it is made from. What wasn't given is null. (Inferred.) */
export interface Contact {
  /** (Inferred.) Such as `5`. */
  id: Id;
  /** (Inferred.) Such as `"jane@example.com"`. */
  email: string;
  /** (Inferred.) Such as `"Jane"`. */
  first_name: string | null;
  /** (Inferred.) Such as `"Doe"`. */
  last_name: string | null;
  /** (Inferred.) Such as `"TechCorp"`. */
  company: string | null;
  /** (Inferred.) Such as `"CTO"`. */
  position: string | null;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T12:00:00Z"`. */
  created_at: Timestamp;
}

/** The fields to change, those of ContactInput. (Inferred.) */
export interface ContactUpdate {
  /** At most 254 characters. (Inferred.) */
  email?: Email;
  /** At most 255 characters. (Inferred.) Such as `"Janet"`. */
  first_name?: string;
  /** At most 255 characters. (Inferred.) */
  last_name?: string;
  /** At most 255 characters. (Inferred.) */
  company?: string;
  /** At most 255 characters. (Inferred.) Such as `"CIO"`. */
  position?: string;
}

/** (Inferred.) */
export interface Domain {
  /** (Inferred.) Such as `7`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `"mail.acme.com"`. */
  domain: string;
  /** (Inferred.) Such as `"verified"`. */
  dns_status: "verified" | "pending" | "failed" | (string & {});
  /** Its scale is unknown. (Inferred.) Such as `92.5`. */
  reputation_score: number;
}

/** (Inferred.) */
export interface DomainFull {
  /** (Inferred.) Such as `7`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `"mail.acme.com"`. */
  domain: string;
  /** (Inferred.) Such as `"verified"`. */
  dns_status: "verified" | "pending" | "failed" | (string & {});
  /** Its scale is unknown. (Inferred.) Such as `92.5`. */
  reputation_score: number;
  /** (Inferred.) */
  dns_records: Array<DnsRecord>;
  /** Newest first. (Inferred.) */
  reputation_history: Array<ReputationDay>;
  /** (Inferred.) */
  mailboxes: Array<Mailbox>;
}

/** (Inferred.) */
export interface DnsRecord {
  /** (Inferred.) Such as `"TXT"`. */
  type: string;
  /** (Inferred.) Such as `"mail.acme.com"`. */
  host: string;
  /** (Inferred.) Such as `"v=spf1 include:_spf.linkyfy.ai ~all"`. */
  value: string;
  /** (Inferred.) Such as `"verified"`. */
  status: string;
}

/** (Inferred.) */
export interface ReputationDay {
  /** A day, UTC. (Inferred.) Such as `"2026-04-09"`. */
  date: Day;
  /** (Inferred.) Such as `92.5`. */
  score: number;
}

/** (Inferred.) */
export interface Mailbox {
  /** (Inferred.) Such as `3`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `7`. */
  domain_id: Id;
  /** (Inferred.) Such as `"john@mail.acme.com"`. */
  email: string;
  /** (Inferred.) Such as `"warming"`. */
  warmup_status: "warming" | "completed" | (string & {});
  /** Mails a day. (Inferred.) Such as `40`. */
  daily_limit: number;
}

/** (Inferred.) */
export interface MailboxFull {
  /** (Inferred.) Such as `3`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `7`. */
  domain_id: Id;
  /** (Inferred.) Such as `"john@mail.acme.com"`. */
  email: string;
  /** (Inferred.) Such as `"warming"`. */
  warmup_status: "warming" | "completed" | (string & {});
  /** Mails a day. (Inferred.) Such as `40`. */
  daily_limit: number;
  /** (Inferred.) */
  warmup_schedule: Array<WarmupDay>;
  /** Newest first. (Inferred.) */
  sending_history: Array<SendingDay>;
  /** (Inferred.) */
  reputation: Reputation;
}

/** (Inferred.) */
export interface WarmupDay {
  /** (Inferred.) Such as `1`. */
  day: number;
  /** Mails on that day. (Inferred.) Such as `5`. */
  limit: number;
}

/** (Inferred.) */
export interface SendingDay {
  /** A day, UTC. (Inferred.) Such as `"2026-04-09"`. */
  date: Day;
  /** (Inferred.) Such as `38`. */
  sent: number;
}

/** (Inferred.) */
export interface Reputation {
  /** (Inferred.) Such as `92.5`. */
  score: number;
  /** Newest first. (Inferred.) */
  history: Array<ReputationDay>;
}

export interface Template {
  /** (Inferred.) Such as `9`. */
  id: Id;
  /** Such as `"Cold intro - SaaS"`. */
  name: string;
  /** Such as `"Quick question, {{first_name}}"`. */
  subject: string;
  /** Such as `"Hi {{first_name}},\n\nI noticed {{company}} is scaling fast..."`. */
  body: string;
  /** (Inferred.) Such as `false`. */
  archived: boolean;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  created_at: Timestamp;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  updated_at: Timestamp;
}

/** A template. `{{first_name}}` and the like stand for a contact's fields. */
export interface TemplateCreate {
  /** At most 255 characters. Such as `"Cold intro - SaaS"`. */
  name: string;
  /** At most 255 characters. Such as `"Quick question, {{first_name}}"`. */
  subject: string;
  /**
   * At most 50000 characters. Such as `"Hi {{first_name}},\n\nI noticed {{company}} is scaling
   * fast..."`.
   */
  body: string;
}

/** The fields to change. */
export interface TemplateUpdate {
  /** At most 255 characters. Such as `"Cold intro - SaaS"`. */
  name?: string;
  /** At most 255 characters. Such as `"A question, {{first_name}}"`. */
  subject?: string;
  /** At most 50000 characters. */
  body?: string;
}

/** (Inferred.) */
export interface Thread {
  /** (Inferred.) Such as `77`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `128`. */
  campaign_id: Id;
  /** (Inferred.) Such as `"jane@example.com"`. */
  contact_email: string;
  /** (Inferred.) Such as `"Quick question, Jane"`. */
  subject: string;
  /** (Inferred.) Such as `"hot-lead"`. */
  tag: string | null;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  last_message_at: Timestamp;
  /** The next auto-reply that is scheduled; null where none is. (Inferred.) */
  auto_reply: AutoReply | null;
}

/** (Inferred.) */
export interface AutoReply {
  /** (Inferred.) Such as `"Happy to help!"`. */
  body: string;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T14:00:00Z"`. */
  scheduled_at: Timestamp;
}

/** (Inferred.) */
export interface Message {
  /** (Inferred.) Such as `901`. */
  id: Id;
  /** (Inferred.) Such as `"outbound"`. */
  direction: "inbound" | "outbound" | (string & {});
  /** (Inferred.) Such as `"john@mail.acme.com"`. */
  from: string;
  /** (Inferred.) Such as `"jane@example.com"`. */
  to: string;
  /** (Inferred.) Such as `"Re: Quick question, Jane"`. */
  subject: string;
  /** (Inferred.) Such as `"Thanks for your interest! Let me schedule a call..."`. */
  body: string;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  sent_at: Timestamp;
}

export interface Reply {
  /** At most 50000 characters. Such as `"Thanks for your interest! Let me schedule a call..."`. */
  body: string;
}

export interface ThreadTag {
  /**
   * Any text; how a tag is taken away is not documented. At most 255 characters. Such as
   * `"hot-lead"`.
   */
  tag: "hot-lead" | (string & {});
}

export interface AutoReplyUpdate {
  /** At most 50000 characters. Such as `"Updated auto-reply content here..."`. */
  body: string;
}

/** (Inferred.) */
export interface Profile {
  /** (Inferred.) Such as `1`. */
  id: Id;
  /** (Inferred.) Such as `"John Smith"`. */
  name: string;
  /** (Inferred.) Such as `"john@acme.com"`. */
  email: string;
  /** (Inferred.) */
  forwarding_email: string | null;
  /** A name of the IANA database. (Inferred.) Such as `"Europe/Berlin"`. */
  timezone: string;
  /** A language tag. (Inferred.) Such as `"en"`. */
  language: string;
  /** When mail may be sent, in the profile's time zone. (Inferred.) */
  work_schedule: WorkSchedule;
  /** (Inferred.) */
  preferences: Record<string, unknown>;
}

/** When mail may be sent, in the profile's time zone. (Inferred.) */
export interface WorkSchedule {
  /** (Inferred.) */
  days: Array<Weekday>;
  /** Hour and minute. (Inferred.) Such as `"09:00"`. */
  start: TimeOfDay;
  /** Hour and minute. (Inferred.) Such as `"17:00"`. */
  end: TimeOfDay;
}

/** (Inferred.) */
export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** Hour and minute. (Inferred.) */
export type TimeOfDay = string;

/** The fields to change, within the work schedule, too. (Inferred.) */
export interface ProfileUpdate {
  /** At most 255 characters. (Inferred.) */
  name?: string;
  /** At most 254 characters. (Inferred.) */
  email?: Email;
  /**
   * Where answers are forwarded; null for nowhere. At most 254 characters. (Inferred.) Such as
   * `"john@example.com"`.
   */
  forwarding_email?: string | null;
  /** A name of the IANA database. At most 255 characters. (Inferred.) Such as `"Europe/Berlin"`. */
  timezone?: string;
  /** A language tag. At most 35 characters. (Inferred.) Such as `"en"`. */
  language?: string;
  /** The fields to change. The end is after the start. (Inferred.) */
  work_schedule?: WorkScheduleUpdate;
  /** These in place of those before, of at most 50,000 bytes as JSON. (Inferred.) */
  preferences?: Record<string, unknown>;
}

/** The fields to change. The end is after the start. (Inferred.) */
export interface WorkScheduleUpdate {
  /** At most 7 items. (Inferred.) */
  days?: ReadonlyArray<Weekday>;
  /** Hour and minute. (Inferred.) Such as `"08:00"`. */
  start?: TimeOfDay;
  /** Hour and minute. (Inferred.) Such as `"16:00"`. */
  end?: TimeOfDay;
}

/** (Inferred.) */
export interface ApiKey {
  /** The new key. A secret. (Inferred.) Such as `"your-new-api-key"`. */
  api_key: string;
}

export interface Plan {
  /** Plan types: full_service, own_smtp Such as `"full_service"`. */
  plan_type: PlanType;
  /**
   * Mails of this billing cycle: those of campaigns, where follow-ups count with the first, and
   * answers. (Inferred.)
   */
  usage: PlanUsage;
  /** (Inferred.) */
  billing_cycle: BillingCycle;
}

/** Plan types: full_service, own_smtp Such as `"full_service"`. */
export type PlanType = "full_service" | "own_smtp";

/**
 * Mails of this billing cycle: those of campaigns, where follow-ups count with the first, and
 * answers. (Inferred.)
 */
export interface PlanUsage {
  /** (Inferred.) Such as `210`. */
  sent: number;
  /** (Inferred.) Such as `10000`. */
  limit: number;
}

/** (Inferred.) */
export interface BillingCycle {
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-01T00:00:00Z"`. */
  start: Timestamp;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-05-01T00:00:00Z"`. */
  end: Timestamp;
}

export interface PlanChange {
  /** Plan types: full_service, own_smtp Such as `"full_service"`. */
  plan_type: PlanType;
}

/** (Inferred.) */
export interface Payment {
  /** (Inferred.) Such as `31`. */
  id: Id;
  /** In units of the currency. (Inferred.) Such as `99.0`. */
  amount: number;
  /** (Inferred.) Such as `"USD"`. */
  currency: string;
  /** (Inferred.) Such as `"paid"`. */
  status: string;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  paid_at: Timestamp;
  /** (Inferred.) */
  invoice: Invoice;
}

/** (Inferred.) */
export interface Invoice {
  /** (Inferred.) Such as `"INV-2026-031"`. */
  number: string;
  /** (Inferred.) Such as `"https://mailer.linkyfy.ai/invoices/INV-2026-031"`. */
  url: string;
}

/** (Inferred.) */
export interface Notification {
  /** (Inferred.) Such as `60`. */
  id: Id;
  /** (Inferred.) Such as `"reply"`. */
  type: string;
  /** (Inferred.) Such as `"New reply"`. */
  title: string;
  /** (Inferred.) Such as `"jane@example.com has answered."`. */
  message: string;
  /** Null while it is unread. (Inferred.) */
  read_at: string | null;
  /** A time, UTC, in whole seconds. (Inferred.) Such as `"2026-04-09T10:30:00Z"`. */
  created_at: Timestamp;
}

export interface Impression {
  /** Such as `42`. */
  project_id: Id;
  /** At most 255 characters. Such as `"abc123-unique-visitor-id"`. */
  visitor_id: string;
  /** An absolute http or https URL. At most 2048 characters. Such as `"https://acme.com/pricing"`. */
  page_url: WebUrl;
  /**
   * Where the visitor came from; an empty string where that is unknown. At most 2048 characters.
   * Such as `"https://google.com"`.
   */
  referrer?: string;
  /**
   * The same in every try to send the same event, so that a server can drop duplicates. Not the
   * vendor's: this SDK sends it where a site asks for it, and the sandbox knows it. (Inferred.)
   */
  event_id?: EventId;
}

export interface Registration {
  /** Such as `42`. */
  project_id: Id;
  /**
   * The same as in the visitor's impressions. At most 255 characters. Such as
   * `"abc123-unique-visitor-id"`.
   */
  visitor_id: string;
  /** At most 254 characters. Such as `"newuser@example.com"`. */
  email: Email;
  /**
   * The same in every try to send the same event, so that a server can drop duplicates. Not the
   * vendor's: this SDK sends it where a site asks for it, and the sandbox knows it. (Inferred.)
   */
  event_id?: EventId;
}

/**
 * The same in every try to send the same event, so that a server can drop duplicates. Not the
 * vendor's: this SDK sends it where a site asks for it, and the sandbox knows it. (Inferred.)
 */
export type EventId = string;

/** A configuration, with the fields that it is made from. What wasn't given is null. (Inferred.) */
export interface Smtp {
  /** (Inferred.) Such as `2`. */
  id: Id;
  /** (Inferred.) Such as `42`. */
  project_id: Id;
  /** (Inferred.) Such as `"smtp.yourdomain.com"`. */
  smtp_host: string;
  /** (Inferred.) Such as `465`. */
  smtp_port: number;
  /** (Inferred.) Such as `"ssl"`. */
  smtp_encryption: "ssl" | "tls" | "none" | (string & {}) | null;
  /** (Inferred.) Such as `"sender@yourdomain.com"`. */
  smtp_username: string;
  /** Masked. (Inferred.) Such as `"********"`. */
  smtp_password: string;
  /** (Inferred.) Such as `"imap.yourdomain.com"`. */
  imap_host: string | null;
  /** (Inferred.) Such as `993`. */
  imap_port: number | null;
  /** (Inferred.) Such as `"ssl"`. */
  imap_encryption: "ssl" | "tls" | "none" | (string & {}) | null;
  /** (Inferred.) Such as `"John Smith"`. */
  from_name: string | null;
  /** (Inferred.) Such as `"sender@yourdomain.com"`. */
  from_email: string;
  /** (Inferred.) Such as `false`. */
  is_reply_mailbox: boolean;
}

export interface SmtpCreate {
  /** At most 255 characters. Such as `"smtp.yourdomain.com"`. */
  smtp_host: string;
  /** From 1 to 65535. Such as `465`. */
  smtp_port: number;
  /** At most 255 characters. Such as `"ssl"`. */
  smtp_encryption?: "ssl" | "tls" | "none" | (string & {});
  /** At most 255 characters. Such as `"sender@yourdomain.com"`. */
  smtp_username: string;
  /** A secret. The mask of an answer is refused. At most 255 characters. Such as `"your-password"`. */
  smtp_password: string;
  /** At most 255 characters. Such as `"imap.yourdomain.com"`. */
  imap_host?: string;
  /** From 1 to 65535. Such as `993`. */
  imap_port?: number;
  /** At most 255 characters. Such as `"ssl"`. */
  imap_encryption?: "ssl" | "tls" | "none" | (string & {});
  /** At most 255 characters. Such as `"John Smith"`. */
  from_name?: string;
  /** At most 254 characters. Such as `"sender@yourdomain.com"`. */
  from_email: Email;
  /** Such as `false`. */
  is_reply_mailbox?: boolean;
}

/** The fields to change, those of SmtpCreate. (Inferred.) */
export interface SmtpUpdate {
  /** At most 255 characters. (Inferred.) */
  smtp_host?: string;
  /** From 1 to 65535. (Inferred.) Such as `587`. */
  smtp_port?: number;
  /** At most 255 characters. (Inferred.) Such as `"tls"`. */
  smtp_encryption?: "ssl" | "tls" | "none" | (string & {});
  /** At most 255 characters. (Inferred.) */
  smtp_username?: string;
  /** A secret. The mask of an answer changes nothing. At most 255 characters. (Inferred.) */
  smtp_password?: string;
  /** At most 255 characters. (Inferred.) */
  imap_host?: string;
  /** From 1 to 65535. (Inferred.) */
  imap_port?: number;
  /** At most 255 characters. (Inferred.) */
  imap_encryption?: "ssl" | "tls" | "none" | (string & {});
  /** At most 255 characters. (Inferred.) */
  from_name?: string;
  /** At most 254 characters. (Inferred.) */
  from_email?: Email;
  /** (Inferred.) */
  is_reply_mailbox?: boolean;
}

/** What `projects.list` may be asked for. */
export interface ProjectsListQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. */
  page?: number;
  /**
   * How many items a page has. More than 100 is refused (inferred; the text says "max 100"). From 1
   * to 100. `15` where it is not set. Such as `15`.
   */
  per_page?: number;
}

/** What `campaigns.list` may be asked for. */
export interface CampaignsListQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
  /** Only those of this project. */
  project_id?: Id;
  /** Only those with this status. At most 255 characters. */
  status?: "enabled" | "disabled" | "sending" | (string & {});
}

/** What `campaigns.listRecipients` may be asked for. */
export interface CampaignsListRecipientsQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
}

/** What `contactLists.list` may be asked for. */
export interface ContactListsListQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
}

/** What `contactLists.get` may be asked for. */
export interface ContactListsGetQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
}

/** What `templates.list` may be asked for. */
export interface TemplatesListQuery {
  /** Whether to include archived templates. `false` where it is not set. */
  archived?: boolean;
}

/** What `inbox.listThreads` may be asked for. */
export interface InboxListThreadsQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
  /** Only those of this project. */
  project_id?: Id;
  /** Only those of this campaign. */
  campaign_id?: Id;
  /** Only those with this tag. At most 255 characters. */
  tag?: "hot-lead" | (string & {});
}

/** What `billing.listPayments` may be asked for. */
export interface BillingListPaymentsQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
}

/** What `notifications.list` may be asked for. */
export interface NotificationsListQuery {
  /** Which page, from 1. `1` where it is not set. Such as `1`. (Inferred.) */
  page?: number;
  /** How many items a page has. From 1 to 100. `15` where it is not set. Such as `15`. (Inferred.) */
  per_page?: number;
  /** Whether to show only unread. `false` shows all, as nothing does. `false` where it is not set. */
  unread?: boolean;
}

/** What is advertised, its blocklist, and what its website's tracker counted. */
export interface ProjectsGroup {
  /**
   * Create a new project. Which fields are required is not documented; name is assumed. `POST
   * /projects` (documented). Repeated only where nothing was done (unsafe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  create(fields: ProjectCreate, options?: CallOptions): Call<Project>;

  /**
   * List projects. Returns a paginated list of all projects belonging to the authenticated user.
   * `GET /projects` (documented). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(fields?: ProjectsListQuery, options?: CallOptions): ListCall<ProjectPage, Project>;

  /** The same as the next, with all parameters by name. */
  get(fields: { project_id: Id }, options?: CallOptions): Call<ProjectFull>;
  /**
   * Get a project. Returns the full project object including settings, limits, and counts. `GET
   * /projects/{project_id}` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  get(project_id: Id, options?: CallOptions): Call<ProjectFull>;

  /** The same as the next, with all parameters by name. */
  update(fields: { project_id: Id } & ProjectUpdate, options?: CallOptions): Call<Project>;
  /**
   * Change a project. Update project fields. Only include the fields you want to change. Without a
   * field it changes nothing. `PUT /projects/{project_id}` (inferred). Repeated where it fails
   * (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  update(project_id: Id, fields: ProjectUpdate, options?: CallOptions): Call<Project>;

  /** The same as the next, with all parameters by name. */
  listDomains(fields: { project_id: Id }, options?: CallOptions): ListCall<Array<Domain>, Domain>;
  /**
   * List a project's domains. Returns all domains associated with the project, including DNS status
   * and reputation score. `GET /projects/{project_id}/domains` (inferred). Repeated where it fails
   * (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  listDomains(project_id: Id, options?: CallOptions): ListCall<Array<Domain>, Domain>;

  /** The same as the next, with all parameters by name. */
  listMailboxes(fields: { project_id: Id }, options?: CallOptions): ListCall<Array<Mailbox>, Mailbox>;
  /**
   * List a project's mailboxes. Returns all mailboxes associated with the project, including warmup
   * status and daily limits. `GET /projects/{project_id}/mailboxes` (inferred). Repeated where it
   * fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  listMailboxes(project_id: Id, options?: CallOptions): ListCall<Array<Mailbox>, Mailbox>;

  /** The same as the next, with all parameters by name. */
  getBlocklist(fields: { project_id: Id }, options?: CallOptions): ListCall<Array<string>, string>;
  /**
   * Get a project's blocklist. Returns the list of blocked email addresses and domains for this
   * project. All entries, in lower case. `GET /projects/{project_id}/blocklist` (inferred).
   * Repeated where it fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN,
   * NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  getBlocklist(project_id: Id, options?: CallOptions): ListCall<Array<string>, string>;

  /** The same as the next, with all parameters by name. */
  addToBlocklist(fields: { project_id: Id } & BlocklistEntries, options?: CallOptions): Call<null>;
  /**
   * Block addresses and domains. An entry that is there already is no error. Recipients that
   * campaigns haven't written to yet are affected. `POST /projects/{project_id}/blocklist`
   * (inferred). Repeated where it fails (idempotent). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  addToBlocklist(project_id: Id, fields: BlocklistEntries, options?: CallOptions): Call<null>;

  /** The same as the next, with all parameters by name. */
  removeFromBlocklist(fields: { project_id: Id } & BlocklistEntries, options?: CallOptions): Call<null>;
  /**
   * Unblock addresses and domains. A DELETE with a body. An entry that isn't there is no error.
   * `DELETE /projects/{project_id}/blocklist` (inferred). Repeated where it fails (idempotent).
   * Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  removeFromBlocklist(project_id: Id, fields: BlocklistEntries, options?: CallOptions): Call<null>;

  /** The same as the next, with all parameters by name. */
  getTrackingSnippet(fields: { project_id: Id }, options?: CallOptions): Call<TrackingSnippet>;
  /**
   * Get the tracking snippet. Returns the JavaScript tracking snippet HTML for embedding on your
   * website. `GET /projects/{project_id}/tracking-snippet` (inferred). Repeated where it fails
   * (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  getTrackingSnippet(project_id: Id, options?: CallOptions): Call<TrackingSnippet>;

  /** The same as the next, with all parameters by name. */
  getTrackingStats(fields: { project_id: Id }, options?: CallOptions): Call<TrackingStats>;
  /**
   * Get website tracking data. Returns website tracking data: impressions and registrations grouped
   * by date. Days without an event are left out. `GET /projects/{project_id}/tracking-stats`
   * (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED,
   * FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  getTrackingStats(project_id: Id, options?: CallOptions): Call<TrackingStats>;
}

/** Who is written to, about what, and what became of it. */
export interface CampaignsGroup {
  /**
   * Create a campaign. A new campaign is enabled, as in the vendor's example. The answer of the
   * example has neither prompt, follow-ups, contact lists nor links; campaigns.get has them. `POST
   * /campaigns` (inferred). Repeated only where nothing was done (unsafe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, QUOTA_EXCEEDED, RATE_LIMITED, SERVER_ERROR.
   */
  create(fields: CampaignCreate, options?: CallOptions): Call<Campaign>;

  /**
   * List campaigns. Returns paginated campaigns. Filter by project_id and status query parameters.
   * `GET /campaigns` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(fields?: CampaignsListQuery, options?: CallOptions): ListCall<CampaignPage, Campaign>;

  /** The same as the next, with all parameters by name. */
  get(fields: { campaign_id: Id }, options?: CallOptions): Call<CampaignFull>;
  /**
   * Get a campaign. Returns the full campaign object including flow configuration and recipient
   * count. `GET /campaigns/{campaign_id}` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  get(campaign_id: Id, options?: CallOptions): Call<CampaignFull>;

  /** The same as the next, with all parameters by name. */
  update(fields: { campaign_id: Id } & CampaignUpdate, options?: CallOptions): Call<Campaign>;
  /**
   * Change a campaign. Update campaign fields. Only include the fields you want to change. Cannot
   * update while campaign is actively sending. Actively sending is not the same as enabled: a new
   * campaign is enabled at once. The refusal is VALIDATION_ERROR, as no code for conflicts is
   * listed. `PUT /campaigns/{campaign_id}` (inferred). Repeated where it fails (idempotent). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  update(campaign_id: Id, fields: CampaignUpdate, options?: CallOptions): Call<Campaign>;

  /** The same as the next, with all parameters by name. */
  enable(fields: { campaign_id: Id }, options?: CallOptions): Call<Campaign>;
  /**
   * Start a campaign. Activates the campaign. Emails will begin sending according to the schedule.
   * The schedule is the profile's work schedule. `POST /campaigns/{campaign_id}/enable` (inferred).
   * Repeated where it fails (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN,
   * NOT_FOUND, VALIDATION_ERROR, QUOTA_EXCEEDED, RATE_LIMITED, SERVER_ERROR.
   */
  enable(campaign_id: Id, options?: CallOptions): Call<Campaign>;

  /** The same as the next, with all parameters by name. */
  disable(fields: { campaign_id: Id }, options?: CallOptions): Call<Campaign>;
  /**
   * Pause a campaign. Pauses the campaign. No new emails will be sent until re-enabled. `POST
   * /campaigns/{campaign_id}/disable` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  disable(campaign_id: Id, options?: CallOptions): Call<Campaign>;

  /** The same as the next, with all parameters by name. */
  getStats(fields: { campaign_id: Id }, options?: CallOptions): Call<CampaignStats>;
  /**
   * Get a campaign's statistics. The rates fit the vendor's example: of opened and replied to what
   * was delivered, of bounced to what was sent. `GET /campaigns/{campaign_id}/stats` (inferred).
   * Repeated where it fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN,
   * NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  getStats(campaign_id: Id, options?: CallOptions): Call<CampaignStats>;

  /** The same as the next, with all parameters by name. */
  listRecipients(fields: { campaign_id: Id } & CampaignsListRecipientsQuery, options?: CallOptions): ListCall<RecipientPage, Recipient>;
  /**
   * List a campaign's recipients. Returns paginated list of recipients with their individual
   * send/open/reply status. `GET /campaigns/{campaign_id}/recipients` (inferred). Repeated where it
   * fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  listRecipients(campaign_id: Id, fields?: CampaignsListRecipientsQuery, options?: CallOptions): ListCall<RecipientPage, Recipient>;

  /** The same as the next, with all parameters by name. */
  addContactLists(fields: { campaign_id: Id } & CampaignContactLists, options?: CallOptions): Call<null>;
  /**
   * Add contact lists to a campaign. A list that the campaign has already is no error. `POST
   * /campaigns/{campaign_id}/contact-lists` (inferred). Repeated where it fails (idempotent). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  addContactLists(campaign_id: Id, fields: CampaignContactLists, options?: CallOptions): Call<null>;
}

/** Lists of people to write to. */
export interface ContactListsGroup {
  /**
   * Create a contact list. Duplicate emails within the call are skipped; contact_count says how
   * many contacts there are. `POST /contact-lists` (inferred). Repeated only where nothing was done
   * (unsafe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  create(fields: ContactListCreate, options?: CallOptions): Call<ContactList>;

  /**
   * List contact lists. Returns a paginated list of all contact lists with contact counts. `GET
   * /contact-lists` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(fields?: ContactListsListQuery, options?: CallOptions): ListCall<ContactListPage, ContactList>;

  /** The same as the next, with all parameters by name. */
  get(fields: { list_id: Id } & ContactListsGetQuery, options?: CallOptions): ListCall<ContactListWithContacts, Contact>;
  /**
   * Get a contact list with its contacts. Returns the contact list metadata and a paginated list of
   * its contacts. page and per_page are those of the contacts. `GET /contact-lists/{list_id}`
   * (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED,
   * FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  get(list_id: Id, fields?: ContactListsGetQuery, options?: CallOptions): ListCall<ContactListWithContacts, Contact>;

  /** The same as the next, with all parameters by name. */
  update(fields: { list_id: Id } & ContactListUpdate, options?: CallOptions): Call<ContactList>;
  /**
   * Change a contact list. Update the contact list name or other metadata. `PUT
   * /contact-lists/{list_id}` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  update(list_id: Id, fields: ContactListUpdate, options?: CallOptions): Call<ContactList>;

  /** The same as the next, with all parameters by name. */
  delete(fields: { list_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Delete a contact list. Permanently deletes the contact list and all its contacts. Cannot be
   * undone. `DELETE /contact-lists/{list_id}` (inferred). Repeated where it fails (idempotent).
   * Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  delete(list_id: Id, options?: CallOptions): Call<null>;

  /** The same as the next, with all parameters by name. */
  addContacts(fields: { list_id: Id } & ContactsAdd, options?: CallOptions): Call<ContactsAdded>;
  /**
   * Add contacts to a list. Add one or more contacts to an existing list. Duplicate emails are
   * skipped. Emails are compared without regard to case. `POST /contact-lists/{list_id}/contacts`
   * (inferred). Repeated where it fails (idempotent). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  addContacts(list_id: Id, fields: ContactsAdd, options?: CallOptions): Call<ContactsAdded>;

  /** The same as the next, with all parameters by name. */
  updateContact(fields: { list_id: Id; contact_id: Id } & ContactUpdate, options?: CallOptions): Call<Contact>;
  /**
   * Change a contact. Update individual contact fields. Without a field it changes nothing. `PUT
   * /contact-lists/{list_id}/contacts/{contact_id}` (inferred). Repeated where it fails
   * (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  updateContact(list_id: Id, contact_id: Id, fields: ContactUpdate, options?: CallOptions): Call<Contact>;

  /** The same as the next, with all parameters by name. */
  removeContact(fields: { list_id: Id; contact_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Remove a contact from its list. Remove a contact from the list. `DELETE
   * /contact-lists/{list_id}/contacts/{contact_id}` (inferred). Repeated where it fails
   * (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  removeContact(list_id: Id, contact_id: Id, options?: CallOptions): Call<null>;
}

/** The domains that mail is sent from. */
export interface DomainsGroup {
  /**
   * List domains. Returns all domains across all projects with DNS status, reputation score, and
   * project association. `GET /domains` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(options?: CallOptions): ListCall<Array<Domain>, Domain>;

  /** The same as the next, with all parameters by name. */
  get(fields: { domain_id: Id }, options?: CallOptions): Call<DomainFull>;
  /**
   * Get a domain. Returns full domain information including DNS records, reputation history, and
   * associated mailboxes. `GET /domains/{domain_id}` (inferred). Repeated where it fails (safe).
   * Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  get(domain_id: Id, options?: CallOptions): Call<DomainFull>;
}

/** The mailboxes that mail is sent from. */
export interface MailboxesGroup {
  /**
   * List mailboxes. Returns all mailboxes with warmup status, current daily limit, and domain
   * association. `GET /mailboxes` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(options?: CallOptions): ListCall<Array<Mailbox>, Mailbox>;

  /** The same as the next, with all parameters by name. */
  get(fields: { mailbox_id: Id }, options?: CallOptions): Call<MailboxFull>;
  /**
   * Get a mailbox. Returns full mailbox information including warmup schedule, sending history, and
   * reputation data. `GET /mailboxes/{mailbox_id}` (inferred). Repeated where it fails (safe).
   * Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  get(mailbox_id: Id, options?: CallOptions): Call<MailboxFull>;
}

/** Texts of mails, to be used again. */
export interface TemplatesGroup {
  /**
   * Create a template. `POST /templates` (inferred). Repeated only where nothing was done (unsafe).
   * Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  create(fields: TemplateCreate, options?: CallOptions): Call<Template>;

  /**
   * List templates. Returns all templates. Filter with archived=true to include archived templates.
   * archived=true adds the archived ones; it doesn't leave out the others. `GET /templates`
   * (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED,
   * FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(fields?: TemplatesListQuery, options?: CallOptions): ListCall<Array<Template>, Template>;

  /** The same as the next, with all parameters by name. */
  get(fields: { template_id: Id }, options?: CallOptions): Call<Template>;
  /**
   * Get a template. Returns the full template with subject, body, and metadata. `GET
   * /templates/{template_id}` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  get(template_id: Id, options?: CallOptions): Call<Template>;

  /** The same as the next, with all parameters by name. */
  update(fields: { template_id: Id } & TemplateUpdate, options?: CallOptions): Call<Template>;
  /**
   * Change a template. Update template name, subject, or body. Without a field it changes nothing.
   * `PUT /templates/{template_id}` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  update(template_id: Id, fields: TemplateUpdate, options?: CallOptions): Call<Template>;

  /** The same as the next, with all parameters by name. */
  delete(fields: { template_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Delete a template. Permanently deletes the template. `DELETE /templates/{template_id}`
   * (inferred). Repeated where it fails (idempotent). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  delete(template_id: Id, options?: CallOptions): Call<null>;

  /** The same as the next, with all parameters by name. */
  archive(fields: { template_id: Id }, options?: CallOptions): Call<Template>;
  /**
   * Archive a template. Moves the template to the archive. Archived templates are hidden from the
   * default list. `POST /templates/{template_id}/archive` (inferred). Repeated where it fails
   * (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  archive(template_id: Id, options?: CallOptions): Call<Template>;

  /** The same as the next, with all parameters by name. */
  restore(fields: { template_id: Id }, options?: CallOptions): Call<Template>;
  /**
   * Restore a template. Restores an archived template to the active list. `POST
   * /templates/{template_id}/restore` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  restore(template_id: Id, options?: CallOptions): Call<Template>;
}

/** Conversations with those who answered. */
export interface InboxGroup {
  /**
   * List threads. Returns paginated conversation threads. Filter by project_id, campaign_id, or
   * tag. `GET /inbox/threads` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  listThreads(fields?: InboxListThreadsQuery, options?: CallOptions): ListCall<ThreadPage, Thread>;

  /** The same as the next, with all parameters by name. */
  getThread(fields: { thread_id: Id }, options?: CallOptions): ListCall<Array<Message>, Message>;
  /**
   * Get a thread's messages. Returns all messages in a thread in chronological order. Oldest first.
   * `GET /inbox/threads/{thread_id}` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  getThread(thread_id: Id, options?: CallOptions): ListCall<Array<Message>, Message>;

  /** The same as the next, with all parameters by name. */
  reply(fields: { thread_id: Id } & Reply, options?: CallOptions): Call<Message>;
  /**
   * Reply in a thread. It sends a mail. `POST /inbox/threads/{thread_id}/reply` (inferred).
   * Repeated only where nothing was done (never). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED,
   * FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, QUOTA_EXCEEDED, RATE_LIMITED, SERVER_ERROR.
   */
  reply(thread_id: Id, fields: Reply, options?: CallOptions): Call<Message>;

  /** The same as the next, with all parameters by name. */
  setTag(fields: { thread_id: Id } & ThreadTag, options?: CallOptions): Call<Thread>;
  /**
   * Tag a thread. In place of the tag that the thread has. `PUT /inbox/threads/{thread_id}/tag`
   * (inferred). Repeated where it fails (idempotent). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  setTag(thread_id: Id, fields: ThreadTag, options?: CallOptions): Call<Thread>;

  /** The same as the next, with all parameters by name. */
  cancelAutoReply(fields: { thread_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Cancel the next auto-reply. Cancels the next scheduled auto-reply for this thread. Called again
   * it cancels the one after. NOT_FOUND where none is scheduled. `DELETE
   * /inbox/threads/{thread_id}/auto-reply` (inferred). Repeated only where nothing was done
   * (never). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  cancelAutoReply(thread_id: Id, options?: CallOptions): Call<null>;

  /** The same as the next, with all parameters by name. */
  updateAutoReply(fields: { thread_id: Id } & AutoReplyUpdate, options?: CallOptions): Call<null>;
  /**
   * Change the next auto-reply. NOT_FOUND where none is scheduled. `PUT
   * /inbox/threads/{thread_id}/auto-reply` (inferred). Repeated where it fails (idempotent). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  updateAutoReply(thread_id: Id, fields: AutoReplyUpdate, options?: CallOptions): Call<null>;
}

/** The user that the key belongs to. */
export interface ProfileGroup {
  /**
   * Get the profile. Returns the authenticated user's profile, work schedule, timezone, and
   * preferences. `GET /profile` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  get(options?: CallOptions): Call<Profile>;

  /**
   * Change the profile. Update profile, work schedule, or forwarding email. Only include fields you
   * want to change. `PUT /profile` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  update(fields: ProfileUpdate, options?: CallOptions): Call<Profile>;

  /**
   * Get a new API key. Generates a new API key and invalidates the current one. The new key is
   * returned in the response. The current key stops working at once. `POST
   * /profile/regenerate-api-key` (inferred). Repeated only where nothing was done (never). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  regenerateApiKey(options?: CallOptions): Call<ApiKey>;
}

/** The plan, and what was paid. */
export interface BillingGroup {
  /**
   * Get the plan. Returns the user's current plan type, usage, and billing cycle information. `GET
   * /billing/plan` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  getPlan(options?: CallOptions): Call<Plan>;

  /**
   * Change the plan. Plan types: full_service, own_smtp `PUT /billing/plan` (inferred). Repeated
   * only where nothing was done (never). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  changePlan(fields: PlanChange, options?: CallOptions): Call<Plan>;

  /**
   * List payments. Returns paginated list of past payments with invoice details. `GET
   * /billing/payments` (inferred). Repeated where it fails (safe). Fails with UNAUTHORIZED,
   * SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  listPayments(fields?: BillingListPaymentsQuery, options?: CallOptions): ListCall<PaymentPage, Payment>;
}

/** What the user was told. */
export interface NotificationsGroup {
  /**
   * List notifications. Returns paginated notifications. Filter with unread=true to show only
   * unread. `GET /notifications` (inferred). Repeated where it fails (safe). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  list(fields?: NotificationsListQuery, options?: CallOptions): ListCall<NotificationPage, Notification>;

  /** The same as the next, with all parameters by name. */
  markRead(fields: { notification_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Mark a notification as read. Marks a single notification as read. `POST
   * /notifications/{notification_id}/read` (inferred). Repeated where it fails (idempotent). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  markRead(notification_id: Id, options?: CallOptions): Call<null>;

  /**
   * Mark all notifications as read. Marks all unread notifications as read. `POST
   * /notifications/read-all` (inferred). Repeated where it fails (idempotent). Fails with
   * UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  markAllRead(options?: CallOptions): Call<null>;
}

/** What a website's tracker sends. Public, without a key. */
export interface TrackingGroup {
  /**
   * Record an impression. No key is needed or sent. The limit is per key, so how these calls are
   * limited is unknown. `POST /tracking/impression` (inferred). Repeated only where nothing was
   * done (unsafe). Fails with VALIDATION_ERROR, SERVER_ERROR.
   */
  recordImpression(fields: Impression, options?: CallOptions): Call<null>;

  /**
   * Record a registration. No key is needed or sent. `POST /tracking/registration` (inferred).
   * Repeated only where nothing was done (unsafe). Fails with VALIDATION_ERROR, SERVER_ERROR.
   */
  recordRegistration(fields: Registration, options?: CallOptions): Call<null>;
}

/** A project's own mail servers. */
export interface SmtpGroup {
  /** The same as the next, with all parameters by name. */
  create(fields: { project_id: Id } & SmtpCreate, options?: CallOptions): Call<Smtp>;
  /**
   * Create an SMTP configuration. Belongs to the plan own_smtp. A project has at most one reply
   * mailbox; a new one takes its place. `POST /projects/{project_id}/smtp` (inferred). Repeated
   * only where nothing was done (unsafe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN,
   * NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  create(project_id: Id, fields: SmtpCreate, options?: CallOptions): Call<Smtp>;

  /** The same as the next, with all parameters by name. */
  list(fields: { project_id: Id }, options?: CallOptions): ListCall<Array<Smtp>, Smtp>;
  /**
   * List a project's SMTP configurations. Returns all SMTP/IMAP configurations for the project.
   * Passwords are masked. `GET /projects/{project_id}/smtp` (inferred). Repeated where it fails
   * (safe). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR,
   * RATE_LIMITED, SERVER_ERROR.
   */
  list(project_id: Id, options?: CallOptions): ListCall<Array<Smtp>, Smtp>;

  /** The same as the next, with all parameters by name. */
  update(fields: { project_id: Id; smtp_id: Id } & SmtpUpdate, options?: CallOptions): Call<Smtp>;
  /**
   * Change an SMTP configuration. Update SMTP/IMAP settings. Only include fields you want to
   * change. `PUT /projects/{project_id}/smtp/{smtp_id}` (inferred). Repeated where it fails
   * (idempotent). Fails with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND,
   * VALIDATION_ERROR, RATE_LIMITED, SERVER_ERROR.
   */
  update(project_id: Id, smtp_id: Id, fields: SmtpUpdate, options?: CallOptions): Call<Smtp>;

  /** The same as the next, with all parameters by name. */
  delete(fields: { project_id: Id; smtp_id: Id }, options?: CallOptions): Call<null>;
  /**
   * Delete an SMTP configuration. Removes an SMTP configuration. Cannot remove the last
   * configuration or the reply mailbox while campaigns are active. Both rules hold while campaigns
   * are active, as we read the sentence. The refusal is VALIDATION_ERROR. `DELETE
   * /projects/{project_id}/smtp/{smtp_id}` (inferred). Repeated where it fails (idempotent). Fails
   * with UNAUTHORIZED, SUBSCRIPTION_EXPIRED, FORBIDDEN, NOT_FOUND, VALIDATION_ERROR, RATE_LIMITED,
   * SERVER_ERROR.
   */
  delete(project_id: Id, smtp_id: Id, options?: CallOptions): Call<null>;
}

/** All operations, by group. */
export interface Groups {
  /** What is advertised, its blocklist, and what its website's tracker counted. */
  readonly projects: ProjectsGroup;
  /** Who is written to, about what, and what became of it. */
  readonly campaigns: CampaignsGroup;
  /** Lists of people to write to. */
  readonly contactLists: ContactListsGroup;
  /** The domains that mail is sent from. */
  readonly domains: DomainsGroup;
  /** The mailboxes that mail is sent from. */
  readonly mailboxes: MailboxesGroup;
  /** Texts of mails, to be used again. */
  readonly templates: TemplatesGroup;
  /** Conversations with those who answered. */
  readonly inbox: InboxGroup;
  /** The user that the key belongs to. */
  readonly profile: ProfileGroup;
  /** The plan, and what was paid. */
  readonly billing: BillingGroup;
  /** What the user was told. */
  readonly notifications: NotificationsGroup;
  /** What a website's tracker sends. Public, without a key. */
  readonly tracking: TrackingGroup;
  /** A project's own mail servers. */
  readonly smtp: SmtpGroup;
}
