/// Counts how often bright and dark bands roll over the frames of a session.
///
/// Lamps on alternating current do the same to a live face before a fast shutter, so this never decides alone.
struct BandTrack: Sendable {
  private var last: RowProfile?
  /// Whether the last `window` pairs of frames showed bands.
  private var seen: [Bool] = []

  private static let window = 15
  private static let fewestPairs = 4

  /// Takes the next frame's profile.
  mutating func add(_ profile: RowProfile) {
    if let last { seen.append(profile.hasBands(since: last)) }
    if seen.count > Self.window { seen.removeFirst() }
    last = profile
  }

  /// The share of frames that differ from the one before by bands, 0…1; 0 until a few were compared.
  var share: Double {
    seen.count < Self.fewestPairs ? 0 : Double(seen.count { $0 }) / Double(seen.count)
  }
}
