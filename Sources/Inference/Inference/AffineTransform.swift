public import Engine

/// A map of the plane: `x' = a·x + b·y + tx`, `y' = c·x + d·y + ty`.
public struct AffineTransform: Sendable, Hashable {
  public var a, b, tx, c, d, ty: Double

  /// The map with these six numbers.
  public init(a: Double, b: Double, tx: Double, c: Double, d: Double, ty: Double) {
    (self.a, self.b, self.tx) = (a, b, tx)
    (self.c, self.d, self.ty) = (c, d, ty)
  }

  /// The similarity (rotation, one scale, shift; no reflection) that takes `source` nearest to `target` in the sense of
  /// least squares: Umeyama, "Least-squares estimation of transformation parameters between two point patterns",
  /// IEEE PAMI 13(4), 1991. In the plane its singular value decomposition has the closed form used here.
  ///
  /// - Returns: nil where all source points coincide or a number is not finite.
  public static func similarity(from source: [Point], to target: [Point]) -> AffineTransform? {
    guard source.count == target.count, source.count >= 2 else { return nil }
    let count = Double(source.count)
    var sx = 0.0, sy = 0.0, tx = 0.0, ty = 0.0
    for (from, to) in zip(source, target) {
      sx += Double(from.x)
      sy += Double(from.y)
      tx += Double(to.x)
      ty += Double(to.y)
    }
    (sx, sy, tx, ty) = (sx / count, sy / count, tx / count, ty / count)
    var squares = 0.0, along = 0.0, across = 0.0
    for (from, to) in zip(source, target) {
      let x = Double(from.x) - sx, y = Double(from.y) - sy
      let u = Double(to.x) - tx, v = Double(to.y) - ty
      squares += x * x + y * y
      along += x * u + y * v
      across += x * v - y * u
    }
    guard squares > 1e-9, squares.isFinite, along.isFinite, across.isFinite else { return nil }
    let cosine = along / squares, sine = across / squares
    return AffineTransform(
      a: cosine, b: -sine, tx: tx - cosine * sx + sine * sy,
      c: sine, d: cosine, ty: ty - sine * sx - cosine * sy)
  }

  /// The map back; nil where this one flattens the plane.
  public var inverse: AffineTransform? {
    let determinant = a * d - b * c
    guard abs(determinant) > 1e-12, determinant.isFinite else { return nil }
    let (ia, ib, ic, id) = (d / determinant, -b / determinant, -c / determinant, a / determinant)
    return AffineTransform(a: ia, b: ib, tx: -ia * tx - ib * ty, c: ic, d: id, ty: -ic * tx - id * ty)
  }

  /// Where `point` goes.
  public func apply(_ point: Point) -> Point {
    let x = Double(point.x), y = Double(point.y)
    return Point(x: Float(a * x + b * y + tx), y: Float(c * x + d * y + ty))
  }
}
