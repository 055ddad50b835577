-- What the rest of the API needs. Dates are `2026-04-09`, UTC. Booleans are 0 or 1. Ids of what can
-- be deleted are never given again.

-- The sandbox itself: exactly one row.
CREATE TABLE sandbox (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    -- How far the sandbox's clock is ahead of the machine's, in milliseconds.
    clock_ahead_ms INTEGER NOT NULL DEFAULT 0,
    seeded         INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO sandbox (id) VALUES (1);

CREATE TABLE profiles (
    user_id          INTEGER PRIMARY KEY REFERENCES users (id),
    email            TEXT NOT NULL,
    forwarding_email TEXT,
    -- A name of the IANA database.
    timezone         TEXT NOT NULL DEFAULT 'UTC',
    language         TEXT NOT NULL DEFAULT 'en',
    -- A JSON list of English names of days in lower case.
    work_days        TEXT NOT NULL DEFAULT '["monday","tuesday","wednesday","thursday","friday"]',
    -- `09:00`, in the profile's time zone.
    work_start       TEXT NOT NULL DEFAULT '09:00',
    work_end         TEXT NOT NULL DEFAULT '17:00',
    -- A JSON object, kept as it came.
    preferences      TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE plans (
    user_id              INTEGER PRIMARY KEY REFERENCES users (id),
    plan_type            TEXT    NOT NULL DEFAULT 'full_service',
    subscription_expired INTEGER NOT NULL DEFAULT 0,
    quota_exceeded       INTEGER NOT NULL DEFAULT 0,
    -- Mails in a billing cycle.
    sending_limit        INTEGER NOT NULL DEFAULT 10000,
    cycle_start          INTEGER NOT NULL
) STRICT;

INSERT INTO profiles (user_id, email) SELECT id, 'user' || id || '@sandbox.example' FROM users;
INSERT INTO plans (user_id, cycle_start) SELECT id, created_at FROM users;

CREATE TABLE payments (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id        INTEGER NOT NULL REFERENCES users (id),
    -- Hundredths of the currency.
    amount_cents   INTEGER NOT NULL,
    currency       TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    paid_at        INTEGER NOT NULL,
    invoice_number TEXT    NOT NULL,
    invoice_url    TEXT    NOT NULL
) STRICT;
CREATE INDEX payments_of_user ON payments (user_id);

CREATE TABLE notifications (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    type       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    message    TEXT    NOT NULL,
    read_at    INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notifications_of_user ON notifications (user_id);

CREATE TABLE templates (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    name       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    archived   INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX templates_of_user ON templates (user_id);

CREATE TABLE domains (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id       INTEGER NOT NULL REFERENCES projects (id),
    domain           TEXT    NOT NULL,
    dns_status       TEXT    NOT NULL,
    -- 0 to 100.
    reputation_score REAL    NOT NULL
) STRICT;
CREATE INDEX domains_of_project ON domains (project_id);

CREATE TABLE dns_records (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    domain_id INTEGER NOT NULL REFERENCES domains (id),
    type      TEXT    NOT NULL,
    host      TEXT    NOT NULL,
    value     TEXT    NOT NULL,
    status    TEXT    NOT NULL
) STRICT;
CREATE INDEX dns_records_of_domain ON dns_records (domain_id);

CREATE TABLE reputation_history (
    domain_id INTEGER NOT NULL REFERENCES domains (id),
    date      TEXT    NOT NULL,
    score     REAL    NOT NULL,
    PRIMARY KEY (domain_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE mailboxes (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id    INTEGER NOT NULL REFERENCES projects (id),
    domain_id     INTEGER NOT NULL REFERENCES domains (id),
    email         TEXT    NOT NULL,
    warmup_status TEXT    NOT NULL,
    -- Mails a day.
    daily_limit   INTEGER NOT NULL
) STRICT;
CREATE INDEX mailboxes_of_project ON mailboxes (project_id);
CREATE INDEX mailboxes_of_domain ON mailboxes (domain_id);

CREATE TABLE warmup_schedule (
    mailbox_id  INTEGER NOT NULL REFERENCES mailboxes (id),
    -- From 1.
    day         INTEGER NOT NULL,
    daily_limit INTEGER NOT NULL,
    PRIMARY KEY (mailbox_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE sending_history (
    mailbox_id INTEGER NOT NULL REFERENCES mailboxes (id),
    date       TEXT    NOT NULL,
    sent       INTEGER NOT NULL,
    PRIMARY KEY (mailbox_id, date)
) STRICT, WITHOUT ROWID;

-- E-mail addresses and domains that a project sends nothing to, in lower case.
CREATE TABLE blocklist (
    project_id INTEGER NOT NULL REFERENCES projects (id),
    entry      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (project_id, entry)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_lists (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_lists_of_user ON contact_lists (user_id);

CREATE TABLE contacts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id    INTEGER NOT NULL REFERENCES contact_lists (id) ON DELETE CASCADE,
    email      TEXT    NOT NULL COLLATE NOCASE,
    first_name TEXT,
    last_name  TEXT,
    company    TEXT,
    position   TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (list_id, email)
) STRICT;

CREATE TABLE campaigns (
    id                 INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id         INTEGER NOT NULL REFERENCES projects (id),
    name               TEXT    NOT NULL,
    -- `enabled` or `disabled`.
    status             TEXT    NOT NULL,
    -- In the middle of a day's batch.
    sending            INTEGER NOT NULL DEFAULT 0,
    daily_allocation   INTEGER,
    email_mode         TEXT    NOT NULL,
    ai_prompt          TEXT,
    -- A JSON list of `{"delay_days", "mode"}`.
    follow_ups         TEXT    NOT NULL DEFAULT '[]',
    auto_reply_enabled INTEGER NOT NULL DEFAULT 0,
    calendly_link      TEXT,
    registration_link  TEXT,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX campaigns_of_project ON campaigns (project_id);

CREATE TABLE campaign_lists (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    list_id     INTEGER NOT NULL REFERENCES contact_lists (id) ON DELETE CASCADE,
    PRIMARY KEY (campaign_id, list_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX campaigns_of_list ON campaign_lists (list_id);

-- Whom a campaign writes to. Those that it hasn't written to yet follow its lists and its
-- project's blocklist; the others stay.
CREATE TABLE recipients (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    email       TEXT    NOT NULL COLLATE NOCASE,
    first_name  TEXT,
    last_name   TEXT,
    -- `pending`, then `sent`, `bounced`, `opened`, `replied` or `spam`.
    status      TEXT    NOT NULL DEFAULT 'pending',
    sent_at     INTEGER,
    bounced_at  INTEGER,
    opened_at   INTEGER,
    replied_at  INTEGER,
    spam_at     INTEGER,
    follow_ups  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (campaign_id, email)
) STRICT;

CREATE TABLE threads (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id      INTEGER NOT NULL REFERENCES projects (id),
    campaign_id     INTEGER NOT NULL REFERENCES campaigns (id),
    contact_email   TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    tag             TEXT,
    last_message_at INTEGER NOT NULL
) STRICT;
CREATE INDEX threads_of_project ON threads (project_id);
CREATE INDEX threads_of_campaign ON threads (campaign_id);

CREATE TABLE messages (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id INTEGER NOT NULL REFERENCES threads (id),
    -- `inbound` or `outbound`.
    direction TEXT    NOT NULL,
    sender    TEXT    NOT NULL,
    recipient TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    sent_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_of_thread ON messages (thread_id);

-- Those that are to come; sent and cancelled ones are gone. The next is the one that is scheduled
-- first.
CREATE TABLE auto_replies (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    thread_id    INTEGER NOT NULL REFERENCES threads (id),
    body         TEXT    NOT NULL,
    scheduled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX auto_replies_of_thread ON auto_replies (thread_id);

CREATE TABLE smtp_configs (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id       INTEGER NOT NULL REFERENCES projects (id),
    smtp_host        TEXT    NOT NULL,
    smtp_port        INTEGER NOT NULL,
    smtp_encryption  TEXT,
    smtp_username    TEXT    NOT NULL,
    -- Kept as it is: a sandbox sends nothing with it.
    smtp_password    TEXT    NOT NULL,
    imap_host        TEXT,
    imap_port        INTEGER,
    imap_encryption  TEXT,
    from_name        TEXT,
    from_email       TEXT    NOT NULL,
    is_reply_mailbox INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX smtp_configs_of_project ON smtp_configs (project_id);

-- Whom each campaign may write to: every address on its lists once, in whatever case, without
-- those that its project blocks. The contact is the one that counts.
CREATE VIEW eligible AS
SELECT campaign_id, email, first_name, last_name, MIN(contacts.id) AS contact_id
FROM campaign_lists
JOIN campaigns ON campaigns.id = campaign_id
JOIN contacts USING (list_id)
WHERE NOT EXISTS (
    SELECT 1 FROM blocklist WHERE blocklist.project_id = campaigns.project_id
    AND entry IN (lower(email), lower(substr(email, instr(email, '@') + 1)))
)
GROUP BY campaign_id, email;
