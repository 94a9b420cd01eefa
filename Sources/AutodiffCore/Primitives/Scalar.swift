/// The values of primitives that libm does not have, or has with other edges than the language promises.
///
/// Goals, first to last: the right value at every edge; no overflow, underflow or cancellation on the way to a
/// representable one; a few ulp; speed.
enum Scalar {
  static let log2e = 1.4426950408889634
  static let log10e = 0.4342944819032518
  static let twoOverSqrtPi = 1.1283791670955126
  static let inverseSqrtTwoPi = 0.3989422804014327

  static func exp(_ x: Double) -> Double { Exponential.exp(x) }
  static func log(_ x: Double) -> Double { Logarithm.log(x) }

  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }

  static func powerSlope(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return 2 * x }
    if y == 0 { return 0 }
    let below = y - 1
    let isExact = below + 1 == y
    // log(x) would magnify a rounding of y - 1. There y < 1/2, so x^y is in the range wherever x^(y-1) is.
    return y * (isExact || x == 0 || x.isInfinite ? power(x, below) : power(x, y) / x)
  }

  static func powerLog(_ v: [Double]) -> Double {
    let (x, y, k) = (v[0], v[1], v[2])
    if k <= 0 { return k == 0 ? power(x, y) : 0 }
    return x == 0 && y > 0 ? 0 : power(x, y) * power(log(x), k)
  }

  /// A root of -0 is +0 here, so that its derivative is +inf from the only side there is.
  static func sqrt(_ x: Double) -> Double { x.squareRoot() + 0 }

  static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0 }
  static func step(_ x: Double) -> Double { x > 0 ? 1 : x.isNaN ? x : 0 }
  static func relu(_ x: Double) -> Double { x > 0 ? x : x.isNaN ? x : 0 }

  static func greatest(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values[0]) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }

  static func least(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values[0]) { $1 < $0 || $1.isNaN ? $1 : $0 }
  }

  static func clamp(_ v: [Double]) -> Double {
    guard v[1] <= v[2], !v[0].isNaN else { return .nan }
    return v[0] < v[1] ? v[1] : v[0] > v[2] ? v[2] : v[0]
  }

  /// Floored division's remainder: D. E. Knuth, The Art of Computer Programming 1, §1.2.4.
  static func mod(_ x: Double, _ y: Double) -> Double {
    let remainder = fmod(x, y)
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder
  }

  static func sigma(_ x: Double) -> Double {
    guard x < 0 else { return 1 / (1 + exp(-x)) }
    let small = exp(x)
    return small / (1 + small)
  }

  static func sigmaSlope(_ x: Double) -> Double {
    let small = exp(-fabs(x))
    return small / (1 + small) / (1 + small)
  }

  static func sechSquared(_ x: Double) -> Double { 4 * sigmaSlope(2 * x) }

  static func softplus(_ x: Double) -> Double {
    x.isNaN ? x : fmax(x, 0) + log1p(exp(-fabs(x)))
  }

  /// For negative x the halves of e^x keep the product clear of the subnormal numbers until it is one.
  static func silu(_ x: Double) -> Double {
    guard x < 0 else { return x / (1 + exp(-x)) }
    let half = exp(x / 2)
    return half == 0 ? -0.0 : x * half * half / (1 + half * half)
  }

  static func lorentzian(_ x: Double) -> Double {
    fabs(x) < 1e8 ? 1 / (1 + x * x) : 1 / x / x
  }

  /// exp(-c·x²) with the rounding error of x² made good, which the tail would magnify x² times.
  static func gaussian(_ c: Double, _ x: Double) -> Double {
    let square = x * x
    guard square < 1500 else { return x.isNaN ? x : 0 }
    let lost = fma(x, x, -square)
    return exp(-c * square) * (1 - c * lost)
  }

  /// x·Φ(x), for x where Φ(x) is subnormal by its asymptotic series, which needs no factor so small: DLMF §7.12(i).
  static func gelu(_ x: Double) -> Double {
    guard x < -37 else { return x * normalCDF(x) }
    let u = 1 / x / x
    let series = [10395.0, -945, 105, -15, 3, -1].reduce(0) { ($0 + $1) * u } + 1
    return -inverseSqrtTwoPi * gaussian(0.5, x) * series
  }

  /// Φ(x) = erfc(-x/√2)/2, first order in what -x/√2 loses when it is rounded.
  static func normalCDF(_ x: Double) -> Double {
    let root = 0.7071067811865476
    let rootTail = -4.833646656726457e-17
    let scaled = -x * root
    guard x < 0, x > -40 else { return 0.5 * erfc(scaled) }
    let lost = fma(-x, root, -scaled) - x * rootTail
    return 0.5 * (erfc(scaled) - twoOverSqrtPi * gaussian(1, scaled) * lost)
  }

  static func directionCosine(_ x: Double, _ y: Double) -> Double {
    let length = hypot(x, y)
    if length == 0 { return 0 }
    // A length that is subnormal, or too long for a double, would not have all its digits.
    let scale = length < 0x1p-960 ? 0x1p100 : length > 0x1p1020 ? 0x1p-4 : 1
    return x * scale / hypot(x * scale, y * scale)
  }

  static func lgamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }
}
