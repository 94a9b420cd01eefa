/// The gamma function: from 8 on by Stirling's series, below by the recurrence Γ(x + 1) = x·Γ(x) from a polynomial on
/// 1...2, for negative numbers by the reflection Γ(x)·Γ(-x) = -π/(x·sin(πx)).
///
/// Source of the formulas: NIST DLMF §5.5.
enum GammaFunction {
  /// Returns Γ(x), with an error below 1 ulp, exact at whole numbers where it can be; nan at -1, -2, …
  static func value(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    // Γ(x) = 1/x - γ + …
    if x.magnitude < 0x1p-60 { return 1 / x }
    if x > 0 {
      if x > 172 { return .infinity }
      let (value, exponent) = parts(x)
      return Exponential.scaled(value.high, exponent)
    }
    let whole = x.rounded(.down)
    if x == whole { return .nan }
    if x < -186 { return whole.truncatingRemainder(dividingBy: 2) == 0 ? 0 : -0.0 }
    let (value, exponent) = parts(-x)
    let divisor = Tangent.sine(ofTurn: x) * value * -x
    return Exponential.scaled((.pi / divisor).high, -exponent)
  }

  /// Returns Γ(x) for a positive number, its factor 2^exponent put aside.
  static func parts(_ x: Double) -> (value: DoubleDouble, exponent: Int) {
    if x >= 8 {
      let logarithm = Stirling.logarithm(DoubleDouble(x))
      let (scale, rest, exponent) = Exponential.mantissa(logarithm.high)
      return (DoubleDouble(scale, rest: scale * (rest + (logarithm.low + logarithm.low * rest))), exponent)
    }
    if x < 1 { return (polynomial.value(at: x - 0.5) / DoubleDouble(x), 0) }
    var product = DoubleDouble(1)
    var start = x
    while start >= 2 {
      start -= 1
      product = product * start
    }
    return (product * polynomial.value(at: start - 1.5), 0)
  }

  /// Returns Γ(x + 3/2) for x from -1/2 to 1/2.
  static func about(_ x: Double) -> DoubleDouble { polynomial.value(at: x) }

  /// Γ about 3/2.
  static let polynomial = LocalPolynomial(
    value: 0.886226925452758, valueRest: -3.8332932499128993e-17, slope: 0.03233839744888501,
    slopeRest: 3.4409831328094518e-18,
    others: [
      0.4148134536883012, -0.10729480456477221, 0.14464535904462184, -0.0775230522998544, 0.058610303817121304,
      -0.038001935554828475, 0.025837606459846833, -0.017222443116191713, 0.011522515235493221, -0.0076902112596375465,
      0.00513164704403066, -0.0034228048587725103, 0.002282539239803626, -0.0015219763884577247, 0.001015259934272462,
      -0.0006768856358917561, 0.0004481426228245099, -0.00029876906895624317, 0.00021228668860017583,
      -0.00014152563334962186, 5.958980001598533e-05, -3.9726715252746915e-05, 7.945383267498547e-05,
      -5.2969260086716074e-05,
    ])
}
