-- Descriptions that a model writes: the rows of each run with what became of them, and the tokens of each day.

ALTER TABLE tasks ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;

CREATE TABLE description_rows (
  task_id TEXT NOT NULL,
  entity TEXT NOT NULL CHECK (entity IN ('nomenklatura', 'client')),
  place INTEGER NOT NULL, -- from 0 in each entity
  row_id INTEGER NOT NULL, -- in the entity's table
  state TEXT NOT NULL DEFAULT 'new'
    CHECK (state IN ('new', 'asked', 'answered', 'failed', 'skipped', 'described', 'undone')),
  call TEXT, -- UUID of the last call, whose answer alone counts
  free_at INTEGER NOT NULL DEFAULT 0, -- when it may be asked about (again), milliseconds UTC
  tries INTEGER NOT NULL DEFAULT 0, -- that the model's server could not take
  text TEXT, -- of the answer, as it is written to the row: an undo compares
  model TEXT,
  reason TEXT, -- of a failure
  PRIMARY KEY (task_id, entity, place)
) STRICT, WITHOUT ROWID;
-- Rows that are in the hands of a run: another one leaves them alone.
CREATE INDEX description_rows_in_hand ON description_rows (entity, row_id) WHERE state IN ('asked', 'answered');

CREATE TABLE token_days (
  day TEXT PRIMARY KEY, -- in Tashkent
  tokens INTEGER NOT NULL -- spent, and reserved for calls that are under way
) STRICT, WITHOUT ROWID;
