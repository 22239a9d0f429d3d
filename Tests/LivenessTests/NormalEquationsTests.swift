import Testing

@testable import Liveness

/// Weighted least squares on systems with a known answer.
@Suite struct NormalEquationsTests {
  private func row(_ values: [Double]) -> SIMD16<Double> {
    SIMD16(values + [Double](repeating: 0, count: 16 - values.count))
  }

  @Test("a line through points is found, unknowns that are not mentioned are zero")
  func line() throws {
    var equations = NormalEquations()
    for x in 0..<20 { equations.add(row([1, Double(x)]), equals: 3 - 0.5 * Double(x), weight: 1) }
    let solution = try #require(equations.solve())
    // Damped by a thousandth: near, not exact.
    #expect(abs(solution[0] - 3) < 0.05)
    #expect(abs(solution[1] + 0.5) < 0.01)
    for unknown in 2..<16 { #expect(solution[unknown] == 0) }
  }

  @Test("an equation counts by its weight")
  func weights() throws {
    var equations = NormalEquations()
    equations.add(row([1]), equals: 0, weight: 1)
    equations.add(row([1]), equals: 10, weight: 9)
    let solution = try #require(equations.solve())
    #expect(abs(solution[0] - 9) < 0.02)
  }

  @Test("numbers that are none have no solution")
  func notANumber() {
    var equations = NormalEquations()
    equations.add(row([.nan, 1]), equals: 1, weight: 1)
    #expect(equations.solve() == nil)
  }
}
