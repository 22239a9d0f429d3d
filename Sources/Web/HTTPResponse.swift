/// An answer. The server adds Content-Length, Connection and Date itself, and leaves the body out where HTTP has none
/// (HEAD, 204, 304).
public struct HTTPResponse: Sendable {
  /// 200…599.
  public var status: Int
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(status: Int = 200, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// An answer with a Content-Type.
  public init(status: Int = 200, contentType: String, headers: HTTPHeaders = [:], body: [UInt8]) {
    self.init(status: status, headers: headers, body: body)
    self.headers["Content-Type"] = contentType
  }

  /// Plain text.
  public init(status: Int = 200, text: String) {
    self.init(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
  }
}
