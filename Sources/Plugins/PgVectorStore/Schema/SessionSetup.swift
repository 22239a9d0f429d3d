/// What every connection sets once it is made.
enum SessionSetup {
  /// Where names are looked up: the store's schema, then wherever the administrator put pgvector.
  private static func searchPath(_ schema: String) -> String {
    """
    SELECT set_config('search_path', '\(schema), ' || quote_ident(nspname) || ', pg_catalog', false)
      FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector';
    """
  }

  /// An acknowledged write is on the disk, whatever the server's own setting.
  private static let durability = """
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
    """

  /// For calls. Statements are planned once: an index is used where there is one (no sequential scan where it can be
  /// avoided), and a scan is not delayed by compiling or by starting parallel workers.
  static func calls(_ settings: PgVectorSettings) -> String {
    searchPath(settings.schema) + durability + """
      SET statement_timeout = \(settings.statementTimeoutMilliseconds);
      SET idle_in_transaction_session_timeout = '30s';
      SET plan_cache_mode = force_generic_plan;
      SET enable_seqscan = off;
      SET jit = off;
      SET max_parallel_workers_per_gather = 0;
      SET hnsw.ef_search = \(settings.efSearch);
      SET hnsw.iterative_scan = strict_order;
      """
  }

  /// For building and dropping indices, which takes its time.
  static func upkeep(_ settings: PgVectorSettings) -> String {
    searchPath(settings.schema) + durability + """
      SET statement_timeout = 0;
      SET maintenance_work_mem = '\(settings.indexMemoryMB)MB';
      """
  }
}
