import Engine

/// The rigid points of a head and how far each stands out towards the camera: what a picture of it has not.
enum DepthTemplate {
  /// One point of MediaPipe's mesh.
  struct Entry: Sendable {
    /// Its index in the mesh.
    var index: Int
    /// Depth towards the camera from the line through the outer eye corners, in units of their distance.
    var depth: Double
  }

  /// Points that neither speech nor lids move. Depths: mean of the mesh model's own z over still portraits, turned
  /// frontal and made symmetrical; between 20 portraits they vary by 0.02 at most (standard deviation), as they are
  /// mostly the model's prior. They are constants on purpose: the z of the frame at hand is the
  /// network's guess, the same for a face and for a picture of one, and proves nothing.
  static let entries: [Entry] = [
    // Nose: ridge and tip.
    (1, 0.52), (4, 0.54), (5, 0.50), (195, 0.43), (197, 0.37), (6, 0.31), (168, 0.25),
    // Nose: base and wings.
    (2, 0.35), (98, 0.25), (327, 0.25), (45, 0.53), (275, 0.53), (51, 0.48), (281, 0.48),
    // Forehead, middle.
    (8, 0.25), (9, 0.26), (151, 0.21),
    // Forehead, sides.
    (54, -0.18), (284, -0.18), (103, -0.05), (332, -0.05), (69, 0.14), (299, 0.14), (104, 0.06), (333, 0.06),
    (108, 0.19), (337, 0.19),
    // Eye corners.
    (33, 0), (263, 0), (133, 0.06), (362, 0.06),
    // Cheeks.
    (50, 0.09), (280, 0.09), (101, 0.15), (330, 0.15), (117, 0.01), (346, 0.01), (123, -0.10), (352, -0.10),
    // Temples and sides.
    (127, -0.54), (356, -0.54), (234, -0.58), (454, -0.58), (162, -0.44), (389, -0.44),
  ].map(Entry.init)

  /// The template's points of a mesh, in the face's own frame: origin between the outer eye corners, x along them, unit
  /// their distance. Takes translation, scale and roll away. Nil for a mesh of another model or one that is degenerate.
  static func points(of mesh: FaceMesh) -> [PlanePoint]? {
    guard mesh.points.count >= 468 else { return nil }
    let left = PlanePoint(mesh.points[33])
    let right = PlanePoint(mesh.points[263])
    let dx = right.x - left.x
    let dy = right.y - left.y
    let square = dx * dx + dy * dy
    guard square > 1, square.isFinite else { return nil }
    return entries.map { entry in
      let x = Double(mesh.points[entry.index].x) - (left.x + right.x) / 2
      let y = Double(mesh.points[entry.index].y) - (left.y + right.y) / 2
      return PlanePoint(x: (x * dx + y * dy) / square, y: (y * dx - x * dy) / square)
    }
  }
}

/// A point of the image plane, in a face's own frame.
struct PlanePoint: Sendable, Hashable {
  var x: Double
  var y: Double
}

extension PlanePoint {
  /// The image coordinates of a mesh point.
  init(_ point: Point3) {
    x = Double(point.x)
    y = Double(point.y)
  }
}
