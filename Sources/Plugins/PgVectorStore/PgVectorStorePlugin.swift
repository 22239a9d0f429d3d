import Engine

/// The plugin library `libPgVectorStore.so`: one component, `store.pgvector`.
public struct PgVectorStorePlugin: Plugin {
  /// The plugin.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "PgVectorStore", version: "1.0.0",
      summary: "Galleries in PostgreSQL with pgvector, shared by any number of hosts"
    )
  }

  public var components: [Component] {
    [
      .vectorStore(
        ComponentFactory(
          id: PostgresVectorStore.componentID, summary: "PostgreSQL with pgvector: half-precision vectors, HNSW",
          settings: PgVectorSettings.self
        ) { settings, context in PostgresVectorStore(settings: settings, log: context.log) })
    ]
  }
}

/// What the host reads before it touches any Swift type of this library.
@c(PgVectorStore_plugin_abi) public func pgVectorStoreABI() -> UInt64 { engineABI }

/// The plugin, as a retained `PluginBox`.
@c(PgVectorStore_plugin_entry) public func pgVectorStoreEntry() -> UnsafeMutableRawPointer {
  PluginBox(PgVectorStorePlugin()).passRetained()
}
