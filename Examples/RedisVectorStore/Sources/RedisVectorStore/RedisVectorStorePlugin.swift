import Engine

/// The plugin library `libRedisVectorStore.so`: one component, `store.redis`.
public struct RedisVectorStorePlugin: Plugin {
  public var manifest: PluginManifest {
    PluginManifest(id: "RedisVectorStore", version: "1.0.0", summary: "Galleries in Redis, searched exactly")
  }

  public var components: [Component] {
    [
      .vectorStore(
        ComponentFactory(
          id: "store.redis", summary: "Redis hashes; up to some ten thousand faces of a gallery",
          settings: RedisSettings.self
        ) { settings, _ in RedisVectorStore(settings: settings) })
    ]
  }
}

@c(RedisVectorStore_plugin_abi) public func redisVectorStoreABI() -> UInt64 { engineABI }

@c(RedisVectorStore_plugin_entry) public func redisVectorStoreEntry() -> UnsafeMutableRawPointer {
  PluginBox(RedisVectorStorePlugin()).passRetained()
}

/// The settings of `store.redis`.
public struct RedisSettings: ComponentSettings {
  /// `host` (string, default: 127.0.0.1): a name or an address. The connection is not encrypted: keep it in a network
  /// that you trust, or behind a tunnel.
  public var host = "127.0.0.1"
  /// `port` (int, default: 6379).
  public var port = 6379
  /// `password` (string): by the environment, `KENALI__COMPONENTS__STORE.REDIS__PASSWORD`, rather than by the file.
  public var password: String?
  /// `prefix` (string, default: kenali): begins every key, so that others may use the server too.
  public var prefix = "kenali"
  /// `timeout_ms` (int, default: 5000): how long connecting, and each answer, may take.
  public var timeoutMS = 5000

  /// The defaults.
  public init() {}

  public init(from reader: inout SettingsReader) {
    host = reader.string("host", default: host, expected: "a name or an address") { !$0.isEmpty }
    port = reader.integer("port", default: port, in: 1...65535)
    password = reader.secret("password")
    prefix = reader.string("prefix", default: prefix, expected: "a text without '{'") { !$0.contains("{") }
    timeoutMS = reader.integer("timeout_ms", default: timeoutMS, in: 10...60_000)
  }
}
