import Web

/// Finds the route of a request. A path answers the same with and without its trailing slash.
struct Router: Sendable {
  typealias Handler = @Sendable (RequestContext) async throws -> HTTPResponse

  private struct Route: Sendable {
    var segments: [String]
    var handlers: [String: Handler]
  }

  private var routes: [Route] = []

  /// Adds a route; `{name}` matches one segment.
  mutating func add(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
    let segments = Self.withoutEnd(pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false))
      .map(String.init)
    if let index = routes.firstIndex(where: { $0.segments == segments }) {
      routes[index].handlers[method] = handler
    } else {
      routes.append(Route(segments: segments, handlers: [method: handler]))
    }
  }

  /// What a request meets.
  enum Match: Sendable {
    case found(Handler, parameters: [String: String])
    case wrongMethod(allowed: [String])
    case nothing
  }

  /// The route of a method and a target. An escaped slash is part of its segment: user ids may have one.
  func match(_ method: String, _ target: RequestTarget) -> Match {
    let segments = Self.withoutEnd(target.segments)
    for route in routes where route.segments.count == segments.count {
      guard let parameters = Self.bind(route.segments, segments) else { continue }
      // The server leaves the body out of an answer to HEAD.
      let handler = route.handlers[method] ?? (method == "HEAD" ? route.handlers["GET"] : nil)
      guard let handler else { return .wrongMethod(allowed: route.handlers.keys.sorted()) }
      return .found(handler, parameters: parameters)
    }
    return .nothing
  }

  private static func bind(_ pattern: [String], _ path: [String]) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (expected, segment) in zip(pattern, path) {
      if expected.hasPrefix("{") {
        parameters[String(expected.dropFirst().dropLast())] = segment
      } else if expected != segment {
        return nil
      }
    }
    return parameters
  }

  /// The segments without the empty one that a trailing slash leaves.
  private static func withoutEnd<Segment: StringProtocol>(_ segments: [Segment]) -> [Segment] {
    segments.count > 1 && segments.last?.isEmpty == true ? segments.dropLast() : segments
  }
}
