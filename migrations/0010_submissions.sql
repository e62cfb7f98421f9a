-- What is added in the field and then reviewed, and the reports' counts of it, kept by triggers in the write's transaction.

CREATE TABLE submissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  region_id INTEGER NOT NULL REFERENCES region (id),
  district_id INTEGER NOT NULL REFERENCES district (id),
  latitude INTEGER,  -- millionths
  longitude INTEGER, -- millionths
  area_ha INTEGER,   -- hundredths
  note TEXT,
  metadata TEXT NOT NULL CHECK (json_valid(metadata)),
  external_id TEXT, -- the sender's own; a repeat of it makes nothing
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected')),
  created_by INTEGER NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL, -- microseconds UTC, as the others
  reviewed_by INTEGER REFERENCES users (id),
  reviewed_at INTEGER,
  reject_reason TEXT,
  fold TEXT NOT NULL -- the title, folded (platform/search.ts)
) STRICT;
CREATE UNIQUE INDEX submissions_external ON submissions (created_by, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX submissions_created ON submissions (created_at, id);
CREATE INDEX submissions_status ON submissions (status, created_at, id);
CREATE INDEX submissions_kind ON submissions (kind, created_at, id);
CREATE INDEX submissions_region ON submissions (region_id, created_at, id);
CREATE INDEX submissions_district ON submissions (district_id, created_at, id);
CREATE INDEX submissions_decided ON submissions (reviewed_at) WHERE reviewed_at IS NOT NULL; -- for the recount
CREATE INDEX submissions_author ON submissions (created_by, created_at, id);

-- Titles do not change, and nothing is deleted: an index of trigrams needs no other trigger.
CREATE VIRTUAL TABLE submissions_fts USING fts5 (fold, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
CREATE TRIGGER submissions_fts_insert AFTER INSERT ON submissions BEGIN
  INSERT INTO submissions_fts (rowid, fold) VALUES (new.id, new.fold);
END;

-- How many a list has without counting; of everybody's under created_by 0.
CREATE TABLE submission_counts (
  created_by INTEGER NOT NULL,
  status TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (created_by, status)
) STRICT, WITHOUT ROWID;

-- Everything that reports count, in the order in which it happened.
CREATE TABLE report_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  submission_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('added', 'approved', 'rejected')),
  at INTEGER NOT NULL,
  day TEXT NOT NULL, -- YYYY-MM-DD, Tashkent's
  region_id INTEGER NOT NULL,
  district_id INTEGER NOT NULL,
  user_id INTEGER NOT NULL, -- who made the submission
  actor_id INTEGER NOT NULL -- who did this
) STRICT;
CREATE UNIQUE INDEX report_events_added ON report_events (submission_id) WHERE kind = 'added';
CREATE INDEX report_events_day ON report_events (day, kind, submission_id);

CREATE TRIGGER report_events_kept BEFORE UPDATE ON report_events
BEGIN SELECT raise(ABORT, 'report_events are not changed'); END;
CREATE TRIGGER report_events_stay BEFORE DELETE ON report_events
BEGIN SELECT raise(ABORT, 'report_events are not deleted'); END;

-- A day's rows, and a month's, which are the sums of its days.
CREATE TABLE report_counts (
  period TEXT NOT NULL, -- YYYY-MM-DD or YYYY-MM
  kind TEXT NOT NULL CHECK (kind IN ('total', 'region', 'district', 'user')),
  scope INTEGER NOT NULL, -- a region; of 'total', and of what a user added anywhere, 0
  id INTEGER NOT NULL,    -- of the region, district or user
  name TEXT NOT NULL,     -- as it was when first counted in the period
  added INTEGER NOT NULL,
  approved INTEGER NOT NULL, -- of 'total' and 'region', as is rejected: nobody asks for the others'
  rejected INTEGER NOT NULL,
  PRIMARY KEY (period, kind, scope, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER report_events_count AFTER INSERT ON report_events
BEGIN
  INSERT INTO report_counts (period, kind, scope, id, name, added, approved, rejected)
  SELECT period, kind, scope, id, name, new.kind = 'added', new.kind = 'approved', new.kind = 'rejected'
  FROM (
    SELECT 'total' AS kind, 0 AS scope, 0 AS id, '' AS name
    UNION ALL SELECT 'region', id, id, name FROM region WHERE id = new.region_id
    UNION ALL SELECT 'district', region_id, id, name FROM district WHERE id = new.district_id AND new.kind = 'added'
    UNION ALL SELECT 'user', scope.value, users.id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username)
      FROM users, json_each(json_array(0, new.region_id)) AS scope WHERE users.id = new.user_id AND new.kind = 'added'
  ) CROSS JOIN (SELECT new.day AS period UNION ALL SELECT substr(new.day, 1, 7))
  WHERE true
  ON CONFLICT DO UPDATE SET
    added = added + excluded.added,
    approved = approved + excluded.approved,
    rejected = rejected + excluded.rejected;
END;

CREATE TRIGGER submissions_added AFTER INSERT ON submissions
BEGIN
  INSERT INTO submission_counts (created_by, status, n) VALUES (0, new.status, 1), (new.created_by, new.status, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO report_events (submission_id, kind, at, day, region_id, district_id, user_id, actor_id)
  VALUES (new.id, 'added', new.created_at, date(new.created_at / 1000000 + 18000, 'unixepoch'),
    new.region_id, new.district_id, new.created_by, new.created_by);
END;

-- A decision counts where it changes something: the same one twice is one.
CREATE TRIGGER submissions_reviewed AFTER UPDATE OF status ON submissions WHEN new.status <> old.status
BEGIN
  UPDATE submission_counts SET n = n - 1 WHERE created_by IN (0, new.created_by) AND status = old.status;
  INSERT INTO submission_counts (created_by, status, n) VALUES (0, new.status, 1), (new.created_by, new.status, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO report_events (submission_id, kind, at, day, region_id, district_id, user_id, actor_id)
  VALUES (new.id, new.status, new.reviewed_at, date(new.reviewed_at / 1000000 + 18000, 'unixepoch'),
    new.region_id, new.district_id, new.created_by, new.reviewed_by);
END;
