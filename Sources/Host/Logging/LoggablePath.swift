import Web

/// A request's path as logs may show it: session tokens are credentials, user ids are personal.
enum LoggablePath {
  static func of(_ target: RequestTarget) -> String {
    guard target.path != "*" else { return "*" }
    // An escaped slash stays within its segment, and so within what is left out.
    var segments = target.segments
    for index in segments.indices.dropFirst(2) where segments[index - 2] == "api" && segments[index - 1] == "users" {
      if !segments[index].isEmpty { segments[index] = "{user_id}" }
    }
    for index in segments.indices where segments[index].contains(SessionToken.prefix) {
      segments[index] = "{session_token}"
    }
    return String("/\(segments.joined(separator: "/"))".prefix(200))
  }
}
