-- Integrity tokens that were used, by the hash of their nonce: who inserts the row was first.
CREATE TABLE spent_nonces (
  nonce_hash TEXT PRIMARY KEY,
  spent_by TEXT NOT NULL,   -- the request's id
  spent_at INTEGER NOT NULL -- milliseconds UTC
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_nonces_age ON spent_nonces (spent_at);
