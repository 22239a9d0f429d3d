import Engine

/// `server`: where the host listens and what it allows.
struct ServerSettings: Sendable {
  /// `host` (string, default: 127.0.0.1).
  var host: String
  /// `port` (int, default: 8000).
  var port: Int
  /// `public_url` (string, optional): what clients call the server, e.g. `https://face.example.com`; without it
  /// `websocket_url` is made from the request's Host header.
  var publicURL: String?
  /// `tls.certificate`, `tls.key` (paths): both or none.
  var certificate: String?
  var key: String?
  /// `loops` (int, default: 1): network threads.
  var loops: Int
  /// `frame_bytes` (int, default: 2 MiB): largest encoded frame or photo.
  var frameBytes: Int
  /// `frame_side` (int, default: 4096): largest side of a frame or photo, pixels.
  var frameSide: Int
  /// `body_bytes` (int, default: 32 MiB): largest request body; several photos travel in one.
  var bodyBytes: Int
  /// `max_connections` (int, default: 10000).
  var maxConnections: Int
  /// `shutdown_grace_s` (int, default: 10): how long requests in flight may take when the host stops.
  var shutdownGrace: Int
  /// `allowed_origins` (list of strings, default: `*`): origins whose scripts may call the API; empty for none.
  var allowedOrigins: [String]
  /// `deflate` (bool, default: false): permessage-deflate; JPEG does not compress, so it costs more than it saves.
  var deflate: Bool

  init(from reader: inout SettingsReader) {
    host = reader.string("host", default: "127.0.0.1", expected: "an address such as 127.0.0.1 or 0.0.0.0") {
      !$0.isEmpty
    }
    port = reader.integer("port", default: 8000, in: 0...65535)
    publicURL = reader.optionalString("public_url", expected: "a URL that begins with http:// or https://") {
      $0.hasPrefix("http://") || $0.hasPrefix("https://")
    }
    (certificate, key) = reader.section("tls") { tls in
      let pair = (
        tls.optionalString("certificate", expected: "a path") { !$0.isEmpty },
        tls.optionalString("key", expected: "a path") { !$0.isEmpty }
      )
      if (pair.0 == nil) != (pair.1 == nil) {
        tls.report(pair.0 == nil ? "certificate" : "key", "is missing; TLS needs both certificate and key")
      }
      return pair
    }
    loops = reader.integer("loops", default: 1, in: 1...64)
    frameBytes = reader.integer("frame_bytes", default: 2 << 20, in: 1024...(64 << 20))
    frameSide = reader.integer("frame_side", default: 4096, in: 64...16384)
    bodyBytes = reader.integer("body_bytes", default: 32 << 20, in: 1024...(1 << 30))
    maxConnections = reader.integer("max_connections", default: 10_000, in: 1...1_000_000)
    shutdownGrace = reader.integer("shutdown_grace_s", default: 10, in: 0...600)
    allowedOrigins = reader.strings("allowed_origins", default: ["*"])
    deflate = reader.boolean("deflate", default: false)
  }
}
