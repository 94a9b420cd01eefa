/// Stirling's series: log Γ(x) = (x - 1/2)·log(x) - x + log(2π)/2 + 1/(12x) - 1/(360x³) + …, which from 8 on has all
/// digits.
///
/// Source: NIST DLMF §5.11(i); the terms behind 1/(12x) by Chebyshev's interpolation.
enum Stirling {
  private static let halfLogTwoPi = 0.9189385332046728
  private static let halfLogTwoPiRest = -3.8782941580672414e-17

  /// Returns log Γ(x) for x from 8 to 2^52, with an error of 2^-58.
  @inline(__always)
  static func logarithm(_ x: DoubleDouble) -> DoubleDouble {
    let log = Logarithm.pair(x.high)
    let inverse = 1 / x.high
    let factor = x.high - 0.5
    let product = DoubleDouble(productOf: factor, log.high)
    let difference = DoubleDouble(sumOf: product.high, -x.high)
    let sum = DoubleDouble(sumOf: difference.high, halfLogTwoPi)
    // ψ(x), for what is behind the number's last digit.
    let slope = log.high - 0.5 * inverse - (1.0 / 12) * inverse * inverse
    let small = (product.low + factor * log.low) + (difference.low + sum.low)
    return DoubleDouble(sum.high, rest: small + (x.low * slope + halfLogTwoPiRest) + series(inverse))
  }

  /// Returns log Γ(x) for x from 8 on, with an error below 0.51 ulp.
  static func logarithm(_ x: Double) -> Double {
    let (log, logRest) = Logarithm.parts(x)
    if x >= 0x1p52 {
      // Here x is x - 1/2, and the other terms are less than its last digit. The product may be beyond the range.
      let product = DoubleDouble(productOf: x * 0x1p-60, log - 1)
      return (product.high + (product.low + x * 0x1p-60 * logRest)) * 0x1p60
    }
    let factor = x - 0.5
    let product = DoubleDouble(productOf: factor, log)
    let difference = DoubleDouble(sumOf: product.high, -x)
    let rest = product.low + factor * logRest + series(1 / x)
    return difference.high + (difference.low + (rest + halfLogTwoPi))
  }

  /// Returns 1/(12x) - 1/(360x³) + …
  @inline(__always)
  private static func series(_ inverse: Double) -> Double {
    let z = inverse * inverse
    let z2 = z * z
    let low: Double = 0.08333333333333333 - z * 0.002777777777773988
    let middle: Double = 0.0007936507897524059 - z * 0.0005952365845057042
    let high: Double = 0.0008414700852502405 - z * 0.0018903829938839239 + z2 * 0.005065905360081594
    return inverse * (low + z2 * (middle + z2 * high))
  }

  /// Returns 1/(12x) - 1/(360x³) + … for x from 8 on.
  static func rest(_ x: Double) -> Double { series(1 / x) }

  /// The number log(2π)/2.
  static var halfLogOfTwoPi: DoubleDouble { DoubleDouble(sumOf: halfLogTwoPi, halfLogTwoPiRest) }
}
