import Foundation

/// What a result says once it is decrypted.
struct ResultPayload: Sendable, Hashable, Codable {
  /// The enrollment's id, or the recognised user's.
  var id: String
  /// RFC 3339, with milliseconds.
  var timestamp: String
  var sessionType: String
  var sessionToken: String
  /// Authentications only, 0…1.
  var confidence: Double?

  private enum CodingKeys: String, CodingKey {
    case id, timestamp
    case sessionType = "session_type"
    case sessionToken = "session_token"
    case confidence
  }

  /// The payload's JSON.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return [UInt8](try encoder.encode(self))
  }
}
