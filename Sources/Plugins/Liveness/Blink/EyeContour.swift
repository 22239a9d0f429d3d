import Engine

/// The points of one eye in MediaPipe's mesh (`face_mesh_connections.py`: FACEMESH_LEFT_EYE, FACEMESH_LEFT_EYEBROW and
/// their mirror images).
struct EyeContour: Sendable {
  /// Corners, from the image's left to its right.
  var corners: (Int, Int)
  /// Three points of the upper lid.
  var lid: [Int]
  /// The three brow points above them.
  var brow: [Int]

  /// The eye on the image's left.
  static let left = EyeContour(corners: (33, 133), lid: [160, 159, 158], brow: [63, 105, 66])
  /// The eye on the image's right.
  static let right = EyeContour(corners: (362, 263), lid: [385, 386, 387], brow: [296, 334, 293])

  /// Distance from upper lid to brow at right angles to the line through the corners, in eye widths.
  func lidToBrow(_ points: [Point3]) -> Double {
    let a = points[corners.0]
    let b = points[corners.1]
    let ux = Double(b.x - a.x)
    let uy = Double(b.y - a.y)
    let width = (ux * ux + uy * uy).squareRoot()
    guard width > 0 else { return 0 }
    func height(_ indices: [Int]) -> Double {
      indices.reduce(0) { sum, index in
        let p = points[index]
        // Upwards in the eye's own frame, whatever the roll.
        return sum + (Double(p.x - a.x) * uy - Double(p.y - a.y) * ux) / (width * width)
      } / Double(indices.count)
    }
    return height(brow) - height(lid)
  }
}
