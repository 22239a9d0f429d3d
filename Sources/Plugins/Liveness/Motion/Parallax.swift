import Glibc

/// How a face has moved since a reference, split into what a flat or bent picture can do and what takes depth.
struct Parallax: Sendable, Hashable {
  /// Turn that the depth of the head explains, degrees: positive when the nose moved to the image's right.
  var sideways: Double
  /// The same up and down: positive when the nose moved down.
  var down: Double
  /// Share of the movement beyond a bent plane that the depth of a head explains, 0…1.
  var explained: Double
  /// How much narrower the face has become in one direction than across it, 0…1: 1 - cos of the tilt for a tilted
  /// picture, 1 - cos of the turn for a head; up to about 0.08 by the mesh's own mistakes.
  var foreshortening: Double

  /// Size of the turn, degrees.
  var angle: Double { (sideways * sideways + down * down).squareRoot() }
}

/// A reference view of a face, against which later ones are measured.
///
/// Plane plus parallax (Irani and Anandan 1996): between two views of a rigid scene each point moves as a plane does,
/// and beyond that in proportion to its height over the plane. Here the "plane" is any quadratic map of the reference's
/// x and y — affine, to second order a homography, and a sheet bent into a cylinder — so pictures that are moved, tilted
/// or bent leave nothing; the height is the head's template. Under a distant camera its factor is the sine of the turn.
struct ReferenceView: Sendable {
  private let fit: LeastSquares

  /// Nil for points that lie too oddly to fit.
  init?(points: [PlanePoint]) {
    guard points.count == DepthTemplate.entries.count else { return nil }
    let count = Double(points.count)
    let middle = PlanePoint(
      x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
    // Around the centroid, so that the linear coefficients are the map's slope in the middle of the face.
    let x = points.map { $0.x - middle.x }
    let y = points.map { $0.y - middle.y }
    let columns = [
      x.map { _ in 1 }, x, y, zip(x, x).map { $0 * $1 }, zip(x, y).map { $0 * $1 }, zip(y, y).map { $0 * $1 },
      DepthTemplate.entries.map(\.depth),
    ]
    guard let fit = LeastSquares(columns: columns) else { return nil }
    self.fit = fit
  }

  /// The movement from the reference to `points`.
  func parallax(to points: [PlanePoint]) -> Parallax {
    let (u, restX) = fit.solve(points.map(\.x))
    let (v, restY) = fit.solve(points.map(\.y))
    let depth = (u[6] * u[6] + v[6] * v[6]) * fit.lastIndependentLength * fit.lastIndependentLength
    let whole = depth + restX + restY
    return Parallax(
      sideways: Self.degrees(asin(min(1, max(-1, u[6])))), down: Self.degrees(asin(min(1, max(-1, v[6])))),
      explained: whole > 0 ? depth / whole : 0, foreshortening: Self.foreshortening(u[1], u[2], v[1], v[2]))
  }

  /// One minus the ratio of the singular values of ((a, b), (c, d)).
  private static func foreshortening(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
    let sum = a * a + b * b + c * c + d * d
    let determinant = a * d - b * c
    guard sum > 0, determinant > 0 else { return 1 }
    let difference = max(0, sum * sum - 4 * determinant * determinant).squareRoot()
    return 1 - max(0, (sum - difference) / (sum + difference)).squareRoot()
  }

  private static func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
}
