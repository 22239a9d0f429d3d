extension Migration {
  /// Tenants, users, enrollments with their faces, sessions.
  ///
  /// Rows below a tenant refer to each other by (tenant, id), so that the database itself refuses a reference from one
  /// tenant's row to another's. Times are milliseconds since the Unix epoch.
  static let first = Migration(
    version: 1,
    sql: """
      CREATE TABLE installation (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tenants (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('client', 'admin')),
        is_enabled INTEGER NOT NULL DEFAULT 1,
        api_key_digest BLOB NOT NULL UNIQUE,
        api_key_hint TEXT NOT NULL,
        secret_hash TEXT NOT NULL,
        sealed_result_keys BLOB NOT NULL,
        credential_version INTEGER NOT NULL DEFAULT 1,
        settings TEXT NOT NULL DEFAULT '{}',
        settings_version INTEGER NOT NULL DEFAULT 1,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE users (
        id TEXT NOT NULL PRIMARY KEY,
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        external_id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        UNIQUE (tenant_id, external_id),
        UNIQUE (tenant_id, id)
      ) STRICT;

      CREATE TABLE enrollments (
        id TEXT NOT NULL PRIMARY KEY,
        tenant_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('pending', 'completed', 'failed')),
        source TEXT NOT NULL CHECK (source IN ('photo', 'session')),
        reason TEXT,
        created_at INTEGER NOT NULL,
        ended_at INTEGER,
        UNIQUE (tenant_id, id),
        FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
      ) STRICT;
      CREATE INDEX enrollments_of_user ON enrollments (tenant_id, user_id, id);
      CREATE INDEX enrollments_pending ON enrollments (created_at) WHERE status = 'pending';

      CREATE TABLE faces (
        id TEXT NOT NULL PRIMARY KEY,
        tenant_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        enrollment_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        quality REAL NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('photo', 'session')),
        is_active INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL,
        FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        FOREIGN KEY (tenant_id, enrollment_id) REFERENCES enrollments (tenant_id, id) ON DELETE CASCADE
      ) STRICT;
      CREATE INDEX faces_of_user ON faces (tenant_id, user_id, id);
      CREATE INDEX faces_of_enrollment ON faces (tenant_id, enrollment_id);

      -- Vectors that the vector store still has and must forget. It outlives the tenant's and the user's rows, and so
      -- refers to nothing.
      CREATE TABLE vector_removals (
        face_id TEXT NOT NULL PRIMARY KEY,
        tenant_id TEXT NOT NULL,
        model_id TEXT NOT NULL,
        queued_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX vector_removals_by_time ON vector_removals (queued_at);

      CREATE TABLE sessions (
        id TEXT NOT NULL PRIMARY KEY,
        token_digest BLOB NOT NULL UNIQUE,
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        family TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('enrollment', 'verification', 'identification')),
        user_id TEXT,
        enrollment_id TEXT,
        status TEXT NOT NULL
          CHECK (status IN ('initialized', 'processing', 'completed', 'failed', 'expired', 'cancelled')),
        parameters TEXT NOT NULL DEFAULT '{}',
        claimed_by TEXT,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        ended_at INTEGER,
        reason TEXT,
        result TEXT,
        FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE,
        FOREIGN KEY (tenant_id, enrollment_id) REFERENCES enrollments (tenant_id, id) ON DELETE CASCADE
      ) STRICT;
      CREATE INDEX sessions_of_tenant ON sessions (tenant_id, id);
      CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id);
      CREATE INDEX sessions_of_enrollment ON sessions (tenant_id, enrollment_id);
      CREATE INDEX sessions_live ON sessions (expires_at) WHERE status IN ('initialized', 'processing');
      CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
      """)
}
