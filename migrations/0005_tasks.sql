-- Long work: one row a task, worked off by the queue in pieces that are applied in order, each once.

CREATE TABLE tasks (
  id TEXT PRIMARY KEY, -- UUID
  kind TEXT NOT NULL,
  integration_id INTEGER, -- of a sync
  label TEXT NOT NULL, -- what people call it: a file's or an integration's name
  status TEXT NOT NULL CHECK (status IN ('fetching', 'processing', 'completed', 'error')),
  input TEXT NOT NULL CHECK (json_valid(input)), -- what it was asked to do
  result TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(result)), -- what its kind tells besides the counts
  fetch TEXT, -- UUID of the fetch that is in hand, or whose pieces these are
  fetches INTEGER NOT NULL DEFAULT 0, -- begun since the start or the last retry
  pieces INTEGER, -- known once everything is fetched
  next_piece INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  processed INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL,
  error_message TEXT,
  error_details TEXT,
  cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
  created_by INTEGER NOT NULL, -- 0: its schedule
  created_at INTEGER NOT NULL, -- microseconds UTC, as the others
  moved_at INTEGER NOT NULL,   -- the last step forward
  ended_at INTEGER
) STRICT, WITHOUT ROWID;
-- One sync of a kind and an integration at a time.
CREATE UNIQUE INDEX tasks_running ON tasks (kind, integration_id) WHERE ended_at IS NULL AND integration_id IS NOT NULL;
CREATE INDEX tasks_moving ON tasks (moved_at) WHERE ended_at IS NULL;
-- The history of syncs, newest first: of all integrations or of one.
CREATE INDEX tasks_history ON tasks (kind, status, created_at) WHERE integration_id IS NOT NULL;
CREATE INDEX tasks_integration ON tasks (integration_id, kind, status, created_at) WHERE integration_id IS NOT NULL;

-- The first hundred faults of a task, as its status shows them.
CREATE TABLE task_errors (
  task_id TEXT NOT NULL,
  piece INTEGER NOT NULL,
  place INTEGER NOT NULL, -- within the piece
  item INTEGER,           -- a file's row
  code TEXT,
  error TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (task_id, piece, place)
) STRICT, WITHOUT ROWID;

-- A second reason to undo a batch: its piece is not the next one of a running task.
DROP TABLE guards;
CREATE TABLE guards (
  ok INTEGER NOT NULL,
  CONSTRAINT row_changed_meanwhile CHECK (ok <> 0),
  CONSTRAINT piece_not_next CHECK (ok <> 2)
) STRICT;
