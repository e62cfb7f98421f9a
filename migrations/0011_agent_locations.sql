-- Agents in the field: their points, and what is kept of them so that no answer reads the table.

-- The words that points are searched and filtered by, each combination once: a point has one of them.
CREATE TABLE location_words (
  id INTEGER PRIMARY KEY,
  words TEXT NOT NULL UNIQUE CHECK (json_valid(words)),
  agent_code TEXT NOT NULL AS (words ->> 'agent_code') VIRTUAL,
  fold TEXT NOT NULL,
  n INTEGER NOT NULL DEFAULT 0 -- live points, kept by triggers; without any the row goes
) STRICT;
CREATE INDEX location_words_agent ON location_words (agent_code);
CREATE INDEX location_words_unused ON location_words (id) WHERE n = 0;

CREATE TABLE agent_locations (
  id INTEGER PRIMARY KEY,
  words_id INTEGER NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL, -- microseconds UTC
  updated_at INTEGER NOT NULL, -- microseconds UTC
  agent_code TEXT NOT NULL,
  agent_name TEXT NOT NULL DEFAULT '',
  agent_phone TEXT NOT NULL DEFAULT '',
  region TEXT NOT NULL DEFAULT '',
  device_id TEXT NOT NULL DEFAULT '',
  device_name TEXT NOT NULL DEFAULT '',
  device_manufacturer TEXT NOT NULL DEFAULT '',
  device_model TEXT NOT NULL DEFAULT '',
  platform TEXT NOT NULL DEFAULT '',
  os_version TEXT NOT NULL DEFAULT '',
  screen_width INTEGER,
  screen_height INTEGER,
  screen_density INTEGER, -- 1/100
  ram_total INTEGER,
  ram_available INTEGER,
  storage_total INTEGER,
  storage_available INTEGER,
  camera_front INTEGER NOT NULL DEFAULT 0 CHECK (camera_front IN (0, 1)),
  camera_back INTEGER NOT NULL DEFAULT 0 CHECK (camera_back IN (0, 1)),
  camera_resolution TEXT NOT NULL DEFAULT '',
  app_version TEXT NOT NULL DEFAULT '',
  app_build_number TEXT NOT NULL DEFAULT '',
  app_installation_date INTEGER, -- microseconds UTC
  app_last_update INTEGER, -- microseconds UTC
  latitude INTEGER NOT NULL, -- 1/1000000
  longitude INTEGER NOT NULL, -- 1/1000000
  accuracy INTEGER, -- 1/100
  altitude INTEGER, -- 1/100
  speed INTEGER, -- 1/100
  heading INTEGER, -- 1/100
  city TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  timezone TEXT NOT NULL DEFAULT '',
  location_provider TEXT NOT NULL DEFAULT '',
  battery_level INTEGER, -- 1/10
  is_charging INTEGER NOT NULL DEFAULT 0 CHECK (is_charging IN (0, 1)),
  battery_health TEXT NOT NULL DEFAULT '',
  battery_temperature INTEGER, -- 1/100
  battery_voltage INTEGER, -- 1/1000
  signal_strength TEXT NOT NULL DEFAULT '',
  network_type TEXT NOT NULL DEFAULT '',
  wifi_ssid TEXT NOT NULL DEFAULT '',
  wifi_bssid TEXT NOT NULL DEFAULT '',
  cellular_operator TEXT NOT NULL DEFAULT '',
  cellular_network_type TEXT NOT NULL DEFAULT '',
  ip_address TEXT,
  connection_type TEXT NOT NULL DEFAULT '',
  accelerometer_x INTEGER, -- 1/10000
  accelerometer_y INTEGER, -- 1/10000
  accelerometer_z INTEGER, -- 1/10000
  gyroscope_x INTEGER, -- 1/10000
  gyroscope_y INTEGER, -- 1/10000
  gyroscope_z INTEGER, -- 1/10000
  magnetometer_x INTEGER, -- 1/10000
  magnetometer_y INTEGER, -- 1/10000
  magnetometer_z INTEGER, -- 1/10000
  proximity_sensor INTEGER, -- 1/10000
  light_sensor INTEGER, -- 1/100
  temperature INTEGER, -- 1/100
  humidity INTEGER, -- 1/100
  pressure INTEGER, -- 1/100
  device_fingerprint TEXT NOT NULL DEFAULT '',
  is_rooted INTEGER NOT NULL DEFAULT 0 CHECK (is_rooted IN (0, 1)),
  is_jailbroken INTEGER NOT NULL DEFAULT 0 CHECK (is_jailbroken IN (0, 1)),
  encryption_enabled INTEGER NOT NULL DEFAULT 0 CHECK (encryption_enabled IN (0, 1)),
  screen_lock_type TEXT NOT NULL DEFAULT '',
  logged_at INTEGER, -- microseconds UTC
  address TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  metadata TEXT DEFAULT '{}' CHECK (json_valid(metadata)),
  -- When it was: by the device, unless its clock is more than a day ahead; and the Tashkent day, counted from 1970.
  at INTEGER NOT NULL AS (CASE WHEN logged_at <= created_at + 86400000000 THEN logged_at ELSE created_at END) VIRTUAL,
  day INTEGER NOT NULL AS ((at + 86400018000000000) / 86400000000 - 1000000) VIRTUAL
) STRICT;
CREATE UNIQUE INDEX agent_locations_sent ON agent_locations (agent_code, device_id, logged_at) WHERE logged_at IS NOT NULL;
CREATE INDEX agent_locations_agent ON agent_locations (agent_code, created_at, id, words_id) WHERE is_deleted = 0;
CREATE INDEX agent_locations_day ON agent_locations (agent_code, at) WHERE is_deleted = 0;
CREATE INDEX agent_locations_time ON agent_locations (at, words_id) WHERE is_deleted = 0;
CREATE INDEX agent_locations_created ON agent_locations (created_at, id, words_id) WHERE is_deleted = 0;

