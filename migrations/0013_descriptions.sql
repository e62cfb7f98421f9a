-- Descriptions that a model writes: the rows of each run with what became of them, and the tokens of each day.

ALTER TABLE tasks ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;

CREATE INDEX tasks_descriptions ON tasks (ended_at) WHERE kind = 'descriptions';

CREATE TABLE description_rows (
  task_id TEXT NOT NULL,
  entity TEXT NOT NULL CHECK (entity IN ('nomenklatura', 'client')),
  place INTEGER NOT NULL, -- from 0 in each entity
  row_id INTEGER NOT NULL, -- in the entity's table
  state TEXT NOT NULL DEFAULT 'new'
    CHECK (state IN ('new', 'asked', 'failed', 'skipped', 'described', 'undone')),
  call TEXT, -- UUID of the last call, whose answer alone counts
  reserved INTEGER NOT NULL DEFAULT 0, -- tokens of that call, until it has ended
  free_at INTEGER NOT NULL DEFAULT 0, -- when it may be asked about (again), milliseconds UTC
  tries INTEGER NOT NULL DEFAULT 0, -- that the model's server could not take, or in which a Worker was lost
  text TEXT, -- as it was written to the row: an undo compares
  reason TEXT, -- why it is not described
  PRIMARY KEY (task_id, entity, place)
) STRICT, WITHOUT ROWID;
-- Rows that are in the hands of a run: another one leaves them alone.
CREATE INDEX description_rows_in_hand ON description_rows (entity, row_id) WHERE state = 'asked';

-- Rows that may be described: few of many, whatever else the table holds.
CREATE INDEX nomenklatura_undescribed ON nomenklatura (id)
  WHERE has_description = 0 AND is_active = 1 AND is_deleted = 0;
CREATE INDEX clients_undescribed ON clients (id)
  WHERE has_description = 0 AND is_active = 1 AND is_deleted = 0;

CREATE TABLE token_days (
  day TEXT PRIMARY KEY, -- in Tashkent
  tokens INTEGER NOT NULL -- spent, and reserved for calls that are under way
) STRICT, WITHOUT ROWID;
