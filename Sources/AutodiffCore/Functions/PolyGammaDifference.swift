/// Differences of polygamma functions, without the cancellation of two that are near each other.
///
/// Source of the formulas: NIST DLMF §5.15 and §2.10(i), the summation by Euler and Maclaurin, term by term.
enum PolyGammaDifference {
  /// Returns ψ⁽ⁿ⁾(a) - ψ⁽ⁿ⁾(a + b) for positive numbers; nan for others, and unless n is 0, 1, 2, ….
  static func value(_ n: Double, _ a: Double, _ b: Double) -> Double {
    guard n >= 0, n == n.rounded(.down), n < 150, a >= 0, b >= 0 else { return .nan }
    let sign: Double = n.truncatingRemainder(dividingBy: 2) == 0 ? -1 : 1
    if b == 0 || a == .infinity { return a == 0 ? .nan : b == .infinity ? .nan : sign * 0 }
    if a == 0 { return sign * .infinity }
    if b == .infinity { return n == 0 ? -.infinity : PolyGamma.polygamma(n, a) }
    let order = n + 1
    let steps = a < n + 14 ? (n + 14 - a).rounded(.down) + 1 : 0
    let start = a + steps
    var total = tail(order, start, b)
    // The smallest terms first.
    for k in stride(from: steps - 1, through: 0, by: -1) { total += decrease(order, a + k, b) }
    if n <= 1 { return sign * total }
    return stride(from: 2, through: n, by: 1).reduce(sign * total) { $0 * $1 }
  }

  /// Returns x^-m - (x + b)^-m.
  private static func decrease(_ m: Double, _ x: Double, _ b: Double) -> Double {
    if m == 1 { return b / (x + b) / x }
    return -Exponential.expm1(-m * Logarithm.log1p(b / x)) * PowerFunction.power(x, -m)
  }

  /// Returns the sum of (a + k)^-m - (a + b + k)^-m for k = 0, 1, …, with a great a.
  private static func tail(_ m: Double, _ a: Double, _ b: Double) -> Double {
    let n = m - 1
    var rising = m
    var tail = 0.0
    for (j, coefficient) in PolyGamma.bernoulliOverFactorial.enumerated() {
      let order = m + Double(2 * j + 1)
      tail += coefficient * rising * decrease(order, a, b)
      rising *= order * (order + 1)
    }
    let integral = n == 0 ? Logarithm.log1p(b / a) : decrease(n, a, b) / n
    return integral + (0.5 * decrease(m, a, b) + tail)
  }
}
