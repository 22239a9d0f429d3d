import Engine

/// The plugin library `libChromaStore.so`: one component, `store.chroma`.
public struct ChromaStorePlugin: Plugin {
  /// The plugin; it has no state.
  public init() {}

  public var manifest: PluginManifest {
    PluginManifest(
      id: "ChromaStore", version: "1.0.0",
      summary: "Galleries in a Chroma server, a collection each, by its REST API v2")
  }

  public var components: [Component] {
    [
      .vectorStore(
        ComponentFactory(
          id: ChromaVectorStore.componentID, summary: "Collections of a Chroma server, searched by its HNSW index",
          settings: ChromaSettings.self
        ) { settings, _ in try ChromaVectorStore(settings: settings) })
    ]
  }
}

/// What the host compares with its own number before it touches a Swift type of this library.
@c(ChromaStore_plugin_abi) public func chromaStoreABI() -> UInt64 { engineABI }

/// Gives the host the plugin.
@c(ChromaStore_plugin_entry) public func chromaStoreEntry() -> UnsafeMutableRawPointer {
  PluginBox(ChromaStorePlugin()).passRetained()
}
