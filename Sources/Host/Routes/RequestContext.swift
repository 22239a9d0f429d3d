import Engine
import Web

/// One request on its way through the host.
struct RequestContext: Sendable {
  let request: HTTPRequest
  /// The `X-Request-Id` of the answer and of the log lines.
  let requestID: String
  /// What stood in the path's `{…}`.
  let parameters: [String: String]

  /// The body as a JSON object.
  ///
  /// - Throws: `Problem` 400 or 415.
  func json() throws(Problem) -> JSONValue {
    if let type = request.headers["Content-Type"], !Self.isJSON(type) {
      throw Problem(
        status: 415, kind: "unsupported_media_type", detail: "Send the body as application/json.")
    }
    guard let value = JSONValue.parse(Array(request.body)), case .object = value else {
      throw .badRequest("The body must be a JSON object.", kind: "invalid_json")
    }
    return value
  }

  /// The body as a JSON object, an empty body as an empty one.
  func jsonOrEmpty() throws(Problem) -> JSONValue { request.body.isEmpty ? .object([]) : try json() }

  static func isJSON(_ contentType: String) -> Bool {
    let type = contentType.prefix { $0 != ";" && $0 != " " && $0 != "\t" }.lowercased()
    return type == "application/json" || type.hasSuffix("+json")
  }

  /// A path parameter that names a user.
  ///
  /// - Throws: `Problem` 400 for a name that is too long or has control characters.
  func person(_ name: String = "user_id") throws(Problem) -> PersonID {
    try Self.person(parameters[name] ?? "", field: name)
  }

  /// A user id: 1…255 bytes of text without control characters, surrounding spaces kept as they are.
  static func person(_ text: String, field: String) throws(Problem) -> PersonID {
    guard !text.isEmpty, text.utf8.count <= 255,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw .badRequest(
        "\(field) must be 1 to 255 bytes of text without control characters.", kind: "invalid_user_id",
        [field: "1 to 255 bytes, no control characters"])
    }
    return PersonID(text)
  }
}

extension HTTPResponse {
  /// A JSON answer.
  static func json(_ value: JSONValue, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, contentType: "application/json", body: value.bytes)
  }

  /// An RFC 9457 answer.
  static func problem(_ problem: Problem) -> HTTPResponse {
    var response = HTTPResponse(
      status: problem.status, contentType: "application/problem+json", body: problem.json.bytes)
    if let seconds = problem.retryAfter { response.headers["Retry-After"] = String(Int(seconds.rounded(.up))) }
    if problem.status == 401 { response.headers["WWW-Authenticate"] = "ApiKey, JWT, Bearer" }
    return response
  }
}
