/// Powers with the same bits on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.53 ulp, 0.76 where a result is subnormal, so that
/// a power that is a double comes out; speed.
///
/// x^y = e^(y·log x), with a logarithm and a product of some 20 digits each.
enum PowerFunction {
  /// Returns x^y.
  static func power(_ x: Double, _ y: Double) -> Double {
    // A normal positive x, and 2^-65 <= |y| < 2^63.
    guard x.bitPattern &- 0x0010_0000_0000_0000 < 0x7FE0_0000_0000_0000,
      ((y.bitPattern &>> 52) & 0x7FF) &- (1023 - 65) < 128
    else { return edge(x, y) }
    return normal(x, y, exponent: 0)
  }

  /// Returns the power of 2^exponent·x for a normal positive x.
  @inline(__always)
  private static func normal(_ x: Double, _ y: Double, exponent: Double) -> Double {
    let (high, low) = logarithm(x, exponent: exponent)
    let product = high * y
    return exponential(product, RoundingError.ofProduct(high, y, product) + low * y)
  }

  /// Returns the power where x is 0, subnormal, negative, infinite or nan, or y far from 1.
  ///
  /// Source: ISO C, annex F.10.4.4.
  @inline(never)
  private static func edge(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let size = x.magnitude
    if y.isInfinite { return size == 1 ? 1 : (size > 1) == (y > 0) ? .infinity : 0 }
    // From 2^53 on every number is whole and even.
    let whole = y.magnitude < 0x1p53 ? Int64(y) : 0
    let isWhole = y.magnitude >= 0x1p53 || Double(whole) == y
    let sign: Double = x.sign == .minus && isWhole && whole & 1 != 0 ? -1 : 1
    if size == 0 || size.isInfinite { return sign * ((size == 0) == (y > 0) ? 0 : .infinity) }
    if x < 0, !isWhole { return .nan }
    if size == 1 || y.magnitude < 0x1p-65 { return sign }
    if y.magnitude >= 0x1p63 { return (size > 1) == (y > 0) ? .infinity : 0 }
    return sign * (size < 0x1p-1022 ? normal(size * 0x1p54, y, exponent: -54) : normal(size, y, exponent: 0))
  }

  /// Returns the logarithm of 2^exponent·x, for a normal positive x, as a sum of two numbers: that of `Logarithm`, with
  /// what its sums and its first product lose.
  @inline(__always)
  private static func logarithm(_ x: Double, exponent: Double) -> (high: Double, low: Double) {
    let bits = x.bitPattern
    let above = bits &- Logarithm.first
    let k = Double(Int64(bitPattern: above) &>> 52) + exponent
    let z = Double(bitPattern: bits &- (above & 0xFFF0_0000_0000_0000))
    let (c, log, logRest) = Logarithm.table.withUnsafeBufferPointer {
      let entry = $0.baseAddress.unsafelyUnwrapped + 3 &* Int(truncatingIfNeeded: (above &>> 45) & 127)
      return (Double(bitPattern: entry[0]), Double(bitPattern: entry[1]), Double(bitPattern: entry[2]))
    }
    // Both products are exact.
    let upper = RoundingError.upperHalf(z)
    let (first, second) = (upper * c - 1, (z - upper) * c)
    let r = first + second
    let rRest = first - r + second
    let rUpper = RoundingError.upperHalf(r)
    let half = 0.5 * rUpper * rUpper
    let halfRest = 0.5 * (r - rUpper) * (r + rUpper) + r * rRest
    let square = r * r
    let low = 1.0 / 3 - r * (1.0 / 4)
    let middle = 1.0 / 5 - r * (1.0 / 6)
    let high = (1.0 / 7 - r * (1.0 / 8)) + square * (1.0 / 9 - r * (1.0 / 10))
    let series = r * square * (low + square * (middle + square * high))
    // Each summand is smaller than the sum before it.
    let whole = k * Logarithm.logTwo + log
    let linear = whole + r
    let quadratic = linear - half
    let sum = quadratic + series
    let lost = (whole - linear + r) + (linear - quadratic - half) + (quadratic - sum + series)
    return (sum, lost + (rRest - halfRest) + (k * Logarithm.logTwoRest + logRest))
  }

  /// Returns e^(x + rest).
  @inline(__always)
  private static func exponential(_ x: Double, _ rest: Double) -> Double {
    guard x < 710 else { return .infinity }
    guard x > -746 else { return 0 }
    return Exponential.table.withUnsafeBufferPointer {
      let parts = Exponential.parts(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)
      let added = Exponential.rest(parts.tail, parts.r + rest)[0]
      if x > -708, x < 709 {
        let scale = Exponential.scale(parts.root, parts.bits)[0]
        return scale + scale * added
      }
      return Exponential.scaled(parts.root[0] + parts.root[0] * added, parts.bits[0])
    }
  }
}
