import Web

/// Finds the route of a request. A path answers the same with and without its trailing slash.
struct Router: Sendable {
  typealias Handler = @Sendable (RequestContext) async throws -> HTTPResponse

  private struct Route: Sendable {
    var pattern: String
    var segments: [String]
    var handlers: [String: Handler]
  }

  private var routes: [Route] = []
  /// Every segment that stands literally in a pattern.
  private var words: Set<String> = []

  /// Adds a route; `{name}` matches one segment.
  mutating func add(_ method: String, _ pattern: String, _ handler: @escaping Handler) {
    let path = pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let segments = Self.bare(path.map(String.init))
    words.formUnion(segments.filter { !$0.hasPrefix("{") })
    if let index = routes.firstIndex(where: { $0.segments == segments }) {
      routes[index].handlers[method] = handler
    } else {
      routes.append(Route(pattern: pattern, segments: segments, handlers: [method: handler]))
    }
  }

  /// What a request meets.
  enum Match: Sendable {
    case found(Handler, parameters: [String: String])
    case wrongMethod(allowed: [String])
    case nothing
  }

  /// The route of a method and a path, split at its unescaped slashes: a user id may have a slash of its own.
  func match(_ method: String, _ path: [String]) -> Match {
    let segments = Self.bare(path)
    for route in routes {
      guard let parameters = Self.bind(route.segments, segments) else { continue }
      // The server leaves the body out of an answer to HEAD.
      let handler = route.handlers[method] ?? (method == "HEAD" ? route.handlers["GET"] : nil)
      guard let handler else { return .wrongMethod(allowed: route.handlers.keys.sorted()) }
      return .found(handler, parameters: parameters)
    }
    return .nothing
  }

  /// A path as logs may show it: its route's pattern, for user ids are personal and session tokens are credentials.
  /// Where there is no route, what is no word of any route is `*`: nobody knows what a stranger put there.
  func loggable(_ path: [String]) -> String {
    let segments = Self.bare(path)
    if let route = routes.first(where: { Self.bind($0.segments, segments) != nil }) { return route.pattern }
    return "/" + segments.prefix(8).map { words.contains($0) ? $0 : "*" }.joined(separator: "/")
  }

  private static func bind(_ pattern: [String], _ path: [String]) -> [String: String]? {
    guard pattern.count == path.count else { return nil }
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

  /// Segments without the empty one that a trailing slash leaves.
  private static func bare(_ segments: [String]) -> [String] {
    segments.count > 1 && segments.last == "" ? segments.dropLast() : segments
  }
}
