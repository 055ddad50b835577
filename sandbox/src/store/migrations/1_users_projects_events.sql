-- Times are milliseconds since the epoch.

CREATE TABLE users (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL,
    -- Kept as it is, for every start prints it. A sandbox key opens nothing but the sandbox.
    api_key    TEXT    NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE projects (
    id               INTEGER PRIMARY KEY,
    user_id          INTEGER NOT NULL REFERENCES users (id),
    name             TEXT    NOT NULL,
    company_name     TEXT,
    website_url      TEXT,
    description      TEXT,
    from_name        TEXT,
    daily_allocation INTEGER,
    weekly_limit     INTEGER,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;

CREATE INDEX projects_of_user ON projects (user_id);

-- Impressions and registrations in one table: their ids are the order of arrival of both.
CREATE TABLE events (
    id          INTEGER PRIMARY KEY,
    project_id  INTEGER NOT NULL REFERENCES projects (id),
    visitor_id  TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    -- Of an impression.
    page_url    TEXT,
    referrer    TEXT,
    -- Of a registration.
    email       TEXT,
    CHECK ((page_url IS NULL) = (referrer IS NULL) AND (page_url IS NULL) <> (email IS NULL))
) STRICT;

CREATE INDEX events_of_project ON events (project_id);
