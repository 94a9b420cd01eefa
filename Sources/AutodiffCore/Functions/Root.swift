/// Roots: the length of a vector, and the cube root.
enum Root {
  /// Returns √(x² + y²), with an error below 0.51 ulp, without overflow or underflow on the way.
  ///
  /// Source: C. F. Borges, "Algorithm 1014: an improved algorithm for hypot(x, y)" (ACM TOMS 47, 2020).
  static func hypot(_ x: Double, _ y: Double) -> Double {
    let (width, height) = (x.magnitude, y.magnitude)
    let (greater, less) = (max(width, height), min(width, height))
    // The sum is nan if an operand is.
    if width + height < 0x1p500, less > 0x1p-450 { return length(greater, less) }
    if x.isInfinite || y.isInfinite { return .infinity }
    if x.isNaN || y.isNaN { return .nan }
    if less <= greater * 0x1p-60 { return greater + less }
    if greater > 1 { return length(greater * 0x1p-600, less * 0x1p-600) * 0x1p600 }
    return length(greater * 0x1p600, less * 0x1p600) * 0x1p-600
  }

  /// Returns √(x² + y²), x >= y, of numbers whose squares have all their digits.
  @inline(__always)
  private static func length(_ x: Double, _ y: Double) -> Double {
    let (x2, y2) = (DoubleDouble(productOf: x, x), DoubleDouble(productOf: y, y))
    let sum = x2.high + y2.high
    let root = sum.squareRoot()
    let square = DoubleDouble(productOf: root, root)
    let lost = ((x2.high - sum) + y2.high) + (x2.low + y2.low)
    return root + ((sum - square.high) + (lost - square.low)) / (root + root)
  }

  /// Returns the cube root, with an error below 0.51 ulp, exact where it can be.
  ///
  /// x = 2^(3e)·m with 1 <= m < 8. A polynomial is near 1/∛m, and a step of third order makes all digits but a few of it.
  /// From there, the root's first 26 digits have an exact square, so that their error is known: W. Kahan, "Computing a
  /// real cube root" (1991).
  static func cbrt(_ x: Double) -> Double {
    let size = x.magnitude
    if !(size < .infinity) || size == 0 { return x }
    if size < 0x1p-1022 { return cbrt(x * 0x1p54) * 0x1p-18 }
    let bits = size.bitPattern
    // A multiple of 3, so that the quotient is above 0.
    let exponent = Int(truncatingIfNeeded: bits &>> 52) &- 1023 &+ 1074
    let third = exponent / 3
    let octave = exponent &- 3 &* third
    let m = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
    let part = octave == 0 ? 1 : octave == 1 ? 0.7937005259840998 : 0.6299605249474366
    let whole = octave == 0 ? m : octave == 1 ? 2 * m : 4 * m
    let start: Double =
      ((1.7776471684890054 - m * 1.5540274077106597) + m * m * (1.2271496200207155 - m * 0.5865141615889806)
        + (m * m) * (m * m) * (0.15224956438221762 - m * 0.016511679091286462)) * part
    let square = start * start
    let gap = 1 - whole * square * start
    let inverse = start + start * gap * (1.0 / 3 + gap * (2.0 / 9))
    // Rounded to 26 digits.
    let near = Double(bitPattern: ((whole * inverse * inverse).bitPattern &+ 0x400_0000) & 0xFFFF_FFFF_F800_0000)
    let (upper, lower) = DoubleDouble.halves(near * near)
    let rest = ((whole - upper * near) - lower * near) * (inverse * inverse * inverse)
    let root = near + near * rest * (1.0 / 3 + rest * (2.0 / 9))
    let scale = Double(bitPattern: UInt64(truncatingIfNeeded: third &- 358 &+ 1023) &<< 52)
    return x.sign == .minus ? -(root * scale) : root * scale
  }
}
