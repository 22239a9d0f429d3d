import CBeast

/// Owns one reference to a received request, and with it the right to answer it once.
// Safe to share: the request's bytes never change, and answers may come from any thread.
final class RequestHandle: @unchecked Sendable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }
  deinit { cb_request_release(pointer) }

  var loopIndex: Int { Int(cb_request_loop_index(pointer)) }
  var isUpgrade: Bool { cb_request_is_upgrade(pointer) }

  /// The request for the application; `nil` when its target is malformed.
  func makeRequest() -> HTTPRequest? {
    guard
      let text = String(validating: cb_request_target(pointer).buffer, as: UTF8.self),
      let target = RequestTarget(text)
    else { return nil }
    let body = cb_request_body(pointer)
    return HTTPRequest(
      method: cb_request_method(pointer).text, target: target, headers: HTTPHeaders(fields()),
      body: Payload(start: UnsafeRawPointer(body.bytes), count: body.count, owner: self),
      remoteAddress: cb_request_remote(pointer).text, isTLS: cb_request_is_tls(pointer))
  }

  func respond(_ response: HTTPResponse) {
    let fields = renderedFields(response.headers)
    let status = (200...599).contains(response.status) ? response.status : 500
    fields.withUnsafeBytes { fields in
      response.body.withUnsafeBytes { body in
        cb_request_respond(pointer, Int32(status), cb_slice(fields), cb_slice(body))
      }
    }
  }

  /// Answers with problem+json.
  func refuse(status: Int, detail: String) {
    cb_request_refuse(pointer, Int32(status), detail)
  }

  /// Completes the handshake; `connection` then receives the socket's events.
  func accept(_ connection: SocketConnection, subprotocol: String?, headers: HTTPHeaders) {
    let user = Unmanaged.passRetained(connection).toOpaque()
    // The handshake's own fields are not the application's to write.
    var fields = headers.fields.filter { !$0.name.lowercased().hasPrefix("sec-websocket-") }
    if let subprotocol, subprotocol.utf8.allSatisfy(isTokenByte), !subprotocol.isEmpty {
      fields.append(HTTPHeaders.Field(name: "Sec-WebSocket-Protocol", value: subprotocol))
    }
    renderedFields(HTTPHeaders(fields)).withUnsafeBytes { cb_request_accept(pointer, user, cb_slice($0)) }
  }

  private func fields() -> [HTTPHeaders.Field] {
    var fields: [HTTPHeaders.Field] = []
    fields.reserveCapacity(cb_request_field_count(pointer))
    withUnsafeMutablePointer(to: &fields) { cb_request_fields(pointer, $0, appendField) }
    return fields
  }
}

private func appendField(_ context: UnsafeMutableRawPointer?, _ name: cb_slice, _ value: cb_slice) {
  context!.assumingMemoryBound(to: [HTTPHeaders.Field].self).pointee
    .append(HTTPHeaders.Field(name: name.text, value: value.text))
}
