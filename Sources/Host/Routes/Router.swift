import Web

/// Finds the route of a request. A path answers the same with and without its trailing slash.
struct Router: Sendable {
  typealias Handler = @Sendable (RequestContext) async throws -> HTTPResponse

  private struct Route: Sendable {
    var segments: [Substring]
    var handlers: [String: Handler]
  }

  private var routes: [Route] = []

  /// Adds a route; `{name}` matches one segment.
  mutating func add(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
    let segments = Self.segments(of: pattern)
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

  /// The route of a method and a path.
  func match(_ method: String, _ path: String) -> Match {
    let segments = Self.segments(of: path)
    for route in routes where route.segments.count == segments.count {
      guard let parameters = Self.bind(route.segments, segments) else { continue }
      // The server leaves the body out of an answer to HEAD.
      let handler = route.handlers[method] ?? (method == "HEAD" ? route.handlers["GET"] : nil)
      guard let handler else { return .wrongMethod(allowed: route.handlers.keys.sorted()) }
      return .found(handler, parameters: parameters)
    }
    return .nothing
  }

  private static func bind(_ pattern: [Substring], _ path: [Substring]) -> [String: String]? {
    var parameters: [String: String] = [:]
    for (expected, segment) in zip(pattern, path) {
      if expected.hasPrefix("{") {
        parameters[String(expected.dropFirst().dropLast())] = String(segment)
      } else if expected != segment {
        return nil
      }
    }
    return parameters
  }

  private static func segments(of path: String) -> [Substring] {
    var path = path[...]
    if path.hasPrefix("/") { path = path.dropFirst() }
    if path.hasSuffix("/") { path = path.dropLast() }
    return path.split(separator: "/", omittingEmptySubsequences: false)
  }
}
