/// The values of primitives that libm does not have, or has with other edges than the language promises.
///
/// Goals, first to last: the right value at every edge; no overflow, underflow or cancellation on the way to a
/// representable one; an error of a few ulp; speed.
enum Scalar {
  static let log2e = 1.4426950408889634
  static let log10e = 0.4342944819032518
  static let twoOverSqrtPi = 1.1283791670955126
  static let inverseSqrtTwoPi = 0.3989422804014327

  /// Returns e^x.
  static func exp(_ x: Double) -> Double { Exponential.exp(x) }
  /// Returns the natural logarithm.
  static func log(_ x: Double) -> Double { Logarithm.log(x) }

  /// Returns x^y.
  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : PowerFunction.power(x, y) }

  /// Returns the derivative of x^y by x, y·x^(y-1).
  static func powerSlope(_ x: Double, _ y: Double) -> Double {
    if y == 2 { return 2 * x }
    if y == 0 { return 0 }
    let below = y - 1
    if x == 0 || x.isInfinite { return y * power(x, below) }
    // log(x) would magnify a rounding of y - 1. There y < 1/2, so x^y is in the range wherever x^(y-1) is. And where
    // x^(y-1) is not, y times it may be.
    let slope = below + 1 == y ? power(x, below) : power(x, y) / x
    return slope.isInfinite ? y * power(x, y) / x : y * slope
  }

  /// Returns the square root. That of -0 is +0, so that its derivative is +inf from the only side there is.
  static func sqrt(_ x: Double) -> Double { x.squareRoot() + 0 }

  /// Returns -1, 0 or 1 for a number below, at or above 0.
  static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0 }
  /// Returns 1 for a positive number, else 0.
  static func step(_ x: Double) -> Double { x > 0 ? 1 : x.isNaN ? x : 0 }
  /// Returns a positive number itself, else 0.
  static func relu(_ x: Double) -> Double { x > 0 ? x : x.isNaN ? x : 0 }

  /// Returns the greatest of the numbers; nan if one of them is nan.
  static func greatest(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values[0]) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }

  /// Returns the least of the numbers; nan if one of them is nan.
  static func least(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values[0]) { $1 < $0 || $1.isNaN ? $1 : $0 }
  }

  /// Returns the remainder of floored division: D. E. Knuth, The Art of Computer Programming 1, §1.2.4.
  static func mod(_ x: Double, _ y: Double) -> Double {
    let remainder = fmod(x, y)
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder + 0
  }
}
