/// The beta function Γ(a)·Γ(b)/Γ(a + b) of two positive numbers, and its logarithm.
///
/// Below 8, of the greater number, they are products of gamma functions; beyond, the terms of Stirling's series that
/// nearly cancel are put together: A. R. DiDonato and A. H. Morris, "Algorithm 708: significant digit computation of the
/// incomplete beta function ratios" (ACM TOMS 18, 1992).
enum BetaFunction {
  /// Returns B(a, b), with an error below 1 ulp; nan unless both are positive.
  static func value(_ a: Double, _ b: Double) -> Double {
    let (less, greater) = (min(a, b), max(a, b))
    if let edge = edge(a, b) { return edge }
    if less == 1 { return 1 / greater }
    if greater == 1 { return 1 / less }
    if less < 0x1p-60 { return 1 / less - (PolyGamma.digamma(greater) + .eulerConstant) }
    if greater < 8 { return product(less, greater).high }
    let logarithm = logarithmOfGreat(less, greater)
    if logarithm.high < -760 { return 0 }
    let (scale, exponent) = DoubleDouble.exponential(logarithm)
    return Exponential.scaled(scale.high, exponent)
  }

  /// Returns log B(a, b), with an error below 1 ulp, and of 2^-57 where that is more; nan unless both are positive.
  static func logarithm(_ a: Double, _ b: Double) -> Double {
    let (less, greater) = (min(a, b), max(a, b))
    if let edge = edge(a, b) { return edge == 0 ? -.infinity : edge }
    if less == 1 { return 0 - Logarithm.log(greater) }
    if greater == 1 { return 0 - Logarithm.log(less) }
    if less < 0x1p-60 { return -Logarithm.log(less) - less * (PolyGamma.digamma(greater) + .eulerConstant) }
    if greater < 8 {
      let value = product(less, greater)
      return Logarithm.pair(value.high, value.low).high
    }
    return logarithmOfGreat(less, greater).high
  }

  /// Returns (ψ(a) - ψ(a + b))·(ψ(b) - ψ(a + b)) - ψ′(a + b), of which B(a, b) times it is the mixed second derivative,
  /// with an error of some ulp; nan unless both are positive.
  static func curve(_ a: Double, _ b: Double) -> Double {
    if a.isNaN || b.isNaN { return .nan }
    let (less, greater) = (min(a, b), max(a, b))
    // The terms cancel to a part of the size of the product a·b.
    if less > 0.5 || !(less > 0x1p-500) || !(greater < 1e15) {
      return PolyGammaDifference.value(0, a, b) * PolyGammaDifference.value(0, b, a) - PolyGamma.polygamma(1, a + b)
    }
    let sum = DoubleDouble(sumOf: a, b)
    let whole = CarefulDigamma.digamma(sum)
    let first = CarefulDigamma.digamma(DoubleDouble(a)) - whole
    let second = CarefulDigamma.digamma(DoubleDouble(b)) - whole
    return (first * second - CarefulDigamma.trigamma(sum)).high
  }

  /// Returns the value where an argument is not a positive number; nil elsewhere.
  private static func edge(_ a: Double, _ b: Double) -> Double? {
    if a.isNaN || b.isNaN || a < 0 || b < 0 { return .nan }
    let isZero = a == 0 || b == 0
    if a == .infinity || b == .infinity { return isZero ? .nan : 0 }
    return isZero ? .infinity : nil
  }

  /// Returns B(a, b) for numbers below 8.
  private static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = DoubleDouble(sumOf: a, b)
    var value = GammaFunction.parts(a).value * GammaFunction.parts(b).value
    if sum.high >= 8 {
      let logarithm = Stirling.logarithm(sum)
      value = value / DoubleDouble.scaledExponential(logarithm)
      return value
    }
    // Γ(x + d) = Γ(x)·(1 + ψ(x)·d) for what is behind the last digit.
    value = value / GammaFunction.parts(sum.high).value
    return value * DoubleDouble(sumOf: 1, -PolyGamma.digamma(sum.high) * sum.low)
  }

  /// Returns log B(a, b) for a <= b and b >= 8.
  private static func logarithmOfGreat(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = DoubleDouble(sumOf: a, b)
    let ratio = DoubleDouble(a) / DoubleDouble(b)
    let growth = DoubleDouble.log1p(ratio)
    if a < 8 {
      // log Γ(b) - log Γ(a + b)
      let part = Logarithm.pair(sum.high, sum.low)
      let difference = DoubleDouble(a) - growth * (DoubleDouble(sumOf: b, -0.5)) - part * a
      let gamma = GammaFunction.parts(a).value
      let rest = Stirling.rest(b) - Stirling.rest(sum.high)
      return Logarithm.pair(gamma.high, gamma.low) + (difference + DoubleDouble(rest))
    }
    // a·log(a/(a + b)) - log(a)/2 + log(2π)/2 - (b - 1/2)·log(1 + a/b)
    let own = -(DoubleDouble.log1p(DoubleDouble(b) / DoubleDouble(a)) * a)
    let rest = (Stirling.rest(a) + Stirling.rest(b)) - Stirling.rest(sum.high)
    let halves = Logarithm.pair(a) * -0.5 + Stirling.halfLogOfTwoPi
    return own - growth * DoubleDouble(sumOf: b, -0.5) + (halves + DoubleDouble(rest))
  }
}

extension Double {
  /// Euler's constant γ.
  static let eulerConstant = 0.5772156649015329
}

extension DoubleDouble {
  /// Returns e^x as a number near 1 and an exponent of 2, for x from -10^6 to 10^6.
  static func exponential(_ x: DoubleDouble) -> (value: DoubleDouble, exponent: Int) {
    let (scale, rest, exponent) = Exponential.mantissa(x.high)
    return (DoubleDouble(scale, rest: scale * (rest + (x.low + x.low * rest))), exponent)
  }

  /// Returns e^x for an x from -700 to 700.
  static func scaledExponential(_ x: DoubleDouble) -> DoubleDouble {
    let (value, exponent) = exponential(x)
    return value * Exponential.scaled(1, exponent)
  }

  /// Returns log(1 + x) for x > -1/2, with an error of 2^-60 of it.
  static func log1p(_ x: DoubleDouble) -> DoubleDouble {
    // log(1 + x) = x - x²/2 + …
    if x.high.magnitude < 0x1p-60 { return x }
    let sum = DoubleDouble(sumOf: 1, x.high)
    return Logarithm.pair(sum.high, sum.low + x.low)
  }
}
