extension Migration {
  /// Sealed embeddings, the keys that they are sealed under, and which stores keep which tenant's gallery.
  ///
  /// The database holds the truth: every active face with its embedding. What vector stores hold are copies of it, each
  /// brought up to date by `gallery_writes`, which are queued in the transaction that changes the faces.
  static let second = Migration(
    version: 2,
    sql: """
      -- Keys for embeddings and for components' files, themselves sealed under the master key.
      CREATE TABLE data_keys (
        id TEXT NOT NULL PRIMARY KEY,
        sealed BLOB NOT NULL,
        is_current INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX data_keys_current ON data_keys (is_current) WHERE is_current = 1;

      -- A table of its own: rows of faces stay short. A key that a row needs can't be deleted.
      CREATE TABLE embeddings (
        face_id TEXT NOT NULL PRIMARY KEY REFERENCES faces (id) ON DELETE CASCADE,
        data_key TEXT NOT NULL REFERENCES data_keys (id),
        sealed BLOB NOT NULL
      ) STRICT;
      CREATE INDEX embeddings_by_key ON embeddings (data_key);

      -- Counting rows takes time in proportion to them, and every identification needs the number.
      CREATE TABLE gallery_sizes (
        tenant_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        faces INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, model_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO gallery_sizes
        SELECT tenant_id, model_id, count(*) FROM faces WHERE is_active = 1 GROUP BY tenant_id, model_id;
      CREATE TRIGGER face_activated AFTER UPDATE OF is_active ON faces WHEN NEW.is_active = 1 AND OLD.is_active = 0
      BEGIN
        INSERT INTO gallery_sizes VALUES (NEW.tenant_id, NEW.model_id, 1)
          ON CONFLICT (tenant_id, model_id) DO UPDATE SET faces = faces + 1;
      END;
      CREATE TRIGGER face_deleted AFTER DELETE ON faces WHEN OLD.is_active = 1
      BEGIN
        UPDATE gallery_sizes SET faces = faces - 1 WHERE tenant_id = OLD.tenant_id AND model_id = OLD.model_id;
      END;
      CREATE INDEX faces_of_gallery ON faces (tenant_id, model_id, id) WHERE is_active = 1;

      CREATE TABLE gallery_copies (
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        model_id TEXT NOT NULL,
        store TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('primary', 'fallback', 'target', 'kept', 'dropped')),
        phase TEXT NOT NULL CHECK (phase IN ('clearing', 'filling', 'verifying', 'ready', 'failed')),
        -- The last face that filling has copied.
        cursor TEXT,
        copied INTEGER NOT NULL DEFAULT 0,
        -- What the last verification saw: faces, and a checksum of their ids and persons; or why it failed.
        verified INTEGER,
        checksum TEXT,
        message TEXT,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, model_id, store)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX gallery_copies_primary ON gallery_copies (tenant_id, model_id) WHERE role = 'primary';
      CREATE UNIQUE INDEX gallery_copies_fallback ON gallery_copies (tenant_id, model_id) WHERE role = 'fallback';
      CREATE UNIQUE INDEX gallery_copies_target ON gallery_copies (tenant_id, model_id) WHERE role = 'target';

      -- What a store must still do, in order. It outlives the tenant's and the user's rows, and so refers to nothing.
      -- The store '' stands for the default one, whose name only a host knows.
      CREATE TABLE gallery_writes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        store TEXT NOT NULL,
        tenant_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('add', 'remove')),
        face_id TEXT NOT NULL,
        queued_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX gallery_writes_of_gallery ON gallery_writes (store, tenant_id, model_id, id);
      INSERT INTO gallery_writes (store, tenant_id, model_id, kind, face_id, queued_at)
        SELECT '', tenant_id, model_id, 'remove', face_id, queued_at FROM vector_removals ORDER BY queued_at;
      DROP TABLE vector_removals;

      -- What an operator asks of the host's galleries by `kenali tenant store`, and what the host answered.
      CREATE TABLE gallery_requests (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        action TEXT NOT NULL CHECK (action IN ('move', 'cancel', 'fallback', 'no_fallback', 'rebuild', 'drop')),
        store TEXT NOT NULL,
        requested_at INTEGER NOT NULL,
        answered_at INTEGER,
        refusal TEXT
      ) STRICT;
      CREATE INDEX gallery_requests_open ON gallery_requests (id) WHERE answered_at IS NULL;

      -- Live searches held against an exact one.
      CREATE TABLE recall (
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        model_id TEXT NOT NULL,
        store TEXT NOT NULL,
        probes INTEGER NOT NULL,
        nearest_found INTEGER NOT NULL,
        wanted INTEGER NOT NULL,
        found INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, model_id, store)
      ) STRICT, WITHOUT ROWID;
      """)
}