-- The newest live point of each agent.
CREATE TABLE agent_latest (
  agent_code TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  location_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Live points by agent ('': all of them), day and region.
CREATE TABLE agent_days (
  agent_code TEXT NOT NULL,
  day INTEGER NOT NULL,
  region TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (agent_code, day, region)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER agent_locations_count_insert AFTER INSERT ON agent_locations WHEN new.is_deleted = 0 BEGIN
  UPDATE location_words SET n = n + 1 WHERE id = new.words_id;
  INSERT INTO agent_days (agent_code, day, region, n)
  VALUES (new.agent_code, new.day, new.region, 1), ('', new.day, new.region, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER agent_locations_count_update
AFTER UPDATE OF agent_code, region, logged_at, words_id, is_deleted ON agent_locations BEGIN
  UPDATE location_words SET n = n + 1 WHERE id = new.words_id AND new.is_deleted = 0;
  INSERT INTO agent_days (agent_code, day, region, n)
  SELECT value, new.day, new.region, 1 FROM json_each(json_array(new.agent_code, '')) WHERE new.is_deleted = 0
  ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE location_words SET n = n - 1 WHERE id = old.words_id AND old.is_deleted = 0;
  DELETE FROM location_words WHERE id = old.words_id AND n = 0;
  UPDATE agent_days SET n = n - 1
  WHERE agent_code IN (old.agent_code, '') AND day = old.day AND region = old.region AND old.is_deleted = 0;
  DELETE FROM agent_days
  WHERE agent_code IN (old.agent_code, '') AND day = old.day AND region = old.region AND n = 0;
END;
CREATE TRIGGER agent_locations_count_delete AFTER DELETE ON agent_locations WHEN old.is_deleted = 0 BEGIN
  UPDATE location_words SET n = n - 1 WHERE id = old.words_id;
  DELETE FROM location_words WHERE id = old.words_id AND n = 0;
  UPDATE agent_days SET n = n - 1
  WHERE agent_code IN (old.agent_code, '') AND day = old.day AND region = old.region;
  DELETE FROM agent_days
  WHERE agent_code IN (old.agent_code, '') AND day = old.day AND region = old.region AND n = 0;
END;

-- A point that comes late is not the newest; where the newest one goes or moves, the next one is looked up.
CREATE TRIGGER agent_latest_insert AFTER INSERT ON agent_locations WHEN new.is_deleted = 0 BEGIN
  INSERT INTO agent_latest (agent_code, at, location_id) VALUES (new.agent_code, new.at, new.id)
  ON CONFLICT DO UPDATE SET at = excluded.at, location_id = excluded.location_id
  WHERE (excluded.at, excluded.location_id) > (agent_latest.at, agent_latest.location_id);
END;
CREATE TRIGGER agent_latest_update AFTER UPDATE OF agent_code, logged_at, is_deleted ON agent_locations BEGIN
  DELETE FROM agent_latest WHERE agent_code = old.agent_code AND location_id = old.id;
  INSERT INTO agent_latest (agent_code, at, location_id)
  SELECT agent_code, at, id FROM agent_locations INDEXED BY agent_locations_day
  WHERE agent_code = old.agent_code AND is_deleted = 0
    AND NOT EXISTS (SELECT 1 FROM agent_latest l WHERE l.agent_code = old.agent_code)
  ORDER BY at DESC, id DESC LIMIT 1;
  INSERT INTO agent_latest (agent_code, at, location_id)
  SELECT new.agent_code, new.at, new.id WHERE new.is_deleted = 0
  ON CONFLICT DO UPDATE SET at = excluded.at, location_id = excluded.location_id
  WHERE (excluded.at, excluded.location_id) > (agent_latest.at, agent_latest.location_id);
END;
CREATE TRIGGER agent_latest_delete AFTER DELETE ON agent_locations
WHEN EXISTS (SELECT 1 FROM agent_latest WHERE agent_code = old.agent_code AND location_id = old.id) BEGIN
  DELETE FROM agent_latest WHERE agent_code = old.agent_code;
  INSERT INTO agent_latest (agent_code, at, location_id)
  SELECT agent_code, at, id FROM agent_locations INDEXED BY agent_locations_day
  WHERE agent_code = old.agent_code AND is_deleted = 0 ORDER BY at DESC, id DESC LIMIT 1;
END;

-- Shown pictures of clients by source and Tashkent day: the visits of a period without its pictures.
CREATE TABLE image_days (
  source_id INTEGER NOT NULL,
  day INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (source_id, day)
) STRICT, WITHOUT ROWID;
INSERT INTO image_days (source_id, day, n)
SELECT source_id, (created_at + 18000000000) / 86400000000, count(*) FROM images
WHERE entity = 'client' AND is_deleted = 0 AND parent_deleted = 0 AND source_id IS NOT NULL GROUP BY 1, 2;
CREATE TRIGGER image_days_insert AFTER INSERT ON images
WHEN new.entity = 'client' AND new.is_deleted = 0 AND new.parent_deleted = 0 AND new.source_id IS NOT NULL BEGIN
  INSERT INTO image_days (source_id, day, n) VALUES (new.source_id, (new.created_at + 18000000000) / 86400000000, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER image_days_update AFTER UPDATE OF source_id, is_deleted, parent_deleted ON images
WHEN new.entity = 'client' BEGIN
  INSERT INTO image_days (source_id, day, n)
  SELECT new.source_id, (new.created_at + 18000000000) / 86400000000, 1
  WHERE new.is_deleted = 0 AND new.parent_deleted = 0 AND new.source_id IS NOT NULL
  ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE image_days SET n = n - 1 WHERE source_id = old.source_id
    AND day = (old.created_at + 18000000000) / 86400000000 AND old.is_deleted = 0 AND old.parent_deleted = 0;
  DELETE FROM image_days WHERE source_id = old.source_id
    AND day = (old.created_at + 18000000000) / 86400000000 AND n = 0;
END;
