extension WebServer {
  /// What a server listens on and what it allows.
  ///
  /// Times are kept by one sweep a second: they are rounded up to whole seconds, and an overdue connection is cut
  /// up to one second late.
  public struct Configuration: Sendable {
    /// The files of a TLS server. TLS 1.3 is the lowest version spoken.
    public struct TLS: Sendable {
      /// PEM file: the server's certificate, then the intermediates.
      public var certificateChainPath: String
      /// PEM file of the private key, unencrypted.
      public var privateKeyPath: String

      public init(certificateChainPath: String, privateKeyPath: String) {
        self.certificateChainPath = certificateChainPath
        self.privateKeyPath = privateKeyPath
      }
    }

    /// The IP address to listen on; `localhost` means 127.0.0.1, `::` every address of both families.
    public var host = "127.0.0.1"
    /// 0 takes any free port: read `WebServer.port`.
    public var port: UInt16 = 0
    /// `nil` serves plain HTTP.
    public var tls: TLS?
    /// Network threads, 1…64. A connection stays on one of them for its whole life.
    public var loops = 1

    /// Bytes of one request body; more is answered by 413.
    public var bodyLimit = 4 << 20
    /// Bytes of the request line and all header fields; more is answered by 431.
    public var headerLimit = 16 << 10
    /// Header fields; more is answered by 431.
    public var headerCountLimit = 100
    /// Bytes of one WebSocket message after inflation; more closes with 1009.
    public var messageLimit = 4 << 20
    /// Messages of one WebSocket that are handed over before their credit has come back, at least 1. One more may
    /// be read ahead, so that pings and closes are still answered.
    public var messageWindow = 1
    /// Bytes queued for one WebSocket; over it the connection is closed with 1013.
    public var outputLimit = 1 << 20
    /// Bytes of bodies, messages and queued output held for all connections together. Over it a request is answered
    /// by 503 and a WebSocket message closes with 1013.
    public var bufferedLimit = 256 << 20
    /// Connections open at once; the next one is closed as soon as it is accepted.
    public var connectionLimit = 10_000

    /// From the first byte of a request to the end of its header; also from accept to the first byte, and the
    /// TLS handshake.
    public var headerTimeout: Duration = .seconds(10)
    /// For a whole request body, and for a whole WebSocket message. Also the longest pause of a client that reads its
    /// answer.
    public var bodyTimeout: Duration = .seconds(30)
    /// Between an answer and the first byte of the next request.
    public var keepAliveTimeout: Duration = .seconds(60)
    /// Without a byte from a WebSocket's peer. A ping goes out at half of it.
    public var socketIdleTimeout: Duration = .seconds(60)
    /// For the peer's half of a WebSocket closing handshake.
    public var closeTimeout: Duration = .seconds(5)

    /// Offers permessage-deflate (no context takeover). Costs processor time and memory: photographs do not shrink.
    public var deflate = false

    public init() {}
  }
}
