import Engine

/// The plugin library `libFAISSStore.so`: one component, `store.faiss`.
public struct FAISSStorePlugin: Plugin {
  /// The plugin.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "FAISSStore", version: "1.0.0", summary: "Galleries in this process, durable in files, searched exactly")
  }

  public var components: [Component] {
    [
      .vectorStore(
        ComponentFactory(
          id: FAISSVectorStore.componentID, summary: "In-process store: exact search, one durable log per gallery",
          settings: FAISSStoreSettings.self
        ) { settings, context in
          FAISSVectorStore(
            settings: settings, directory: context.directory, log: context.log, sealer: context.sealer)
        })
    ]
  }
}

/// What the host reads before it touches any Swift type of this library.
@c(FAISSStore_plugin_abi) public func faissStoreABI() -> UInt64 { engineABI }

/// The plugin, as a retained `PluginBox`.
@c(FAISSStore_plugin_entry) public func faissStoreEntry() -> UnsafeMutableRawPointer {
  PluginBox(FAISSStorePlugin()).passRetained()
}
