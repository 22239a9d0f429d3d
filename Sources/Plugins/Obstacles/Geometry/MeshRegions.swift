import Engine

/// Points of MediaPipe's face mesh of 468 by what they lie on.
enum MeshRegions {
  static let pointCount = 468
  /// Between the ears' sides of the face.
  static let sides = (left: 234, right: 454)
  /// The outline of the face, from the middle of the forehead on.
  static let outline = [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ]
  /// Forehead and root of the nose, which no mask reaches.
  static let upper = [9, 8, 168, 193, 417, 151, 108, 337, 69, 299]
  static let cheeks = [205, 425, 207, 427, 187, 411, 50, 280]
  /// Upper lip and chin.
  static let aroundMouth = [164, 165, 391, 18, 200, 199, 194, 418, 43, 273]
  static let lips = [0, 37, 267, 17, 84, 314, 39, 269, 181, 405]
  /// From the upper lip over the gap between the lips to the lower.
  static let mouthLine = [0, 11, 12, 13, 14, 15, 16, 17]
  static let nostrils = [97, 326, 98, 327, 2]
  static let nose = [4, 5, 195, 51, 281]
}

extension FaceMesh {
  /// The face's outline in the image plane; nil where the mesh is not one of MediaPipe's 468 points.
  var outline: ConvexPolygon? {
    guard isMediaPipe else { return nil }
    return ConvexPolygon(hullOf: MeshRegions.outline.map { Point(x: points[$0].x, y: points[$0].y) })
  }

  /// Whether the points are those that `MeshRegions` names.
  var isMediaPipe: Bool { points.count == MeshRegions.pointCount }
}
