-- MyID without a secret in the app: who may open sessions, the sessions, and how many came from an address.

CREATE TABLE myid_clients (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('app', 'server')),
  "group" TEXT NOT NULL,
  allowed_fields TEXT NOT NULL CHECK (json_valid(allowed_fields)),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  secret_hash TEXT NOT NULL,            -- SHA-256 of 256 random bits
  secret_number INTEGER NOT NULL DEFAULT 1, -- which secret that is; a token says by which one it was got
  old_secret_hash TEXT,                 -- the one before the last rotation
  old_secret_until INTEGER,             -- microseconds UTC, as the others
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT;

-- Nothing of a person is here: whether passport data came, not which.
CREATE TABLE myid_sessions (
  id TEXT PRIMARY KEY, -- UUID, of the sandbox or of MyID
  client_id INTEGER,   -- none: an administrator's
  "group" TEXT,        -- of the client when the session was opened
  has_passport INTEGER NOT NULL CHECK (has_passport IN (0, 1)),
  is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1)), -- opened with a reuid
  code_hash TEXT,        -- SHA-256 of the code that the face gave
  code_until INTEGER,    -- of the sandbox's codes
  code_used_at INTEGER,
  attempts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attempts)), -- of the sandbox
  created_at INTEGER NOT NULL, -- microseconds UTC, as the others
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX myid_sessions_code ON myid_sessions (code_hash) WHERE code_hash IS NOT NULL;
CREATE INDEX myid_sessions_open ON myid_sessions ("group", created_at) WHERE code_hash IS NULL;
CREATE INDEX myid_sessions_expiry ON myid_sessions (expires_at);

-- Sessions that apps opened from one address within an hour; the key is a hash, so that no address is stored.
CREATE TABLE myid_windows (
  key TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL, -- milliseconds UTC
  sessions INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
