// Engine imports no C, and the standard library alone has no logarithm, so the functions that the open-set policy
// needs stand here. They are exact to about 1e-12, far below what a threshold can tell apart.

/// Natural logarithm of a positive finite number, by range reduction and the area-hyperbolic-tangent series.
func naturalLogarithm(_ x: Double) -> Double {
  guard x > 0 else { return -.infinity }
  let ln2 = 0.693_147_180_559_945_309_4
  var significand = x.significand
  var exponent = Double(x.exponent)
  if significand > 1.414_213_562_373_095 {
    significand /= 2
    exponent += 1
  }
  let t = (significand - 1) / (significand + 1)
  let square = t * t
  var term = t
  var sum = 0.0
  var n = 1.0
  while n < 40 {
    sum += term / n
    term *= square
    n += 2
  }
  return exponent * ln2 + 2 * sum
}

/// Logarithm to the base ten.
func log10(_ x: Double) -> Double { naturalLogarithm(x) / 2.302_585_092_994_045_684 }

/// `base` to the power of `exponent`, for a positive base; of zero, 0 for a positive exponent.
func power(_ base: Double, _ exponent: Double) -> Double { exponential(exponent * naturalLogarithm(base)) }

/// e to the power of x; below −745 and above 710 it is 0 and infinite, as the true value is for a Double.
func exponential(_ x: Double) -> Double {
  // Also keeps an infinite or undefined k from being converted to an integer, which traps.
  guard x > -745 else { return x.isNaN ? x : 0 }
  guard x < 710 else { return .infinity }
  let ln2 = 0.693_147_180_559_945_309_4
  let k = (x / ln2).rounded()
  let r = x - k * ln2
  var term = 1.0
  var sum = 1.0
  var n = 1.0
  while n < 25 {
    term *= r / n
    sum += term
    n += 1
  }
  return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
}
