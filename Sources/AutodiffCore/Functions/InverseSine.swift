/// The inverse sine and cosine.
///
/// Up to 1/2 they are a series, cut to a polynomial by Chebyshev's interpolation; beyond, asin(x) = π/2 -
/// 2·asin(√((1 - x)/2)), whose radicand is exact: W. J. Cody and W. Waite, Software Manual for the Elementary Functions
/// (1980), chapter 10.
enum InverseSine {
  private static let halfPi = 0x1.921fb54442d18p+0
  private static let halfPiRest = 0x1.1a62633145c07p-54

  /// Returns asin(x), with an error below 1 ulp; nan beyond -1 and 1.
  static func asin(_ x: Double) -> Double {
    let size = x.magnitude
    if size < 0x1p-27 { return x }
    let angle: Double
    if size <= 0.5 {
      let z = x * x
      angle = size + size * z * series(z)
    } else if size <= 1 {
      let (root, rest) = halfAngle(size)
      let sum = halfPi - 2 * root
      angle = sum + (((halfPi - sum) - 2 * root) + (halfPiRest - 2 * rest))
    } else {
      return .nan
    }
    return x.sign == .minus ? -angle : angle
  }

  /// Returns acos(x), with an error below 1 ulp; nan beyond -1 and 1.
  static func acos(_ x: Double) -> Double {
    let size = x.magnitude
    if size <= 0.5 {
      let z = x * x
      let sum = halfPi - x
      return sum + (((halfPi - sum) - x) + (halfPiRest - x * z * series(z)))
    }
    if !(size <= 1) { return .nan }
    let (root, rest) = halfAngle(size)
    if x > 0 { return 2 * (root + rest) }
    let sum = halfPi - root
    return 2 * (sum + (((halfPi - sum) - root) + (halfPiRest - rest)))
  }

  /// Returns acos(x)/2 for 1/2 <= x <= 1, as a sum of two.
  @inline(__always)
  private static func halfAngle(_ x: Double) -> (Double, Double) {
    let z = 0.5 * (1 - x)
    let root = z.squareRoot()
    if root == 0 { return (0, 0) }
    // (z - root²)/(2·root).
    let square = DoubleDouble(productOf: root, root)
    let lost = ((z - square.high) - square.low) * (0.5 / root)
    return (root, root * z * series(z) + lost)
  }

  /// Returns (asin(x) - x)/x³ for z = x² <= 1/4.
  @inline(__always)
  private static func series(_ z: Double) -> Double {
    let z2 = z * z
    let z4 = z2 * z2
    let low: Double =
      (0.16666666666666666 + z * 0.07500000000000119) + z2 * (0.04464285714255019 + z * 0.030381944475693704)
    let middle: Double =
      (0.022372157435623815 + z * 0.017352816768546473) + z2 * (0.013963775787848137 + z * 0.011566511821890942)
    let high: Double =
      (0.00962140274734483 + z * 0.009322101501082774) + z2 * (0.0030350071727267623 + z * 0.019579201619744684)
    let highest: Double = z * 0.02963502626354855 - 0.019277545928584557
    return low + z4 * (middle + z4 * (high + z4 * highest))
  }
}
