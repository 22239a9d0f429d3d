/// What a request asks for: a path and a query.
public struct RequestTarget: Sendable, Equatable {
  /// As sent.
  public let raw: String
  /// The path, percent-decoded, beginning with `/` (or `*` for a server-wide OPTIONS). `.` and `..` are not resolved,
  /// and an escaped slash looks like any other: where that matters, use `segments`.
  public let path: String
  /// The path split at its unescaped slashes, then decoded: `/a%2Fb/c/` is `["a/b", "c", ""]`.
  public let segments: [String]
  /// What follows the first `?`, undecoded; `nil` where there is none.
  public let query: String?

  /// `nil` when an escape is malformed or hides a NUL, when the result is not UTF-8, or when the form is neither a path,
  /// nor an http(s) address, nor `*`.
  public init?(_ raw: String) {
    guard let pathAndQuery = Self.dropAuthority(raw[...]) else { return nil }
    let mark = pathAndQuery.firstIndex(of: "?")
    let rawPath = pathAndQuery[..<(mark ?? pathAndQuery.endIndex)]
    self.raw = raw
    query = mark.map { String(pathAndQuery[pathAndQuery.index(after: $0)...]) }
    if rawPath == "*" {
      path = "*"
      segments = []
      return
    }
    guard let path = percentDecoded(rawPath, plusIsSpace: false) else { return nil }
    var segments: [String] = []
    for part in rawPath.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
      guard let segment = percentDecoded(part, plusIsSpace: false) else { return nil }
      segments.append(segment)
    }
    self.path = path
    self.segments = segments
  }

  /// The first value of a query parameter, decoded (`+` is a space); an empty string for a bare name. `nil` where the
  /// name is missing or its value is malformed.
  public func queryValue(_ name: String) -> String? {
    guard let query else { return nil }
    for item in query.split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard percentDecoded(parts[0], plusIsSpace: true) == name else { continue }
      return parts.count == 2 ? percentDecoded(parts[1], plusIsSpace: true) : ""
    }
    return nil
  }

  /// The path and query of an origin-form or absolute-form target.
  private static func dropAuthority(_ raw: Substring) -> Substring? {
    if raw.hasPrefix("/") || raw == "*" { return raw }
    for scheme in ["http://", "https://"] where raw.hasPrefix(scheme) {
      let rest = raw.dropFirst(scheme.count)
      guard let end = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return "/" }
      return rest[end] == "/" ? rest[end...] : "/" + rest[end...]
    }
    return nil
  }
}
