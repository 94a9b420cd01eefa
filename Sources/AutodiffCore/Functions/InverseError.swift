/// The inverse of the error function.
///
/// Steps of Halley's method from S. Winitzki's approximation ("A handy approximation for the error function and its
/// inverse", 2008), which all but triple the right digits; beyond 1/2 on erfc, since 1 - x is exact there.
enum InverseError {
  /// The constant of the approximation.
  static let winitzki = 0.147
  /// The number √π/2, and the rest of it.
  static let halfRootOfPi = 0x1.c5bf891b4ef6bp-1
  private static let halfRootOfPiRest = -0x1.618f13eb7ca89p-55

  /// Returns the y with erf(y) = x, with an error below 2 ulp; nan beyond -1 and 1.
  static func value(_ x: Double) -> Double {
    let size = x.magnitude
    if !(size < 1) { return size == 1 ? x / 0 : .nan }
    // erf⁻¹(x) = √π/2·(x + π/12·x³ + …)
    if x == 0 { return x }
    if size < 0x1p-27 { return x * halfRootOfPi + x * halfRootOfPiRest }
    let rest = 1 - size
    let logarithm = 0.5 * Logarithm.log1p(-size * size)
    let half = 2 / (.pi * winitzki) + logarithm
    // Without the difference of a number and a root that is near it.
    var y = (-2 * logarithm / winitzki / (half + (half * half - 2 * logarithm / winitzki).squareRoot())).squareRoot()
    for _ in 0..<3 {
      let excess = size < 0.5 ? ErrorFunction.erf(y) - size : rest - ErrorFunction.erfc(y)
      let step = excess * halfRootOfPi * Exponential.exp(y * y)
      y -= step / (1 + y * step)
    }
    return x < 0 ? -y : y
  }
}
