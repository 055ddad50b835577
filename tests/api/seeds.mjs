// Ids in a sandbox that has just been seeded: the demo user's, the second user's, and nobody's.

/** The demo user's, one for each parameter of a path: a notification that is unread, and a mail server
 * that is not the reply mailbox. */
export const OURS = {
  project_id: 1,
  campaign_id: 1,
  list_id: 1,
  contact_id: 1,
  domain_id: 1,
  mailbox_id: 1,
  template_id: 1,
  thread_id: 1,
  notification_id: 2,
  smtp_id: 2,
};

/** The second user's. */
export const THEIRS = {
  project_id: 2,
  campaign_id: 2,
  list_id: 2,
  contact_id: 9,
  domain_id: 3,
  mailbox_id: 5,
  template_id: 3,
  thread_id: 4,
  notification_id: 5,
  smtp_id: 3,
};

/** An id that nobody has. */
export const NOBODYS = 4_000_000_007;
