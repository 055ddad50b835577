-- What version 2 of schema.sql has and version 1 had not.

ALTER TABLE events ADD COLUMN event_id TEXT;
CREATE UNIQUE INDEX impressions_by_event_id ON events (project_id, event_id)
    WHERE event_id IS NOT NULL AND email IS NULL;
CREATE UNIQUE INDEX registrations_by_event_id ON events (project_id, event_id)
    WHERE event_id IS NOT NULL AND email IS NOT NULL;
