-- Who may sign in, what ends their tokens, and what was counted of their tries.

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  username TEXT NOT NULL UNIQUE,
  first_name TEXT NOT NULL DEFAULT '',
  last_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL CHECK (role IN ('admin', 'operator', 'agent', 'bot', 'customer')),
  agent_code TEXT NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_demo INTEGER NOT NULL DEFAULT 0 CHECK (is_demo IN (0, 1)),
  password TEXT NOT NULL,               -- PHC string, scrypt
  token_gen INTEGER NOT NULL DEFAULT 1, -- raised by whatever ends the user's tokens
  last_login INTEGER,                   -- microseconds UTC
  date_joined INTEGER NOT NULL,         -- microseconds UTC
  fold TEXT NOT NULL                    -- the searchable fields, folded (platform/search.ts)
) STRICT;

-- Refresh tokens that were signed out; a row is useless once its token has expired.
CREATE TABLE token_blacklist (
  jti TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL -- seconds UTC, the token's own exp
) STRICT, WITHOUT ROWID;

-- One row a counted window; the key is a hash, so that no name or address is stored.
CREATE TABLE signin_windows (
  key TEXT PRIMARY KEY,
  started_at INTEGER NOT NULL, -- milliseconds UTC
  tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
