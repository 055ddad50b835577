-- A UUID in lower case, where the tracker gave one (D8).
ALTER TABLE events ADD COLUMN event_id TEXT;

-- An event that is sent again has the id that it had before, in its project and among its kind (D8).
CREATE UNIQUE INDEX impressions_by_event_id ON events (project_id, event_id)
    WHERE event_id IS NOT NULL AND email IS NULL;
CREATE UNIQUE INDEX registrations_by_event_id ON events (project_id, event_id)
    WHERE event_id IS NOT NULL AND email IS NOT NULL;
