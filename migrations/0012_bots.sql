-- Bots: the tokens by which they ask for reports, and the day's report as it is posted to Telegram.

CREATE TABLE bot_tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL UNIQUE, -- the token's beginning, by which it is looked up and known again in the list
  token_hash TEXT NOT NULL,    -- SHA-256 of the whole of it, 198 random bits
  created_at INTEGER NOT NULL, -- microseconds UTC, as the others
  expires_at INTEGER,
  last_used_at INTEGER         -- to the minute
) STRICT;

-- One row for each day and chat: who sets a row to 'sending' alone sends it, and only what Telegram itself has refused
-- waits again.
CREATE TABLE telegram_posts (
  day TEXT NOT NULL,  -- YYYY-MM-DD, Tashkent's
  chat TEXT NOT NULL, -- as TELEGRAM_CHAT_IDS names it
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL, -- microseconds UTC: of 'waiting', when it is tried
  moved_at INTEGER NOT NULL,
  fault TEXT, -- why the last try failed
  PRIMARY KEY (day, chat)
) STRICT, WITHOUT ROWID;
CREATE INDEX telegram_posts_due ON telegram_posts (due_at) WHERE state = 'waiting';
