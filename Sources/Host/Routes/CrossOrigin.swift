import Web

/// Lets scripts of other origins call the API (CORS, the Fetch standard): the documented JavaScript client runs in an
/// integrator's page. Credentials travel in headers that a page must set itself, never in cookies, so that an open
/// policy gives a page nothing that it does not have already.
struct CrossOrigin: Sendable {
  /// Origins that may call; `*` is any, an empty list is none.
  let allowed: [String]

  /// The answer to a preflight request, or nil where this is none.
  func preflight(_ request: HTTPRequest) -> HTTPResponse? {
    guard request.method == "OPTIONS", request.headers["Origin"] != nil,
      request.headers["Access-Control-Request-Method"] != nil
    else { return nil }
    var response = HTTPResponse(status: 204)
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
    response.headers["Access-Control-Allow-Headers"] =
      "Authorization, Content-Type, X-Session-Token, X-Request-Id, Idempotency-Key"
    response.headers["Access-Control-Max-Age"] = "600"
    return response
  }

  /// Adds what lets the request's origin read the answer.
  func permit(_ request: HTTPRequest, _ response: inout HTTPResponse) {
    guard let origin = request.headers["Origin"], !allowed.isEmpty else { return }
    if allowed.contains("*") {
      response.headers["Access-Control-Allow-Origin"] = "*"
    } else {
      response.headers.append("Vary", "Origin")
      guard allowed.contains(origin) else { return }
      response.headers["Access-Control-Allow-Origin"] = origin
    }
    response.headers["Access-Control-Expose-Headers"] = "X-Request-Id, Retry-After"
  }
}
