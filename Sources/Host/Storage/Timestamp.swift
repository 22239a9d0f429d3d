import Foundation

/// A moment, in milliseconds since 1970-01-01 00:00 UTC.
struct Timestamp: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  /// Milliseconds since the Unix epoch.
  var milliseconds: Int64

  /// A moment.
  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// The moment that the system's clock shows.
  static var now: Timestamp { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

  /// Whole seconds since the Unix epoch, rounded down: what JWTs carry.
  var seconds: Int64 { milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000 }

  /// As RFC 3339 in UTC with milliseconds, e.g. `2025-10-27T12:34:56.789Z`.
  var description: String {
    // The milliseconds are written apart: as a fraction of a Double they might round to the one before.
    let text = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    let fraction = String(1000 + milliseconds - seconds * 1000).dropFirst()
    return text.dropLast() + "." + fraction + "Z"
  }

  static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
  /// A moment later, or earlier, by whole milliseconds of a duration.
  static func + (moment: Self, duration: Duration) -> Timestamp {
    let parts = duration.components
    return Timestamp(
      milliseconds: moment.milliseconds + parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
  }

  init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
}

/// Where the time comes from: the system, or a test.
typealias WallClock = @Sendable () -> Timestamp
