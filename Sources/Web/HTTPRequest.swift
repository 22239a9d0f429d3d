/// One request, complete with its body.
public struct HTTPRequest: Sendable {
  /// As sent, in capitals by convention: `GET`, `POST`, …
  public var method: String
  /// Path and query.
  public var target: RequestTarget
  public var headers: HTTPHeaders
  /// Empty where there is none.
  public var body: Payload
  /// The peer's IP address, without the port. Behind a proxy it is the proxy's.
  public var remoteAddress: String
  /// Whether it came over TLS to this server.
  public var isTLS: Bool

  /// A request that came from no connection, for tests of handlers. `nil` where the target is malformed.
  public init?(
    method: String = "GET", target: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    remoteAddress: String = "127.0.0.1", isTLS: Bool = false
  ) {
    guard let target = RequestTarget(target) else { return nil }
    self.init(
      method: method, target: target, headers: headers, body: Payload(body), remoteAddress: remoteAddress, isTLS: isTLS)
  }

  init(
    method: String, target: RequestTarget, headers: HTTPHeaders, body: Payload, remoteAddress: String, isTLS: Bool
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.isTLS = isTLS
  }

  /// The percent-decoded path: see `RequestTarget.path`.
  public var path: String { target.path }
}
