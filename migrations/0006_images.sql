-- Pictures of projects, clients and nomenklatura; their bytes are in R2.

CREATE TABLE image_statuses (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT,
  icon TEXT NOT NULL DEFAULT '',
  "order" INTEGER NOT NULL DEFAULT 0,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL, -- microseconds UTC, as the others
  updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO image_statuses (code, name, icon, "order", created_at, updated_at) VALUES
  ('store_before', 'Magazin - Tashrif oldidan', 'store', 1, 1764000000000000, 1764000000000000),
  ('store_after', 'Magazin - Tashrifdan keyin', 'store', 2, 1764000000000000, 1764000000000000),
  ('store_info', 'Magazin - Umumiy ma''lumot', 'info', 3, 1764000000000000, 1764000000000000),
  ('product_main', 'Mahsulot - Asosiy rasm', 'product', 4, 1764000000000000, 1764000000000000),
  ('product_gallery', 'Mahsulot - Galereya', 'gallery', 5, 1764000000000000, 1764000000000000),
  ('product_packaging', 'Mahsulot - Qadoqlash', 'package', 6, 1764000000000000, 1764000000000000),
  ('other', 'Boshqa', 'other', 99, 1764000000000000, 1764000000000000);

CREATE TABLE image_sources (
  id INTEGER PRIMARY KEY,
  uploader_name TEXT NOT NULL,
  uploader_type TEXT NOT NULL DEFAULT 'other',
  uploader_contact TEXT,
  upload_location TEXT,
  upload_device TEXT,
  notes TEXT,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Folders of R2 that may belong to no picture: entered before bytes are stored, taken out by the write of their row.
-- A new picture takes the number of its entry for its id.
CREATE TABLE image_doubts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  entity TEXT NOT NULL,
  image_id INTEGER, -- of a picture that was there before; else the entry's own id
  hash TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;
CREATE INDEX image_doubts_since ON image_doubts (since);

CREATE TABLE images (
  id INTEGER PRIMARY KEY,
  entity TEXT NOT NULL CHECK (entity IN ('project', 'client', 'nomenklatura')),
  parent_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL, -- the parent's, kept by triggers: 0 is none
  hash TEXT NOT NULL, -- of the stored original
  format TEXT NOT NULL CHECK (format IN ('jpg', 'png', 'webp')),
  width INTEGER NOT NULL, -- upright, as are the height and what people see
  height INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  thumbnail_bytes INTEGER, -- null until it is made
  asked_at INTEGER, -- when the queue was last asked for renditions; null once they are made, or given up
  is_main INTEGER NOT NULL CHECK (is_main IN (0, 1)),
  category TEXT NOT NULL,
  note TEXT NOT NULL,
  status_id INTEGER,
  status_text TEXT CHECK (json_valid(status_text)), -- the status and the source as JSON, kept by triggers, so that
  source_id INTEGER,
  source_text TEXT CHECK (json_valid(source_text)), -- a picture is one row to whoever reads it
  is_ai_generated INTEGER NOT NULL DEFAULT 0 CHECK (is_ai_generated IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  parent_deleted INTEGER NOT NULL DEFAULT 0 CHECK (parent_deleted IN (0, 1)), -- hidden until its parent is revived
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX images_main ON images (entity, parent_id) WHERE is_main = 1 AND is_deleted = 0;
CREATE INDEX images_parent ON images (entity, parent_id, is_main DESC, created_at DESC, id DESC) WHERE is_deleted = 0;
CREATE INDEX images_shown ON images (entity, created_at, id) WHERE is_deleted = 0 AND parent_deleted = 0;
CREATE INDEX images_ids ON images (entity, id) WHERE is_deleted = 0 AND parent_deleted = 0;
CREATE INDEX images_project ON images (entity, project_id, created_at, id) WHERE is_deleted = 0 AND parent_deleted = 0;
CREATE INDEX images_category ON images (entity, category, created_at, id) WHERE is_deleted = 0 AND parent_deleted = 0 AND category <> '';
CREATE INDEX images_status ON images (status_id, entity, created_at, id) WHERE is_deleted = 0 AND status_id IS NOT NULL;
CREATE INDEX images_source ON images (source_id) WHERE is_deleted = 0 AND source_id IS NOT NULL;
CREATE INDEX images_asked ON images (asked_at) WHERE asked_at IS NOT NULL AND is_deleted = 0;
CREATE INDEX images_deleted ON images (updated_at) WHERE is_deleted = 1;

CREATE VIEW image_status_texts AS SELECT id, json_object('id', id, 'code', code, 'name', name,
  'description', description, 'icon', icon, 'order', "order", 'is_active', is_active) AS text
FROM image_statuses WHERE is_deleted = 0;
CREATE VIEW image_source_texts AS SELECT id, json_object('id', id, 'uploader_name', uploader_name,
  'uploader_type', uploader_type, 'uploader_contact', uploader_contact, 'upload_location', upload_location,
  'upload_device', upload_device, 'notes', notes, 'is_active', is_active, 'created_at', created_at) AS text
FROM image_sources WHERE is_deleted = 0;

-- The pictures of a row as its object nests them, main first, then the newest: one row to whoever lists rows.
CREATE VIEW image_texts AS SELECT entity, parent_id, is_main, created_at, id, json_object('id', id, 'hash', hash,
  'format', format, 'is_main', is_main, 'category', category, 'note', note, 'status', json(status_text),
  'source', json(source_text), 'is_ai_generated', is_ai_generated, 'created_at', created_at) AS text
FROM images WHERE is_deleted = 0;
CREATE TABLE image_lists (
  entity TEXT NOT NULL,
  parent_id INTEGER NOT NULL,
  images TEXT NOT NULL CHECK (json_valid(images)),
  PRIMARY KEY (entity, parent_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER images_list_insert AFTER INSERT ON images WHEN new.is_deleted = 0 BEGIN
  INSERT INTO image_lists (entity, parent_id, images)
  VALUES (new.entity, new.parent_id, (SELECT json_group_array(json(text)) FROM (
    SELECT text FROM image_texts i WHERE i.entity = new.entity AND i.parent_id = new.parent_id
    ORDER BY is_main DESC, created_at DESC, id DESC)))
  ON CONFLICT DO UPDATE SET images = excluded.images;
END;
CREATE TRIGGER images_list_update
AFTER UPDATE OF hash, is_main, category, note, status_id, source_id, is_ai_generated, is_deleted ON images BEGIN
  INSERT INTO image_lists (entity, parent_id, images)
  VALUES (new.entity, new.parent_id, (SELECT json_group_array(json(text)) FROM (
    SELECT text FROM image_texts i WHERE i.entity = new.entity AND i.parent_id = new.parent_id
    ORDER BY is_main DESC, created_at DESC, id DESC)))
  ON CONFLICT DO UPDATE SET images = excluded.images;
  DELETE FROM image_lists WHERE entity = new.entity AND parent_id = new.parent_id AND images = '[]';
END;

CREATE TRIGGER image_statuses_text AFTER UPDATE ON image_statuses BEGIN
  UPDATE images SET status_text = (SELECT text FROM image_status_texts t WHERE t.id = new.id)
  WHERE status_id = new.id AND is_deleted = 0;
  UPDATE image_lists SET images = (SELECT json_group_array(json(text)) FROM (
    SELECT text FROM image_texts i WHERE i.entity = image_lists.entity AND i.parent_id = image_lists.parent_id
    ORDER BY is_main DESC, created_at DESC, id DESC))
  WHERE (entity, parent_id) IN (SELECT entity, parent_id FROM images WHERE status_id = new.id AND is_deleted = 0);
END;
CREATE TRIGGER image_sources_text AFTER UPDATE ON image_sources BEGIN
  UPDATE images SET source_text = (SELECT text FROM image_source_texts t WHERE t.id = new.id)
  WHERE source_id = new.id AND is_deleted = 0;
  UPDATE image_lists SET images = (SELECT json_group_array(json(text)) FROM (
    SELECT text FROM image_texts i WHERE i.entity = image_lists.entity AND i.parent_id = image_lists.parent_id
    ORDER BY is_main DESC, created_at DESC, id DESC))
  WHERE (entity, parent_id) IN (SELECT entity, parent_id FROM images WHERE source_id = new.id AND is_deleted = 0);
END;

-- How many pictures of an entity are shown, beside the counts of the catalogue's own lists.
CREATE TRIGGER images_count_insert AFTER INSERT ON images WHEN new.is_deleted = 0 AND new.parent_deleted = 0 BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES (new.entity || '-image', -1, 1, 0, 0, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER images_count_update AFTER UPDATE OF is_deleted, parent_deleted ON images
WHEN (old.is_deleted = 0 AND old.parent_deleted = 0) <> (new.is_deleted = 0 AND new.parent_deleted = 0) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n)
  VALUES (new.entity || '-image', -1, 1, 0, 0, iif(new.is_deleted = 0 AND new.parent_deleted = 0, 1, -1))
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

CREATE TRIGGER image_lists_projects_insert AFTER INSERT ON image_lists WHEN new.entity = 'project' BEGIN
  UPDATE projects SET has_image = 1 WHERE id = new.parent_id;
END;
CREATE TRIGGER image_lists_projects_delete AFTER DELETE ON image_lists WHEN old.entity = 'project' BEGIN
  UPDATE projects SET has_image = 0 WHERE id = old.parent_id;
END;
CREATE TRIGGER projects_images_update AFTER UPDATE OF is_deleted ON projects
WHEN new.has_image = 1 AND old.is_deleted <> new.is_deleted BEGIN
  UPDATE images SET parent_deleted = new.is_deleted
  WHERE entity = 'project' AND parent_id = new.id AND is_deleted = 0;
END;

CREATE TRIGGER image_lists_clients_insert AFTER INSERT ON image_lists WHEN new.entity = 'client' BEGIN
  UPDATE clients SET has_image = 1 WHERE id = new.parent_id;
END;
CREATE TRIGGER image_lists_clients_delete AFTER DELETE ON image_lists WHEN old.entity = 'client' BEGIN
  UPDATE clients SET has_image = 0 WHERE id = old.parent_id;
END;
CREATE TRIGGER clients_images_update AFTER UPDATE OF project_id, is_deleted ON clients
WHEN new.has_image = 1 AND (old.project_id <> new.project_id OR old.is_deleted <> new.is_deleted) BEGIN
  UPDATE images SET project_id = new.project_id, parent_deleted = new.is_deleted
  WHERE entity = 'client' AND parent_id = new.id AND is_deleted = 0;
END;

CREATE TRIGGER image_lists_nomenklatura_insert AFTER INSERT ON image_lists WHEN new.entity = 'nomenklatura' BEGIN
  UPDATE nomenklatura SET has_image = 1 WHERE id = new.parent_id;
END;
CREATE TRIGGER image_lists_nomenklatura_delete AFTER DELETE ON image_lists WHEN old.entity = 'nomenklatura' BEGIN
  UPDATE nomenklatura SET has_image = 0 WHERE id = old.parent_id;
END;
CREATE TRIGGER nomenklatura_images_update AFTER UPDATE OF project_id, is_deleted ON nomenklatura
WHEN new.has_image = 1 AND (old.project_id <> new.project_id OR old.is_deleted <> new.is_deleted) BEGIN
  UPDATE images SET project_id = new.project_id, parent_deleted = new.is_deleted
  WHERE entity = 'nomenklatura' AND parent_id = new.id AND is_deleted = 0;
END;
