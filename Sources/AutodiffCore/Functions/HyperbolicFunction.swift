/// The hyperbolic functions and their inverses but for tanh, which is a kernel; the same bits on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.8 ulp; speed.
enum HyperbolicFunction {
  /// Returns the hyperbolic sine, (e + e/(e + 1))/2 with e = e^x - 1.
  static func sinh(_ x: Double) -> Double {
    let size = x.magnitude
    guard size < 709 else { return withSign(halfExponential(size), of: x) }
    return Exponential.table.withUnsafeBufferPointer {
      let e = Exponential.lessOne(Pack(repeating: size), isNegative: false, $0.baseAddress.unsafelyUnwrapped)
      let ratio = Exponential.ratio(e, to: 1)
      let (high, quotient) = (e.high[0], ratio.high[0])
      let sum = high + quotient
      return withSign(0.5 * (sum + ((high - sum + quotient) + (e.low[0] + ratio.low[0]))), of: x)
    }
  }

  /// Returns the hyperbolic cosine, (e^x + e^-x)/2.
  static func cosh(_ x: Double) -> Double {
    let size = x.magnitude
    guard size < 709 else { return halfExponential(size) }
    return Exponential.table.withUnsafeBufferPointer {
      let parts = Exponential.parts(Pack(repeating: size), $0.baseAddress.unsafelyUnwrapped)
      let scale = Exponential.scale(parts.root, parts.bits)[0]
      let added = scale * Exponential.rest(parts.tail, parts.r)[0]
      let exponential = scale + added
      let lost = scale - exponential + added
      let inverse = 1 / exponential
      return 0.5 * (exponential + (lost * (1 - inverse * inverse) + inverse))
    }
  }

  /// Returns e^x/2 for x from 709 on, or nan.
  @inline(never)
  private static func halfExponential(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 710.4758600739439 { return .infinity }
    return Exponential.table.withUnsafeBufferPointer {
      let parts = Exponential.parts(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)
      let mantissa = parts.root[0] + parts.root[0] * Exponential.rest(parts.tail, parts.r)[0]
      return Exponential.scaled(mantissa, parts.bits[0], less: 1)
    }
  }

  /// Returns the inverse hyperbolic sine, log(x + √(x² + 1)).
  static func asinh(_ x: Double) -> Double {
    let size = x.magnitude
    // x - x³/6 rounds to x.
    guard size >= 0x1p-27, size < .infinity else { return x }
    if size > 0x1p28 { return withSign(Logarithm.log(size, plus: 0, exponent: 1), of: x) }
    let square = size * size
    let radicand = square + 1
    let root = radicand.squareRoot()
    let sum = root + size
    // The logarithm of a sum from 4 on magnifies no error.
    let lost =
      size > 2
      ? 0
      : lostByRoot(
        radicand, root, RoundingError.ofSum(square, 1, radicand) + RoundingError.ofProduct(size, size, square))
    return withSign(Logarithm.log(sum, plus: (root - sum + size) + lost), of: x)
  }

  /// Returns the inverse hyperbolic cosine, log(x + √(x² - 1)).
  static func acosh(_ x: Double) -> Double {
    guard x > 1 else { return x == 1 ? 0 : .nan }
    if x > 0x1p28 { return x == .infinity ? x : Logarithm.log(x, plus: 0, exponent: 1) }
    if x > 2 {
      let root = (x * x - 1).squareRoot()
      let sum = x + root
      return Logarithm.log(sum, plus: x - sum + root)
    }
    let (below, above) = (x - 1, x + 1)
    let radicand = below * above
    let root = radicand.squareRoot()
    let sum = x + root
    let lost = lostByRoot(
      radicand, root, below * RoundingError.ofSum(x, 1, above) + RoundingError.ofProduct(below, above, radicand))
    return Logarithm.log(sum, plus: (x - sum + root) + lost)
  }

  /// Returns the difference of √(x + rest) and `root`, the rounded root of x.
  @inline(__always)
  private static func lostByRoot(_ x: Double, _ root: Double, _ rest: Double) -> Double {
    let square = root * root
    return ((x - square) - RoundingError.ofProduct(root, root, square) + rest) / (2 * root)
  }

  /// Returns the inverse hyperbolic tangent, log(1 + 2x/(1 - x))/2.
  static func atanh(_ x: Double) -> Double {
    let size = x.magnitude
    // x + x³/3 rounds to x.
    if size < 0x1p-28 { return x }
    guard size < 1 else { return size == 1 ? withSign(.infinity, of: x) : .nan }
    let below = 1 - size
    let belowRest = (1 - below) - size
    let quotient = 2 * size / below
    let product = quotient * below
    let left = (2 * size - product) - RoundingError.ofProduct(quotient, below, product) - quotient * belowRest
    let sum = 1 + quotient
    return withSign(0.5 * Logarithm.log(sum, plus: RoundingError.ofSum(quotient, 1, sum) + left / below), of: x)
  }

  /// Returns a number that is not negative with the sign of another.
  @inline(__always)
  private static func withSign(_ size: Double, of x: Double) -> Double {
    Double(bitPattern: size.bitPattern | (x.bitPattern & 0x8000_0000_0000_0000))
  }
}
