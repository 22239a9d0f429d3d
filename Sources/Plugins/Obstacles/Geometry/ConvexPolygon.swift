import Engine

/// A convex polygon; its corners run clockwise as seen in the image.
struct ConvexPolygon: Hashable {
  private(set) var corners: [Point]

  /// The convex hull of points, by Andrew's monotone chain ("Another efficient algorithm for convex hulls in two
  /// dimensions", 1979).
  init(hullOf points: [Point]) {
    let sorted = points.filter { $0.x.isFinite && $0.y.isFinite }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard sorted.count > 2 else {
      corners = []
      return
    }
    func chain(_ points: some Sequence<Point>) -> [Point] {
      var kept: [Point] = []
      for point in points {
        while kept.count > 1, Self.turn(kept[kept.count - 2], kept[kept.count - 1], point) <= 0 { kept.removeLast() }
        kept.append(point)
      }
      kept.removeLast()
      return kept
    }
    let hull = chain(sorted) + chain(sorted.reversed())
    corners = hull.count > 2 ? hull : []
  }

  private init(corners: [Point]) { self.corners = corners }

  /// In square pixels (the shoelace formula).
  var area: Float {
    guard let last = corners.last else { return 0 }
    var twice: Float = 0
    var previous = last
    for corner in corners {
      twice += previous.x * corner.y - corner.x * previous.y
      previous = corner
    }
    return abs(twice) / 2
  }

  /// What it has in common with another (Sutherland and Hodgman, "Reentrant polygon clipping", 1974).
  func intersection(with other: ConvexPolygon) -> ConvexPolygon {
    guard var from = other.corners.last else { return ConvexPolygon(corners: []) }
    var kept = corners
    for to in other.corners {
      kept = Self.clip(kept, from, to)
      from = to
    }
    return ConvexPolygon(corners: kept)
  }

  /// The part on the inner side of the edge from `from` to `to`.
  private static func clip(_ polygon: [Point], _ from: Point, _ to: Point) -> [Point] {
    guard var previous = polygon.last else { return [] }
    var kept: [Point] = []
    var before = turn(from, to, previous)
    for corner in polygon {
      let now = turn(from, to, corner)
      if (now < 0) != (before < 0) {
        let share = before / (before - now)
        kept.append(
          Point(x: previous.x + (corner.x - previous.x) * share, y: previous.y + (corner.y - previous.y) * share))
      }
      if now >= 0 { kept.append(corner) }
      (previous, before) = (corner, now)
    }
    return kept
  }

  /// Positive where the way over three points bends clockwise as seen in the image.
  private static func turn(_ a: Point, _ b: Point, _ c: Point) -> Float {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }
}
