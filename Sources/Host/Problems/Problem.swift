/// A refusal or failure, as REST (RFC 9457 problem details, with the documents' fields beside it) and WebSocket show it.
///
/// Its text is for the API's user: it says what to do and carries no credential, embedding, path or SQL.
struct Problem: Error, Sendable, Hashable {
  /// HTTP status; also the `code` field.
  var status: Int
  /// A short, stable, machine-readable name: the last part of `type`.
  var kind: String
  /// What is wrong and what to do.
  var detail: String
  /// Fields by name → what is wrong with them.
  var details: [String: String] = [:]
  /// Seconds until trying again makes sense.
  var retryAfter: Double?

  /// 400.
  static func badRequest(_ detail: String, kind: String = "bad_request", _ details: [String: String] = [:]) -> Problem {
    Problem(status: 400, kind: kind, detail: detail, details: details)
  }

  /// 401: one text for whatever was wrong.
  static let unauthorized = Problem(
    status: 401, kind: "unauthorized",
    detail: "The credential is missing or not valid. Send Authorization: ApiKey KEY:SECRET, JWT TOKEN or Bearer TOKEN.")

  /// 404 for something named.
  static func notFound(_ what: String) -> Problem {
    Problem(status: 404, kind: "not_found", detail: "\(what) was not found.")
  }

  /// 503: too much to do right now.
  static let overloaded = Problem(
    status: 503, kind: "overloaded", detail: "The server has too much to do right now. Try again in a moment.",
    retryAfter: 1)

  /// 500: says nothing of the cause; the log does, under the request's id.
  static let internalError = Problem(
    status: 500, kind: "internal_error",
    detail: "Something went wrong on the server. Try again; if it persists, report the X-Request-Id.")

  /// The JSON of a REST answer.
  var json: JSONValue {
    .object([
      "type": .string("https://kenali.dev/problems/\(kind)"), "title": .string(Problem.title(of: status)),
      "status": .integer(status), "detail": .string(detail), "error": .string(detail), "code": .integer(status),
      "details": detailsJSON,
    ])
  }

  /// The JSON of a WebSocket's `error` message.
  var message: JSONValue {
    .object([
      "type": "error", "error": .string(detail), "code": .integer(status),
      "details": .object([.init(name: "reason", value: .string(kind))] + (detailsJSON.members ?? [])),
    ])
  }

  private var detailsJSON: JSONValue {
    .object(details.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .string($0.value)) })
  }

  /// The reason phrase of RFC 9110.
  static func title(of status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 503: "Service Unavailable"
    default: "Internal Server Error"
    }
  }
}
