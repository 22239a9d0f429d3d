import CChroma

/// A kept connection; its requests block.
struct HTTPConnection: ~Copyable {
  private let connection: OpaquePointer

  /// nil where there is no memory.
  init?() {
    guard let connection = cchroma_open() else { return nil }
    self.connection = connection
  }

  deinit { cchroma_close(connection) }

  /// Sends a request and waits for the answer.
  ///
  /// - Returns: nil where there is none in time.
  func send(_ request: HTTPRequest) -> HTTPAnswer? {
    var bytes: UnsafePointer<UInt8>?
    var count = 0
    let status = request.body.withUnsafeBytes { body in
      cchroma_request(
        connection, request.method, request.url, request.token, body.isEmpty ? nil : body.baseAddress, body.count,
        request.timeoutMS, &bytes, &count)
    }
    guard status != 0 else { return nil }
    return HTTPAnswer(status: status, body: Array(UnsafeBufferPointer(start: bytes, count: count)))
  }
}

/// A request with a JSON body; an empty one is none.
struct HTTPRequest: Sendable {
  var method: String
  var url: String
  var token: String?
  var body: [UInt8]
  var timeoutMS: Int
}

/// An answer, whatever its status.
struct HTTPAnswer: Sendable {
  var status: Int
  var body: [UInt8]
}
