/// Weighted least squares in sixteen unknowns, summed up row by row and solved by Cholesky's decomposition. An unknown
/// that no equation mentions is zero.
struct NormalEquations: Sendable {
  private static let unknowns = 16
  private var matrix = [SIMD16<Double>](repeating: SIMD16(), count: unknowns)
  private var right = SIMD16<Double>()

  /// Adds an equation: the row times the unknowns should equal `value`.
  mutating func add(_ row: SIMD16<Double>, equals value: Double, weight: Double) {
    let weighted = weight * row
    right += weighted * value
    for i in 0..<Self.unknowns { matrix[i] += weighted[i] * row }
  }

  /// The unknowns, damped by a thousandth of the diagonal (Marquardt 1963). Nil where the equations do not determine
  /// them.
  func solve() -> SIMD16<Double>? {
    var factor = matrix
    for i in 0..<Self.unknowns { factor[i][i] = factor[i][i] == 0 ? 1 : 1.001 * factor[i][i] }
    for i in 0..<Self.unknowns {
      for j in 0...i {
        var sum = factor[i][j]
        for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          factor[i][i] = sum.squareRoot()
        } else {
          factor[i][j] = sum / factor[j][j]
        }
      }
    }
    var solution = right
    for i in 0..<Self.unknowns {
      for k in 0..<i { solution[i] -= factor[i][k] * solution[k] }
      solution[i] /= factor[i][i]
    }
    for i in (0..<Self.unknowns).reversed() {
      for k in i + 1..<Self.unknowns { solution[i] -= factor[k][i] * solution[k] }
      solution[i] /= factor[i][i]
    }
    return solution
  }
}
