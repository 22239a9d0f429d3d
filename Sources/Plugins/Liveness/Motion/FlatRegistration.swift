/// Lays one picture of a face over another as well as a flat or bent picture's motion can, and says what does not fit.
///
/// The mesh cannot tell a slanted photo from a turned head: its model has only seen heads, and gives a photo 8 to 16
/// degrees of turn. The pixels can: those of a photo move by a smooth map of the plane, here a quadratic one as in
/// `ReferenceView`, whereas a head's nose moves before its cheeks and hides a part of them. So the map is fitted to the
/// pixels themselves (Lucas and Kanade 1981, with Cauchy weights), from where the mesh says it is, and the share of the
/// texture that is left unexplained is the answer.
struct FlatRegistration: Sendable {
  /// Gauss–Newton steps: after eight the share changes in the third digit.
  private static let steps = 8
  /// Distance from one of the template's points, in eye distances, up to which cells take part: the mouth and what lies
  /// beyond the face do not.
  private static let nearby = 0.22
  /// Fewer cells than these are no face.
  private static let fewest = 150

  /// 1, x, y, x², xy, y², and zeros.
  private typealias Basis = SIMD8<Double>

  /// A cell of the reference that takes part.
  private struct Cell: Sendable {
    var value: Double
    var basis: Basis
  }

  private let cells: [Cell]
  /// Where the quadratic map's coordinates begin.
  private let middle: PlanePoint
  /// Finds the map that carries the reference's points to others; nil without points.
  private let points: LeastSquares?

  /// A registration onto `patch`, in which the template's points lie at `points`. Nil for points that lie too oddly.
  init?(patch: FacePatch, points: [PlanePoint]) {
    guard !points.isEmpty else { return nil }
    let middle = PlanePoint(
      x: points.reduce(0) { $0 + $1.x } / Double(points.count), y: points.reduce(0) { $0 + $1.y } / Double(points.count)
    )
    let rows = points.map { Self.basis(at: $0, from: middle) }
    guard let fit = LeastSquares(columns: (0..<6).map { column in rows.map { $0[column] } }) else { return nil }
    self.points = fit
    self.middle = middle
    cells = Self.cells(of: patch, from: middle) { place in
      points.contains {
        ($0.x - place.x) * ($0.x - place.x) + ($0.y - place.y) * ($0.y - place.y) < Self.nearby * Self.nearby
      }
    }
  }

  /// A registration onto the cells of `patch` whose middles are `used`.
  init(patch: FacePatch, where used: (PlanePoint) -> Bool) {
    points = nil
    middle = PlanePoint(x: 0, y: Double(FacePatch.grid.drop))
    cells = Self.cells(of: patch, from: middle, where: used)
  }

  /// The least share of the reference's texture that no such map explains by `patch`, in which the template's points lie
  /// at `points`, 0…1. Nil where the two hardly meet.
  ///
  /// - Parameter enough: the search stops where less than this is left.
  func unexplained(by patch: FacePatch, points now: [PlanePoint], enough: Double = 0) -> Double? {
    guard let points else { return nil }
    return unexplained(
      by: patch, from: (Self.terms(points.solve(now.map(\.x))), Self.terms(points.solve(now.map(\.y)))), enough: enough)
  }

  /// The same, by a patch that shows each part of the face nearly where the reference does. Nil where the two hardly meet.
  func unexplained(by patch: FacePatch) -> Double? {
    unexplained(
      by: patch, from: (Basis(middle.x, 1, 0, 0, 0, 0, 0, 0), Basis(middle.y, 0, 1, 0, 0, 0, 0, 0)), enough: 0)
  }

  private func unexplained(by patch: FacePatch, from first: (x: Basis, y: Basis), enough: Double) -> Double? {
    var map = first
    let picture = PatchSampler(patch)
    var least: Double?
    for step in 0...Self.steps {
      let seen = cells.map { cell in
        picture.sample(at: PlanePoint(x: (map.x * cell.basis).sum(), y: (map.y * cell.basis).sum()))
      }
      let pairs = zip(cells, seen).compactMap { cell, sample in sample.map { (cell, $0) } }
      guard pairs.count >= Self.fewest else { break }
      least = min(least ?? 1, Self.unexplainedShare(pairs.map { ($0.0.value, $0.1.value) }))
      guard step < Self.steps, least ?? 1 >= enough, let change = Self.improvement(pairs) else { break }
      map.x += change.lowHalf
      map.y += change.highHalf
    }
    return least
  }

  /// One weighted Gauss–Newton step: the change of the map's coefficients, x first.
  private static func improvement(_ pairs: [(Cell, PatchSampler.Sample)]) -> SIMD16<Double>? {
    let power = pairs.reduce(0) { $0 + $1.1.value * $1.1.value }
    guard power > 0 else { return nil }
    let gain = pairs.reduce(0) { $0 + $1.0.value * $1.1.value } / power
    let errors = pairs.map { $0.0.value - gain * $0.1.value }
    let scale = 1.48 * (errors.map(abs).median ?? 0) + 1e-6
    var equations = NormalEquations()
    for ((cell, sample), error) in zip(pairs, errors) {
      let row = SIMD16(
        lowHalf: gain * sample.slopeX * cell.basis, highHalf: gain * sample.slopeY * cell.basis)
      let outlying = error / scale
      equations.add(row, equals: error, weight: 1 / (1 + outlying * outlying))
    }
    return equations.solve()
  }

  /// One minus the squared correlation.
  private static func unexplainedShare(_ pairs: [(Double, Double)]) -> Double {
    let count = Double(pairs.count)
    let (meanA, meanB) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for (a, b) in pairs {
      aa += (a - meanA) * (a - meanA)
      bb += (b - meanB) * (b - meanB)
      ab += (a - meanA) * (b - meanB)
    }
    return aa * bb > 0 && ab > 0 ? 1 - ab * ab / (aa * bb) : 1
  }

  private static func cells(
    of patch: FacePatch, from middle: PlanePoint, where used: (PlanePoint) -> Bool
  ) -> [Cell] {
    patch.values.indices.compactMap { index in
      let place = FacePatch.position(of: index)
      return used(place) ? Cell(value: Double(patch.values[index]), basis: basis(at: place, from: middle)) : nil
    }
  }

  private static func basis(at point: PlanePoint, from middle: PlanePoint) -> Basis {
    let (x, y) = (point.x - middle.x, point.y - middle.y)
    return Basis(1, x, y, x * x, x * y, y * y, 0, 0)
  }

  private static func terms(_ solution: (coefficients: [Double], unexplained: Double)) -> Basis {
    Basis(solution.coefficients + [0, 0])
  }
}
