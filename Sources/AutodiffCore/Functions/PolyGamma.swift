/// The digamma function and its derivatives, which libm does not have.
///
/// Source of the formulas: NIST DLMF §5.5 (recurrence, reflection), §5.11 (asymptotic series), §5.15 and §25.11(iii)
/// (polygamma as a Hurwitz zeta function, summed by Euler and Maclaurin). Before a negative x the poles are those of both
/// sides of its nearest one, but for those beyond 0.
enum PolyGamma {
  /// Returns ψ(x); nan at the negative whole numbers, ∓inf at ±0.
  static func digamma(_ x: Double) -> Double {
    if x == 0 { return -1 / x }
    if x < 0, x == x.rounded(.down) { return .nan }
    // Terms cancel at the roots.
    if x > 1.4, x < 1.5 { return nearRoot(x) }
    if x < 12 { return CarefulDigamma.value(x) }
    return Logarithm.log(x) - 0.5 / x - series(bernoulliOver2k, in: 1 / x / x)
  }

  /// Returns ψ⁽ⁿ⁾(x); nan unless n is 0, 1, 2, …, and at the negative whole numbers.
  static func polygamma(_ n: Double, _ x: Double) -> Double {
    guard n >= 0, n == n.rounded(.down), n < 100_000, !x.isNaN else { return .nan }
    if n == 0 { return digamma(x) }
    let isOdd = n.truncatingRemainder(dividingBy: 2) == 1
    if x == 0 { return isOdd ? .infinity : -1 / x }
    if x == .infinity { return isOdd ? 0 : -0.0 }
    // (-1)ⁿ⁺¹ n! ζ(n + 1, x) = ±(n!/cⁿ⁺¹) times the sum of all (c/(x + k))ⁿ⁺¹, k = 0, 1, …, c the least of |x + k|.
    guard x < 0 else { return scaled((isOdd ? 1 : -1) * sum(n, from: x, over: x), n, x) }
    guard x != x.rounded(.down) else { return .nan }
    let nearest = x.rounded(.toNearestOrEven)
    let rest = x - nearest
    let c = fabs(rest)
    // All terms on both sides of the nearest pole, less those beyond 0.
    let beyond = sum(n, from: 1 - nearest - rest, over: c)
    if isOdd { return scaled(1 + sum(n, from: 1 + rest, over: c) + (sum(n, from: 1 - rest, over: c) - beyond), n, c) }
    // Odd powers have opposite signs on both sides, and cancel in pairs half way between poles.
    let pairs = differences(n, over: c)
    return scaled((rest > 0 ? -pairs : pairs) - beyond, n, c)
  }

  /// Returns factor·n!/cⁿ⁺¹, whose partial products may leave the range of doubles.
  private static func scaled(_ factor: Double, _ n: Double, _ c: Double) -> Double {
    if factor == 0 || !factor.isFinite { return factor }
    var product = DoubleDouble(factor)
    // Powers of two are put aside, so that neither factor nor divisor, nor the product, is ever great or small.
    var exponent = -Int(n + 1) * Int(c.exponent)
    let divisor = DoubleDouble(c.significand)
    func divide() {
      product = product / divisor
      let own = Int(product.high.exponent)
      exponent += own
      product = product * DoubleDouble(Double(sign: .plus, exponent: -own, significand: 1))
    }
    divide()
    for k in stride(from: 1, through: n, by: 1) {
      product = product * DoubleDouble(k)
      divide()
    }
    return Double(sign: .plus, exponent: exponent, significand: product.high)
  }

  /// Returns the sum of (c/(a + k))ⁿ⁺¹ for k = 0, 1, …, with n ≥ 1 and a > 0.
  private static func sum(_ n: Double, from a: Double, over c: Double) -> Double {
    let steps = steps(n, a)
    // The smallest terms first.
    let start = tail(n, a + Double(steps), over: c)
    return stride(from: steps - 1, through: 0, by: -1).reduce(start) { $0 + power(n, (a - c) + Double($1), over: c) }
  }

