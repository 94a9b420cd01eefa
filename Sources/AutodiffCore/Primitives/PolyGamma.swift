/// The digamma function and its derivatives, which libm does not have.
///
/// Source of the formulas: NIST DLMF §5.5 (recurrence, reflection), §5.11 (asymptotic series), §5.15 and §25.11(iii)
/// (polygamma as a Hurwitz zeta function, summed by Euler and Maclaurin).
enum PolyGamma {
  /// Returns ψ(x); nan at the negative whole numbers, ∓inf at ±0.
  static func digamma(_ x: Double) -> Double {
    if x == 0 { return -1 / x }
    if x < 0 {
      guard x != x.rounded(.down) else { return .nan }
      return digamma(1 - x) - cotangentOfPi(x) * .pi
    }
    if x > 1.2, x < 1.75 { return nearRoot(x) }
    var x = x
    var sum = 0.0
    while x < 12 {
      sum -= 1 / x
      x += 1
    }
    return sum + log(x) - 0.5 / x - series(bernoulliOver2k, in: 1 / x / x)
  }

  /// Returns ψ⁽ⁿ⁾(x); nan unless n is 0, 1, 2, …, and at the negative whole numbers.
  static func polygamma(_ n: Double, _ x: Double) -> Double {
    guard n >= 0, n == n.rounded(.down), n < 100_000, !x.isNaN else { return .nan }
    if n == 0 { return digamma(x) }
    let odd = n.truncatingRemainder(dividingBy: 2) == 1
    if x <= 0 {
      if x == 0 { return odd ? .infinity : -1 / x }
      guard x != x.rounded(.down), n <= 150 else { return .nan }
      // ψ⁽ⁿ⁾(x) = (-1)ⁿ ψ⁽ⁿ⁾(1-x) - π dⁿ/dxⁿ cot(πx)
      let mirrored = polygamma(n, 1 - x)
      return (odd ? -mirrored : mirrored) - derivativeOfCotangent(Int(n), at: x)
    }
    let magnitude = x == .infinity ? 0 : hurwitz(n, x)
    return odd ? magnitude : -magnitude
  }

  /// Returns n! ζ(n+1, x) for n ≥ 1 and x > 0, as (n!/xⁿ⁺¹) times a sum near 1, so that neither factor leaves the range
  /// first.
  private static func hurwitz(_ n: Double, _ x: Double) -> Double {
    let s = n + 1
    let steps = x < n + 14 ? Int(n + 14 - x) + 1 : 0
    var ratioSum = 0.0
    for k in 0..<steps { ratioSum += pow(x / (x + Double(k)), s) }
    let shifted = x + Double(steps)
    let ratio = steps == 0 ? 1 : pow(x / shifted, s)
    var tail = 0.0
    // s(s+1)…(s+2j-2) / shifted^(2j-1), the part of each term that is not in the table.
    var rising = s / shifted
    for (j, coefficient) in bernoulliOverFactorial.enumerated() {
      tail += coefficient * rising
      let next = s + Double(2 * j + 1)
      rising *= next / shifted * ((next + 1) / shifted)
    }
    let sum = ratioSum + ratio * (shifted / n + 0.5 + tail)
    var product = sum / x
    var k = n
    while k >= 1, product != 0, product.isFinite {
      product *= k / x
      k -= 1
    }
    return product
  }

  /// Returns π dⁿ/dxⁿ cot(πx), as a polynomial in c = cot(πx): d/dx p(c) = -π p'(c)(1 + c²).
  private static func derivativeOfCotangent(_ n: Int, at x: Double) -> Double {
    var polynomial = [0.0, 1.0]
    for _ in 0..<n {
      var next = [Double](repeating: 0, count: polynomial.count + 1)
      for (power, coefficient) in polynomial.enumerated().dropFirst() {
        next[power - 1] -= .pi * coefficient * Double(power)
        next[power + 1] -= .pi * coefficient * Double(power)
      }
      polynomial = next
    }
    let c = cotangentOfPi(x)
    return .pi * polynomial.reversed().reduce(0) { $0 * c + $1 }
  }

  /// Returns cot(πx).
  private static func cotangentOfPi(_ x: Double) -> Double {
    // The remainder is exact, and near a pole or a zero nothing is lost to a rounded multiple of π.
    let remainder = x - x.rounded(.toNearestOrEven)
    return fabs(remainder) <= 0.25
      ? 1 / tan(.pi * remainder) : tan(.pi * (remainder < 0 ? -0.5 - remainder : 0.5 - remainder))
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
