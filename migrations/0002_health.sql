-- What the minute cron last found (name 'status'), and the last ping that came through the queue ('queue').
CREATE TABLE health (
  name TEXT PRIMARY KEY,
  checked_at INTEGER NOT NULL, -- microseconds UTC
  document TEXT NOT NULL CHECK (json_valid(document))
) STRICT, WITHOUT ROWID;
