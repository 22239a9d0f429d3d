import Engine

/// Follows the borders around a face through a session: the rim of what shows a picture moves with the face, while a
/// live face moves before a door frame.
struct BorderTrack: Sendable {
  /// What is known of the four sides.
  struct Finding: Hashable, Sendable {
    /// Sides with a border in most frames.
    var seen: Int
    /// Those of them that were seen to move with the face.
    var attached: Int
  }

  private struct Sighting: Sendable {
    /// The border's distance from the middle of the box, and the middle of the box itself on the same axis, box sizes.
    var distance: Float
    var middle: Float
  }

  /// The sightings of each side in the last `window` frames, nil for a frame without one.
  private var sides: [[Sighting?]] = Array(repeating: [], count: 4)

  private static let window = 15
  /// Share of a line that is an edge from which on it is a border.
  private static let leastShare: Float = 0.9
  /// Spread of the face's position from which on it moved, standard deviation in box sizes: four times the grid on
  /// which borders are found (1/30).
  private static let leastMovement: Float = 0.12
  /// The spread of the distance by that of the position up to which a border moves with the face.
  private static let mostLag: Float = 0.3
  private static let fewestFrames = 5

  /// Takes the next frame's borders.
  mutating func add(_ borders: [SurroundingBorders.Side], of box: Rect) {
    for (index, side) in borders.prefix(4).enumerated() {
      let middle = index < 2 ? box.center.x / box.width : box.center.y / box.height
      sides[index].append(
        side.share >= Self.leastShare ? Sighting(distance: side.distance, middle: middle) : nil)
      if sides[index].count > Self.window { sides[index].removeFirst() }
    }
  }

  /// What is known now.
  var finding: Finding {
    var finding = Finding(seen: 0, attached: 0)
    for sightings in sides {
      let there = sightings.compactMap { $0 }
      guard there.count >= Self.fewestFrames, there.count * 3 >= sightings.count * 2 else { continue }
      finding.seen += 1
      let movement = Self.spread(there.map(\.middle))
      if movement >= Self.leastMovement, Self.spread(there.map(\.distance)) <= Self.mostLag * movement {
        finding.attached += 1
      }
    }
    return finding
  }

  /// Standard deviation.
  private static func spread(_ values: [Float]) -> Float {
    let mean = values.reduce(0, +) / Float(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)).squareRoot()
  }
}
