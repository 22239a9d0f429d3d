import Engine
import Web

/// Family A: `POST /api/auth/enrollment/` and `POST /api/auth/authentication/`.
struct SessionRoutes: Sendable {
  let services: Services

  func add(to router: inout Router) {
    router.add("POST", "/api/auth/enrollment/") { context in try await create(context, enrolls: true) }
    router.add("POST", "/api/auth/authentication/") { context in
      try await create(context, enrolls: try context.jsonOrEmpty()["session_type"]?.string == "enrollment")
    }
  }

  private func create(_ context: RequestContext, enrolls: Bool) async throws -> HTTPResponse {
    let principal = try await services.authenticate(context.request)
    let body = try context.jsonOrEmpty()
    let person = try Self.user(in: body)
    let purpose: SessionPurpose
    switch (enrolls, person) {
    case (true, let person?): purpose = .enrollment(person)
    case (true, nil):
      throw Problem.badRequest(
        "An enrollment needs a user_id.", kind: "missing_fields", ["user_id": "is missing or not a string"])
    case (false, let person?): purpose = .verification(person)
    case (false, nil): purpose = .identification
    }
    let session = try await services.sessions.create(purpose, body: body, principal: principal)
    var members: [JSONValue.Member] = [.init(name: "session_token", value: .string(session.token))]
    if enrolls {
      members += [
        .init(name: "enrollment_id", value: .string(session.id)), .init(name: "status", value: "pending"),
        .init(name: "target_samples", value: .integer(session.rules.targetSamples)),
      ]
    } else {
      members += [
        .init(name: "status", value: "active"),
        .init(name: "min_frames_required", value: .integer(session.rules.targetSamples)),
      ]
    }
    let what = enrolls ? "Enrollment" : "Authentication"
    members += [
      .init(name: "session_type", value: .string(session.purpose.name)),
      .init(name: "expires_at", value: .string(session.expiresAt.description)),
      .init(name: "websocket_url", value: .string(webSocketURL(context.request, session.token))),
      .init(name: "message", value: .string("\(what) session created. Stream frames to continue.")),
    ]
    return .json(.object(members), status: 201)
  }

  /// The user named by `user_id`; a number is taken as its digits, as the documents' backends often have numeric ids.
  private static func user(in body: JSONValue) throws(Problem) -> PersonID? {
    switch body["user_id"] {
    case nil, .null?: return nil
    case .string(let text)?: return try RequestContext.person(text, field: "user_id")
    case .integer(let number)?: return PersonID(String(number))
    default:
      throw .badRequest("user_id must be a string.", kind: "invalid_user_id", ["user_id": "must be a string"])
    }
  }

  /// Where frames go. Behind a proxy the operator names the public URL; otherwise the client gets back the host that it
  /// called.
  private func webSocketURL(_ request: HTTPRequest, _ token: String) -> String {
    let path = "/ws/auth/process-image/\(token)/"
    if var base = services.configuration.server.publicURL {
      while base.hasSuffix("/") { base.removeLast() }
      // http:// → ws://, https:// → wss://
      return "ws" + base.dropFirst(4) + path
    }
    let host = request.headers["Host"] ?? "localhost"
    return "\(request.isTLS ? "wss" : "ws")://\(host)\(path)"
  }
}
