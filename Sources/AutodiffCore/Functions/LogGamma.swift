/// The logarithm of the gamma function: from 8 on by Stirling's series, below by the recurrence Γ(x + 1) = x·Γ(x) from
/// polynomials around its roots 1 and 2 and between them, for negative numbers by the reflection Γ(x)·Γ(-x) =
/// -π/(x·sin(πx)).
///
/// Source of the formulas: NIST DLMF §5.5.
enum LogGamma {
  /// Returns log |Γ(x)|, with an error below 1 ulp for positive numbers and of some ulp next to the roots below -2.
  static func value(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x == .infinity || x <= 0 && x == x.rounded(.down) { return .infinity }
    if x.magnitude < 0x1p-60 { return -Logarithm.log(x.magnitude) }
    if x >= 8 { return Stirling.logarithm(x) }
    if x > 0 { return small(x) }
    let (start, product) = raised(-x)
    let sine = Tangent.sine(ofTurn: x)
    let divisor = (sine.high < 0 ? -sine : sine) * -x
    let ratio = product * .pi / divisor
    let value = (Logarithm.pair(ratio.high, ratio.low) - Stirling.logarithm(start)).high
    return value.magnitude < 0.06 ? LogGammaRoots.value(x) ?? value : value
  }

  /// Returns log Γ(x) for 0 < x < 8.
  private static func small(_ x: Double) -> Double {
    // log Γ(x + 1) - log(x).
    if x < 0.75 { return sum(x < 0.25 ? one.value(at: x) : between.value(at: x - 0.5), Logarithm.parts(x), -1) }
    if x < 1.25 { return one.value(at: x - 1).high }
    if x < 1.75 { return between.value(at: x - 1.5).high }
    if x < 2.5 { return two.value(at: x - 2).high }
    var start = x - 1
    var product = DoubleDouble(start)
    while start >= 2.5 {
      start -= 1
      product = product * start
    }
    var log = Logarithm.parts(product.high)
    log.low += product.low / product.high
    return sum(start < 1.75 ? between.value(at: start - 1.5) : two.value(at: start - 2), log, 1)
  }

  /// Returns the sum of a number and a logarithm with that sign.
  @inline(__always)
  private static func sum(_ x: DoubleDouble, _ log: (high: Double, low: Double), _ sign: Double) -> Double {
    let sum = DoubleDouble(sumOf: sign * log.high, x.high)
    return sum.high + (sum.low + (x.low + sign * log.low))
  }

  /// Returns a number from 8 on that is x + n, and the product of x, x + 1, …, x + n - 1, where n is 0 or 8.
  private static func raised(_ x: Double) -> (start: DoubleDouble, product: DoubleDouble) {
    if x >= 8 { return (DoubleDouble(x), DoubleDouble(1)) }
    // The products of two from both ends inwards are x(x + 7) and 6, 10 and 12 more than that.
    let ends = DoubleDouble(sumOf: x, 7) * x
    let outer = ends * (ends + DoubleDouble(6))
    return (DoubleDouble(sumOf: x, 8), outer * ((ends + DoubleDouble(10)) * (ends + DoubleDouble(12))))
  }
}

extension LogGamma {
  static let one = LocalPolynomial(
    value: 0, valueRest: 0, slope: -0.5772156649015329, slopeRest: 4.942915152430645e-18,
    others: [
      0.8224670334241132, -0.40068563438653143, 0.2705808084277659, -0.20738555102865616, 0.1695571770053663,
      -0.1440498967764338, 0.12550966822194634, -0.11133426462742588, 0.10009956412404496, -0.09095411879095508,
      0.0833489549978705, -0.07692785860773843, 0.07156378295603441, -0.06679343630704222, 0.06047931883873459,
      -0.056896885077833304, 0.07198296711703481, -0.06828742940227805, 0, 0,
    ])

  /// About 3/2.
  static let between = LocalPolynomial(
    value: -0.12078223763524522, valueRest: -4.1797047492946264e-18, slope: 0.03648997397857652,
    slopeRest: 1.9534229894802305e-19,
    others: [
      0.46740110027233966, -0.13813277403905333, 0.058712126416768824, -0.028952081888893925, 0.015435484169846187,
      -0.008622603929042943, 0.00496572883542394, -0.0029209704750640998, 0.0017450339500425002, -0.0010549146666046008,
      0.0006437581789495956, -0.00039580641537475826, 0.00024383727535621594, -0.00015166268748218077,
      0.00010516317867803716, -6.602095502042591e-05,
    ])

  static let two = LocalPolynomial(
    value: 0, valueRest: 0, slope: 0.42278433509846713, slopeRest: 4.942915152430645e-18,
    others: [
      0.3224670334241132, -0.06735230105319807, 0.020580808427784834, -0.007385551028679507, 0.0028905103307016677,
      -0.0011927539110927674, 0.0005096695262848006, -0.00022315478809109391, 9.94575162432837e-05,
      -4.492555590366462e-05, 2.0505910774066233e-05, -9.445865576315452e-06, 4.399385368018911e-06,
      -2.0404421428034215e-06, 8.313557262928876e-07, -2.0121624565582075e-07,
    ])
}
