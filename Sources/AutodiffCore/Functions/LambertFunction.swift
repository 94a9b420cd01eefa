/// Lambert's function: the principal branch of the w with w·e^w = x.
///
/// Source: R. M. Corless, G. H. Gonnet, D. E. G. Hare, D. J. Jeffrey and D. E. Knuth, "On the Lambert W function"
/// (Advances in Computational Mathematics 5, 1996): the series about the branch point, and steps of Halley's and of
/// Newton's methods elsewhere.
enum LambertFunction {
  static let e = 2.718281828459045
  /// The number -1/e, and the rest of it.
  static let branch = -0x1.78b56362cef38p-2
  static let branchRest = 0x1.ca8a4270fadf5p-57

  /// The coefficients of 1 + w in powers of p = √(2(e·x + 1)), from that of p on.
  static let aboutBranch: [Double] = [
    1, -1.0 / 3, 11.0 / 72, -43.0 / 540, 769.0 / 17280, -221.0 / 8505, 680863.0 / 43_545_600, -1963.0 / 204120,
    226287557.0 / 37_623_398_400,
  ]

  /// Returns the w >= -1 with w·e^w = x, with an error below 1 ulp; nan below -1/e.
  static func value(_ x: Double) -> Double {
    // w = x - x² + …
    if x.magnitude < 0x1p-60 || x == .infinity { return x }
    if x > 1 { return near(x) }
    let p = root(x)
    if p.isNaN { return .nan }
    if p < 0.25 { return distance(p) - 1 }
    return near(x)
  }

  /// Returns 1/(1 + w), which is infinite at -1/e.
  static func inverseDistance(_ x: Double) -> Double {
    if x > 1 { return 1 / (1 + value(x)) }
    let p = root(x)
    if p.isNaN { return .nan }
    return p < 0.25 ? 1 / distance(p) : 1 / (1 + value(x))
  }

  /// Returns p = √(2(e·x + 1)) by the distance from -1/e, which is exact near it; nan below -1/e.
  ///
  /// The double that is next to -1/e is beside it by less than a rounding error, and counts as -1/e.
  private static func root(_ x: Double) -> Double {
    x == branch ? 0 : (2 * e * ((x - branch) - branchRest)).squareRoot()
  }

  /// Returns 1 + w for a small p, by its series and a step of Newton's method on 1 + (q - 1)·e^q = p²/2.
  private static func distance(_ p: Double) -> Double {
    let start = aboutBranch.reversed().reduce(0) { ($0 + $1) * p }
    if p < 0x1p-8 { return start }
    // 1 + (q - 1)·e^q = q²·(1/2 + q/3 + q²/8 + …), of which the k-th coefficient is (k + 1)/(k + 2)!.
    let series = bend.reversed().reduce(0) { $0 * start + $1 }
    return start - (start * start * series - 0.5 * p * p) / (start * Exponential.exp(start))
  }

  /// The coefficients (k + 1)/(k + 2)! for k = 0, 1, …
  static let bend: [Double] = [
    1.0 / 2, 1.0 / 3, 1.0 / 8, 1.0 / 30, 1.0 / 144, 1.0 / 840, 1.0 / 5760, 1.0 / 45360, 1.0 / 403200,
    1.0 / 3_991_680, 1.0 / 43_545_600, 1.0 / 518_918_400,
  ]

  /// Returns w away from the branch point.
  private static func near(_ x: Double) -> Double {
    if x > 1e9 {
      let logarithm = Logarithm.log(x)
      var w = logarithm - Logarithm.log(logarithm)
      // w + log(w) = log(x).
      for _ in 0..<2 { w -= (w + Logarithm.log(w) - logarithm) / (1 + 1 / w) }
      let excess = Logarithm.pair(w) - Logarithm.pair(x)
      return w - ((excess + DoubleDouble(w)).high) / (1 + 1 / w)
    }
    var w = start(x)
    for _ in 0..<4 {
      let exponential = Exponential.exp(w)
      let excess = w * exponential - x
      let slope = exponential * (w + 1)
      w -= excess / (slope - (w + 2) * excess / (2 * w + 2))
    }
    // The last step with the digits behind the doubles: x·e^-w - w.
    let (scale, rest, exponent) = Exponential.mantissa(-w)
    let product = DoubleDouble(productOf: x, Exponential.scaled(scale, exponent))
    return w + (((product.high - w) + product.low) + product.high * rest) / (1 + w)
  }

  /// Returns a number near w.
  private static func start(_ x: Double) -> Double {
    if x < -0.2 {
      let p = root(x)
      return p * (1 - p * (1.0 / 3 - p * (11.0 / 72))) - 1
    }
    let logarithm = Logarithm.log1p(x)
    return logarithm * (1 - Logarithm.log1p(logarithm) / (2 + logarithm))
  }
}
