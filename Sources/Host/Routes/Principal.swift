import Engine

/// Who calls: a tenant's backend, by key or by token.
struct Principal: Sendable {
  var tenant: TenantID
  /// Where its token came from, which decides the key of encrypted results; nil for an API key with its secret.
  var via: ClientTokenOrigin?
}

/// The `Authorization` header's forms (api.md §1).
enum AuthorizationHeader: Equatable {
  case apiKey(key: String, secret: String)
  case token(String)

  /// - Returns: nil for a missing or malformed header.
  init?(_ header: String?) {
    guard let header else { return nil }
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let value = parts[1].drop { $0 == " " }
    switch parts[0].lowercased() {
    case "apikey":
      guard let colon = value.firstIndex(of: ":") else { return nil }
      self = .apiKey(key: String(value[..<colon]), secret: String(value[value.index(after: colon)...]))
    case "jwt", "bearer": self = .token(String(value))
    default: return nil
    }
  }
}
