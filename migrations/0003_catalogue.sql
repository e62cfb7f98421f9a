-- The catalogue: three entities, their search indexes, and the counts that keep lists from growing dear.

-- Live rows by project (-1: all of the entity), by is_active and by block of ids, so that a count is two rows and
-- a page in the middle is found without walking to it: level 0 is the whole, level 1 blocks of 16,384, level 2 of 512.
CREATE TABLE list_counts (
  entity TEXT NOT NULL,
  project_id INTEGER NOT NULL,
  active INTEGER NOT NULL,
  level INTEGER NOT NULL,
  block INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (entity, project_id, active, level, block)
) STRICT, WITHOUT ROWID;

-- A write inserts here what must not be: the constraint's name then undoes the whole batch.
CREATE TABLE guards (
  ok INTEGER NOT NULL CONSTRAINT row_changed_meanwhile CHECK (ok = 1)
) STRICT;

-- What a POST made under an Idempotency-Key: the row that decides a race and answers a repeat.
CREATE TABLE idempotency_keys (
  key TEXT PRIMARY KEY,        -- hash of caller, method, path and key
  body TEXT NOT NULL,          -- hash of the body
  made TEXT NOT NULL,          -- what was created
  created_at INTEGER NOT NULL  -- milliseconds UTC
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE projects (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL DEFAULT 0 CHECK (project_id = 0), -- as in the other entities; a project has none
  code_1c TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT,
  description TEXT,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  is_integration INTEGER NOT NULL DEFAULT 0 CHECK (is_integration IN (0, 1)), -- kept by whatever writes integrations
  has_description INTEGER NOT NULL DEFAULT 0 CHECK (has_description IN (0, 1)),
  has_image INTEGER NOT NULL DEFAULT 0 CHECK (has_image IN (0, 1)),
  fold TEXT NOT NULL -- the searchable fields, a line each, then what else the search index is to find
) STRICT;
CREATE UNIQUE INDEX projects_key ON projects (code_1c, project_id);
CREATE INDEX projects_active ON projects (is_active) WHERE is_deleted = 0;
CREATE INDEX projects_kept ON projects (has_description, has_image) WHERE is_deleted = 0;
CREATE INDEX projects_created ON projects (created_at) WHERE is_deleted = 0;
CREATE INDEX projects_updated ON projects (updated_at) WHERE is_deleted = 0;
CREATE INDEX projects_name ON projects (name) WHERE is_deleted = 0;

CREATE VIRTUAL TABLE projects_fts USING fts5 (fold, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
INSERT INTO projects_fts (projects_fts, rank) VALUES ('automerge', 16);
CREATE TRIGGER projects_fts_insert AFTER INSERT ON projects WHEN new.is_deleted = 0 BEGIN
  INSERT INTO projects_fts (rowid, fold) VALUES (new.id, new.fold);
END;
CREATE TRIGGER projects_fts_update AFTER UPDATE OF fold, is_deleted ON projects
WHEN old.fold <> new.fold OR old.is_deleted <> new.is_deleted BEGIN
  DELETE FROM projects_fts WHERE rowid = old.id AND old.is_deleted = 0;
  INSERT INTO projects_fts (rowid, fold) SELECT new.id, new.fold WHERE new.is_deleted = 0;
END;
CREATE TRIGGER projects_count_insert AFTER INSERT ON projects WHEN new.is_deleted = 0 BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('project', -1, new.is_active, 0, 0, 1),
    ('project', -1, new.is_active, 1, new.id >> 14, 1),
    ('project', -1, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER projects_count_leave AFTER UPDATE OF project_id, is_active, is_deleted ON projects
WHEN old.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('project', -1, old.is_active, 0, 0, -1),
    ('project', -1, old.is_active, 1, old.id >> 14, -1),
    ('project', -1, old.is_active, 2, old.id >> 9, -1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER projects_count_enter AFTER UPDATE OF project_id, is_active, is_deleted ON projects
WHEN new.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('project', -1, new.is_active, 0, 0, 1),
    ('project', -1, new.is_active, 1, new.id >> 14, 1),
    ('project', -1, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL DEFAULT 0, -- 0 is no project
  client_code_1c TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  description TEXT,
  company_name TEXT,
  tax_id TEXT,
  registration_number TEXT,
  legal_address TEXT,
  actual_address TEXT,
  fax TEXT,
  website TEXT,
  social_media TEXT CHECK (json_valid(social_media)),
  additional_phones TEXT CHECK (json_valid(additional_phones)),
  industry TEXT,
  business_type TEXT,
  employee_count INTEGER,
  annual_revenue INTEGER, -- 1/100
  established_date TEXT,
  payment_terms TEXT,
  credit_limit INTEGER, -- 1/100
  currency TEXT,
  city TEXT,
  region TEXT,
  country TEXT,
  postal_code TEXT,
  contact_person TEXT,
  contact_position TEXT,
  contact_email TEXT,
  contact_phone TEXT,
  business_region_code TEXT,
  business_region_name TEXT,
  notes TEXT,
  tags TEXT CHECK (json_valid(tags)),
  rating INTEGER, -- 1/100
  priority INTEGER,
  source TEXT,
  metadata TEXT CHECK (json_valid(metadata)),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  has_description INTEGER NOT NULL DEFAULT 0 CHECK (has_description IN (0, 1)),
  has_image INTEGER NOT NULL DEFAULT 0 CHECK (has_image IN (0, 1)),
  fold TEXT NOT NULL -- the searchable fields, a line each, then what else the search index is to find
) STRICT;
CREATE UNIQUE INDEX clients_key ON clients (client_code_1c, project_id);
CREATE INDEX clients_project ON clients (project_id, is_active) WHERE is_deleted = 0;
CREATE INDEX clients_project_key ON clients (project_id, client_code_1c) WHERE is_deleted = 0;
CREATE INDEX clients_project_name ON clients (project_id, name) WHERE is_deleted = 0;
CREATE INDEX clients_active ON clients (is_active) WHERE is_deleted = 0;
CREATE INDEX clients_kept ON clients (has_description, has_image) WHERE is_deleted = 0;
CREATE INDEX clients_created ON clients (created_at) WHERE is_deleted = 0;
CREATE INDEX clients_updated ON clients (updated_at) WHERE is_deleted = 0;
CREATE INDEX clients_name ON clients (name) WHERE is_deleted = 0;
CREATE INDEX clients_city ON clients (city) WHERE is_deleted = 0 AND city IS NOT NULL;
CREATE INDEX clients_region ON clients (region) WHERE is_deleted = 0 AND region IS NOT NULL;
CREATE INDEX clients_business_region_code ON clients (business_region_code) WHERE is_deleted = 0 AND business_region_code IS NOT NULL;

CREATE VIRTUAL TABLE clients_fts USING fts5 (fold, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
INSERT INTO clients_fts (clients_fts, rank) VALUES ('automerge', 16);
CREATE TRIGGER clients_fts_insert AFTER INSERT ON clients WHEN new.is_deleted = 0 BEGIN
  INSERT INTO clients_fts (rowid, fold) VALUES (new.id, new.fold);
END;
CREATE TRIGGER clients_fts_update AFTER UPDATE OF fold, is_deleted ON clients
WHEN old.fold <> new.fold OR old.is_deleted <> new.is_deleted BEGIN
  DELETE FROM clients_fts WHERE rowid = old.id AND old.is_deleted = 0;
  INSERT INTO clients_fts (rowid, fold) SELECT new.id, new.fold WHERE new.is_deleted = 0;
END;
CREATE TRIGGER clients_count_insert AFTER INSERT ON clients WHEN new.is_deleted = 0 BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('client', -1, new.is_active, 0, 0, 1),
    ('client', -1, new.is_active, 1, new.id >> 14, 1),
    ('client', -1, new.is_active, 2, new.id >> 9, 1),
    ('client', new.project_id, new.is_active, 0, 0, 1),
    ('client', new.project_id, new.is_active, 1, new.id >> 14, 1),
    ('client', new.project_id, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER clients_count_leave AFTER UPDATE OF project_id, is_active, is_deleted ON clients
WHEN old.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('client', -1, old.is_active, 0, 0, -1),
    ('client', -1, old.is_active, 1, old.id >> 14, -1),
    ('client', -1, old.is_active, 2, old.id >> 9, -1),
    ('client', old.project_id, old.is_active, 0, 0, -1),
    ('client', old.project_id, old.is_active, 1, old.id >> 14, -1),
    ('client', old.project_id, old.is_active, 2, old.id >> 9, -1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER clients_count_enter AFTER UPDATE OF project_id, is_active, is_deleted ON clients
WHEN new.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('client', -1, new.is_active, 0, 0, 1),
    ('client', -1, new.is_active, 1, new.id >> 14, 1),
    ('client', -1, new.is_active, 2, new.id >> 9, 1),
    ('client', new.project_id, new.is_active, 0, 0, 1),
    ('client', new.project_id, new.is_active, 1, new.id >> 14, 1),
    ('client', new.project_id, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

CREATE TABLE nomenklatura (
  id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL DEFAULT 0, -- 0 is no project
  code_1c TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT,
  description TEXT,
  sku TEXT,
  article_code TEXT,
  barcode TEXT,
  brand TEXT,
  manufacturer TEXT,
  model TEXT,
  series TEXT,
  vendor_code TEXT,
  base_price INTEGER, -- 1/100
  sale_price INTEGER, -- 1/100
  cost_price INTEGER, -- 1/100
  currency TEXT,
  discount_percent INTEGER, -- 1/100
  tax_rate INTEGER, -- 1/100
  stock_quantity INTEGER, -- 1/100
  min_stock INTEGER, -- 1/100
  max_stock INTEGER, -- 1/100
  unit_of_measure TEXT,
  weight INTEGER, -- 1/1000
  dimensions TEXT,
  volume INTEGER, -- 1/1000
  category TEXT,
  subcategory TEXT,
  tags TEXT CHECK (json_valid(tags)),
  color TEXT,
  size TEXT,
  material TEXT,
  warranty_period INTEGER,
  expiry_date TEXT,
  production_date TEXT,
  roditel TEXT,
  supplier TEXT,
  country_code TEXT,
  country TEXT,
  notes TEXT,
  rating INTEGER, -- 1/100
  popularity_score INTEGER,
  seo_keywords TEXT,
  source TEXT,
  metadata TEXT CHECK (json_valid(metadata)),
  enrichment_status TEXT NOT NULL,
  last_enriched_at INTEGER, -- microseconds UTC
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  brand_key TEXT, -- brand, folded
  manufacturer_key TEXT, -- manufacturer, folded
  has_description INTEGER NOT NULL DEFAULT 0 CHECK (has_description IN (0, 1)),
  has_image INTEGER NOT NULL DEFAULT 0 CHECK (has_image IN (0, 1)),
  fold TEXT NOT NULL -- the searchable fields, a line each, then what else the search index is to find
) STRICT;
CREATE UNIQUE INDEX nomenklatura_key ON nomenklatura (code_1c, project_id);
CREATE INDEX nomenklatura_project ON nomenklatura (project_id, is_active) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_project_key ON nomenklatura (project_id, code_1c) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_project_name ON nomenklatura (project_id, name) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_active ON nomenklatura (is_active) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_kept ON nomenklatura (has_description, has_image) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_created ON nomenklatura (created_at) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_updated ON nomenklatura (updated_at) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_name ON nomenklatura (name) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_category ON nomenklatura (category) WHERE is_deleted = 0 AND category IS NOT NULL;
CREATE INDEX nomenklatura_enrichment_status ON nomenklatura (enrichment_status) WHERE is_deleted = 0;
CREATE INDEX nomenklatura_brand_key ON nomenklatura (brand_key) WHERE is_deleted = 0 AND brand_key IS NOT NULL;
CREATE INDEX nomenklatura_manufacturer_key ON nomenklatura (manufacturer_key) WHERE is_deleted = 0 AND manufacturer_key IS NOT NULL;
CREATE INDEX nomenklatura_base_price ON nomenklatura (base_price) WHERE is_deleted = 0 AND base_price IS NOT NULL;
CREATE INDEX nomenklatura_stock_quantity ON nomenklatura (stock_quantity) WHERE is_deleted = 0 AND stock_quantity IS NOT NULL;

CREATE VIRTUAL TABLE nomenklatura_fts USING fts5 (fold, tokenize = 'trigram case_sensitive 1', content = '', contentless_delete = 1);
INSERT INTO nomenklatura_fts (nomenklatura_fts, rank) VALUES ('automerge', 16);
CREATE TRIGGER nomenklatura_fts_insert AFTER INSERT ON nomenklatura WHEN new.is_deleted = 0 BEGIN
  INSERT INTO nomenklatura_fts (rowid, fold) VALUES (new.id, new.fold);
END;
CREATE TRIGGER nomenklatura_fts_update AFTER UPDATE OF fold, is_deleted ON nomenklatura
WHEN old.fold <> new.fold OR old.is_deleted <> new.is_deleted BEGIN
  DELETE FROM nomenklatura_fts WHERE rowid = old.id AND old.is_deleted = 0;
  INSERT INTO nomenklatura_fts (rowid, fold) SELECT new.id, new.fold WHERE new.is_deleted = 0;
END;
CREATE TRIGGER nomenklatura_count_insert AFTER INSERT ON nomenklatura WHEN new.is_deleted = 0 BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('nomenklatura', -1, new.is_active, 0, 0, 1),
    ('nomenklatura', -1, new.is_active, 1, new.id >> 14, 1),
    ('nomenklatura', -1, new.is_active, 2, new.id >> 9, 1),
    ('nomenklatura', new.project_id, new.is_active, 0, 0, 1),
    ('nomenklatura', new.project_id, new.is_active, 1, new.id >> 14, 1),
    ('nomenklatura', new.project_id, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER nomenklatura_count_leave AFTER UPDATE OF project_id, is_active, is_deleted ON nomenklatura
WHEN old.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('nomenklatura', -1, old.is_active, 0, 0, -1),
    ('nomenklatura', -1, old.is_active, 1, old.id >> 14, -1),
    ('nomenklatura', -1, old.is_active, 2, old.id >> 9, -1),
    ('nomenklatura', old.project_id, old.is_active, 0, 0, -1),
    ('nomenklatura', old.project_id, old.is_active, 1, old.id >> 14, -1),
    ('nomenklatura', old.project_id, old.is_active, 2, old.id >> 9, -1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER nomenklatura_count_enter AFTER UPDATE OF project_id, is_active, is_deleted ON nomenklatura
WHEN new.is_deleted = 0
  AND (old.project_id <> new.project_id OR old.is_active <> new.is_active OR old.is_deleted <> new.is_deleted) BEGIN
  INSERT INTO list_counts (entity, project_id, active, level, block, n) VALUES
    ('nomenklatura', -1, new.is_active, 0, 0, 1),
    ('nomenklatura', -1, new.is_active, 1, new.id >> 14, 1),
    ('nomenklatura', -1, new.is_active, 2, new.id >> 9, 1),
    ('nomenklatura', new.project_id, new.is_active, 0, 0, 1),
    ('nomenklatura', new.project_id, new.is_active, 1, new.id >> 14, 1),
    ('nomenklatura', new.project_id, new.is_active, 2, new.id >> 9, 1)
  ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;

