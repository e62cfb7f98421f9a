-- Where a project's data comes from in 1C.

CREATE TABLE integrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  project_id INTEGER NOT NULL REFERENCES projects (id),
  wsdl_url TEXT NOT NULL,
  username TEXT,
  password TEXT, -- encrypted for this id and the address's origin (src/integration/integration-password.ts)
  method_nomenklatura TEXT NOT NULL DEFAULT 'GetProductList',
  method_clients TEXT NOT NULL DEFAULT 'GetClientList',
  chunk_size INTEGER NOT NULL DEFAULT 50,
  description TEXT,
  sync_nomenklatura_minutes INTEGER,
  sync_clients_minutes INTEGER,
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL, -- microseconds UTC
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX integrations_name ON integrations (name) WHERE is_deleted = 0;
CREATE INDEX integrations_project ON integrations (project_id) WHERE is_deleted = 0;

-- A project says whether it has a live integration without being asked for a second row.
CREATE TRIGGER integrations_insert AFTER INSERT ON integrations BEGIN
  UPDATE projects SET is_integration = EXISTS (SELECT 1 FROM integrations i WHERE i.project_id = projects.id AND i.is_deleted = 0)
  WHERE id = new.project_id;
END;
CREATE TRIGGER integrations_update AFTER UPDATE OF project_id, is_deleted ON integrations BEGIN
  UPDATE projects SET is_integration = EXISTS (SELECT 1 FROM integrations i WHERE i.project_id = projects.id AND i.is_deleted = 0)
  WHERE id IN (old.project_id, new.project_id);
END;
