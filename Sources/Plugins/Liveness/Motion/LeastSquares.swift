/// Least squares with one design for many right-hand sides: QR by the modified Gram–Schmidt process (Björck 1967).
struct LeastSquares: Sendable {
  /// Orthonormal columns.
  private let q: [[Double]]
  /// Upper triangle; `r[j][i]`, i ≤ j, belongs to column j.
  private let r: [[Double]]

  /// Nil when the columns depend on one another.
  init?(columns: [[Double]]) {
    var q: [[Double]] = []
    var r: [[Double]] = []
    for column in columns {
      var rest = column
      var coefficients: [Double] = []
      for unit in q {
        let share = Self.dot(unit, rest)
        coefficients.append(share)
        for i in rest.indices { rest[i] -= share * unit[i] }
      }
      let length = Self.dot(rest, rest).squareRoot()
      guard length > 1e-6 * Self.dot(column, column).squareRoot(), length.isFinite else { return nil }
      coefficients.append(length)
      q.append(rest.map { $0 / length })
      r.append(coefficients)
    }
    self.q = q
    self.r = r
  }

  /// The length of the last column's part that the others do not explain.
  var lastIndependentLength: Double { r.last?.last ?? 0 }

  /// The coefficients that explain `target` best, and the sum of squares that stays unexplained.
  func solve(_ target: [Double]) -> (coefficients: [Double], unexplained: Double) {
    var rest = target
    var shares: [Double] = []
    for unit in q {
      let share = Self.dot(unit, rest)
      shares.append(share)
      for i in rest.indices { rest[i] -= share * unit[i] }
    }
    for j in r.indices.reversed() {
      shares[j] /= r[j][j]
      for i in 0..<j { shares[i] -= shares[j] * r[j][i] }
    }
    return (shares, Self.dot(rest, rest))
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }
}
