extension Migration {
  /// Lock-outs after failed sessions.
  static let third = Migration(
    version: 3,
    sql: """
      -- Failed sessions by user or device. `failures` are moments in milliseconds, separated by blanks: they are only
      -- ever read and written together.
      CREATE TABLE lockouts (
        tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
        subject TEXT NOT NULL,
        failures TEXT NOT NULL,
        lockouts INTEGER NOT NULL,
        locked_until INTEGER,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (tenant_id, subject)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX lockouts_by_change ON lockouts (updated_at);
      """)
}