  /// Returns the sum of (c/(k + c))ⁿ⁺¹ - (c/(k + 1 - c))ⁿ⁺¹ for k = 0, 1, …, with n ≥ 1 and c ≤ 1/2.
  private static func differences(_ n: Double, over c: Double) -> Double {
    let steps = steps(n, c)
    let (apart, end) = (1 - 2 * c, Double(steps))
    let start = tail(n, end + c, over: c) - tail(n, end + 1 - c, over: c)
    return stride(from: steps - 1, through: 0, by: -1).reduce(start) { sum, k in
      sum - power(n, Double(k), over: c) * Exponential.expm1(-(n + 1) * Logarithm.log1p(apart / (Double(k) + c)))
    }
  }

  /// Returns the number of terms after which Euler's and Maclaurin's formula has all digits.
  private static func steps(_ n: Double, _ a: Double) -> Int { a < n + 14 ? Int(n + 14 - a) + 1 : 0 }

  /// Returns (c/(c + distance))ⁿ⁺¹, without the rounding of a quotient, which a power would magnify.
  private static func power(_ n: Double, _ distance: Double, over c: Double) -> Double {
    Exponential.exp(-(n + 1) * Logarithm.log1p(distance / c))
  }

  /// Returns the sum of (c/(a + k))ⁿ⁺¹ for k = 0, 1, …, with a great a.
  private static func tail(_ n: Double, _ a: Double, over c: Double) -> Double {
    let s = n + 1
    var tail = 0.0
    // s(s+1)…(s+2j-2) / a^(2j-1), the part of each term that is not in the table.
    var rising = s / a
    for (j, coefficient) in bernoulliOverFactorial.enumerated() {
      tail += coefficient * rising
      let next = s + Double(2 * j + 1)
      rising *= next / a * ((next + 1) / a)
    }
    return power(n, a - c, over: c) * (a / n + 0.5 + tail)
  }

  /// Returns ψ(x) by its Taylor series at the positive root.
  private static func nearRoot(_ x: Double) -> Double {
    let distance = (x - root) - rootTail
    return distance * taylorAtRoot.reversed().reduce(0) { $0 * distance + $1 }
  }

  /// Returns the sum of coefficient k times variable^k, k = 1, 2, ….
  private static func series(_ coefficients: [Double], in variable: Double) -> Double {
    variable * coefficients.reversed().reduce(0) { $0 * variable + $1 }
  }

  /// The coefficients B₂ₖ / 2k of the asymptotic series of ψ.
  static let bernoulliOver2k: [Double] = [
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160,
  ]

  /// The coefficients B₂ₖ / (2k)! of the summation by Euler and Maclaurin.
  static let bernoulliOverFactorial: [Double] = [
    1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1_209_600, 1.0 / 47_900_160, -691.0 / 1_307_674_368_000,
    1.0 / 74_724_249_600, -3617.0 / 10_670_622_842_880_000, 43867.0 / 5_109_094_217_170_944_000,
  ]

  /// The positive root x₀ of digamma, and the digits of it that do not fit in a double.
  static let root = 1.4616321449683622
  static let rootTail = 9.549995429965697e-17

  /// The coefficients ψ⁽ᵏ⁾(x₀)/k!, k = 1, 2, …, of the Taylor series at the positive root x₀.
  static let taylorAtRoot: [Double] = [
    0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.16394270544240652, 0.10782405069126237,
    -0.07219956125645471, 0.04880428816414311, -0.03316112647484736, 0.022597648232218104, -0.01542476590494896,
    0.010538791616612175, -0.007204534386356869, 0.004926781395729853, -0.003369801655439328, 0.002305126326734928,
    -0.0015769367714301972, 0.0010788252019162967, -0.0007380709389960052, 0.000504953265834602,
    -0.0003454680251063077, 0.00023635601564027053, -0.00016170622091974803, 0.0001106337276874741,
    -7.569179582195066e-05, 5.178575795222081e-05, -3.5430070947659604e-05, 2.424006611860132e-05,
    -1.6584242271854135e-05, 1.134638458466385e-05,
  ]
}
