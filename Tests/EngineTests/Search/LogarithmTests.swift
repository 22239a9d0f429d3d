import Foundation
import Testing

@testable import Engine

/// Engine's own functions against the C library's.
@Suite struct LogarithmTests {
  private func agree(_ ours: Double, _ theirs: Double, _ input: Double) -> Bool {
    abs(ours - theirs) <= 1e-12 * max(1, abs(theirs))
  }

  @Test func logarithmsOverTheWholeRange() {
    for exponent in stride(from: -307, through: 307, by: 1) {
      for digits in [1, 1.000_000_1, 1.414_213_562_373_095, 1.5, 2, 3.7, 9.999_999] {
        let x = digits * Foundation.pow(10, Double(exponent))
        #expect(agree(Engine.log10(x), Foundation.log10(x), x), "log10(\(x))")
        #expect(agree(naturalLogarithm(x), Foundation.log(x), x), "log(\(x))")
      }
    }
  }

  @Test func logarithmsNearOneKeepTheirDigits() {
    for step in stride(from: -16.0, through: -1, by: 0.5) {
      for x in [1 + Foundation.pow(10, step), 1 - Foundation.pow(10, step)] {
        let theirs = Foundation.log(x)
        #expect(abs(naturalLogarithm(x) - theirs) <= 1e-13 * abs(theirs), "log(\(x))")
      }
    }
    #expect(naturalLogarithm(1) == 0)
  }

  @Test func theEndsOfTheRange() {
    #expect(naturalLogarithm(0) == -.infinity)
    #expect(naturalLogarithm(-1) == -.infinity)
    for x in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(agree(naturalLogarithm(x), Foundation.log(x), x))
    }
  }

  @Test func exponentialsOverTheWholeRange() {
    for x in stride(from: -700.0, through: 700, by: 0.37) {
      let theirs = Foundation.exp(x)
      #expect(abs(exponential(x) - theirs) <= 1e-12 * theirs, "exp(\(x))")
    }
    #expect(exponential(0) == 1)
  }

  @Test func exponentialsBeyondItEndInsteadOfCrashing() {
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(-1e300) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(1e300) == .infinity)
    #expect(exponential(.nan).isNaN)
  }

  @Test(arguments: [1e-9, 0.1, 0.5, 0.9, 0.99, 0.999_999, 1, 2, 10, 1e9])
  func powers(base: Double) {
    for exponent in [-3, -1, -0.5, 0, 1e-9, 1e-6, 1.0 / 3, 0.5, 1, 2.5, 7] {
      let theirs = Foundation.pow(base, exponent)
      #expect(abs(power(base, exponent) - theirs) <= 1e-12 * theirs, "pow(\(base), \(exponent))")
    }
  }

  @Test func aPowerOfZeroIsZero() {
    #expect(power(0, 1) == 0)
    #expect(power(0, 1e-6) == 0)
  }
}
