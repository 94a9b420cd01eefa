/// The error function and what it leaves of 1.
///
/// Near 0 they are a series; beyond, erfc(x) = e^(-x²)·F(t)/(1 + 2x), where F is a polynomial in t = (x - 3)/(x + 3).
/// Source: M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x)exp(x²)erfc x in 0 <= x < ∞"
/// (Mathematics of Computation 36, 1981). The coefficients are those of Chebyshev's interpolation.
enum ErrorFunction {
  /// The end of the series.
  private static let bound = 0.625

  /// Returns erf(x), with an error below 1 ulp.
  static func erf(_ x: Double) -> Double {
    let size = x.magnitude
    if size < bound { return x + x * series(x * x) }
    if x.isNaN { return x }
    let value = size > 6 ? 1 : 1 - tail(size)
    return x.sign == .minus ? -value : value
  }

  /// Returns 1 - erf(x), with an error below 1 ulp.
  static func erfc(_ x: Double) -> Double {
    if x.magnitude < bound {
      let rest = 1 - x
      return rest + (((1 - rest) - x) - x * series(x * x))
    }
    if x.isNaN { return x }
    if x > 0 { return x > 28 ? 0 : tail(x) }
    return x < -6 ? 2 : 2 - tail(-x)
  }

  /// Returns erf(x)/x - 1.
  ///
  /// - Parameter z: The number x².
  @inline(__always)
  private static func series(_ z: Double) -> Double {
    let z2 = z * z
    let z4 = z2 * z2
    let a: Double = 0.1283791670955126 - z * 0.37612638903183715
    let b: Double = 0.11283791670952588 - z * 0.02686617064442654
    let c: Double = 0.005223977615396385 - z * 0.0008548326187044263
    let d: Double = 0.00012055289493687742 - z * 1.4924194345249142e-05
    let e: Double = 1.6430652842279224e-06 - z * 1.5939790343539108e-07
    return (a + z2 * b) + z4 * ((c + z2 * d) + z4 * (e + z2 * 1.147146557591599e-08))
  }

  /// Returns erfc(x) for x >= 0.625.
  private static func tail(_ x: Double) -> Double {
    let divisor = DoubleDouble(sumOf: 2 * x, 1)
    let inverse = 1 / divisor.high
    let factor = DoubleDouble(constant, rest: polynomial((x - 3) / (x + 3)))
    // The rounding error of the square counts x² times.
    let square = DoubleDouble(productOf: x, x)
    let (scale, rest, exponent) = Exponential.mantissa(-square.high)
    let product = DoubleDouble(productOf: factor.high, scale)
    let less = rest - (square.low + square.low * rest)
    let productRest = product.low + (factor.low + constantRest) * scale + product.high * less
    let quotient = product.high * inverse
    let back = DoubleDouble(productOf: quotient, divisor.high)
    let remainder = ((product.high - back.high) - back.low) + (productRest - quotient * divisor.low)
    return Exponential.scaled(quotient + remainder * inverse, exponent)
  }

  /// The constant of F, and the rest of it.
  private static let constant = 1.2530080582697296
  private static let constantRest = 4.3754856477737496e-17

  /// Returns F(t) without its constant.
  @inline(__always)
  private static func polynomial(_ t: Double) -> Double {
    let t2 = t * t
    let t4 = t2 * t2
    let t8 = t4 * t4
    let a: Double = t * -0.04756229435345047 - 0.13562110612458134
    let b: Double = t * -0.11927366341533124 + 0.12964515870278256
    let c: Double = t * -0.02377051491786196 + 0.06830802734310616
    let d: Double = t * 0.0018886903443845538 + 0.0025293918320448477
    let e: Double = t * -0.00010515963609280746 - 0.0007798324336425877
    let f: Double = t * 4.948382232961931e-06 + 0.00012510033565038369
    let g: Double = t * -7.268660538086061e-07 - 2.0104312171114753e-05
    let h: Double = t * 3.4450616209463116e-07 + 3.4813408032432953e-06
    let i: Double = t * -1.2140240349691923e-07 - 6.29393457896962e-07
    let j: Double = t * 2.2812055732459082e-08 + 1.1133566989316784e-07
    let low = (a + t2 * b) + t4 * (c + t2 * d)
    let middle = (e + t2 * f) + t4 * (g + t2 * h)
    let high = (i + t2 * j) - t4 * 1.525003185997634e-08
    return t * (low + t8 * (middle + t8 * high))
  }
}
