/// The rounding of a decimal number w · 10^q to the nearest double, ties to even.
///
/// Sources: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021), after an
/// idea of M. Eisel; N. Mushtak and D. Lemire, "Fast number parsing without fallback", Software: Practice and
/// Experience 53 (2023), which proves that 128 bits of the power of five always decide.
enum NearestDouble {
  /// Returns the double nearest to `significand` · 10^`scale`: 0 below all doubles, infinity above them.
  @inline(__always)
  static func of(_ significand: UInt64, scale: Int) -> Double {
    if significand == 0 || scale < -342 { return 0 }
    if scale > 308 { return .infinity }

    // The product of both, normalised, to as many bits as it takes: 53 of the double, one to round by, one that the
    // product may be short of, and nine more that are not all ones.
    let power = PowersOfFive[scale]
    let leadingZeros = significand.leadingZeroBitCount
    let normal = significand << leadingZeros
    var (high, low) = normal.multipliedFullWidth(by: power.high)
    if high & 0x1FF == 0x1FF {
      // Reciprocals that are short enough to meet a tie are rounded up, so that the product is not below it.
      let rounded = power.low &+ (scale < 0 && scale >= -27 ? 1 : 0)
      let more = normal.multipliedFullWidth(by: rounded).high
      low = low &+ more
      if low < more { high &+= 1 }
    }
    let top = high >> 63
    let shift = top &+ 9
    var mantissa = high >> shift
    // The first term is ⌊q · log2 10⌋, the binary place of the power; 1023 is the bias.
    var exponent = (217_706 &* scale) >> 16 &+ 63 &+ Int(truncatingIfNeeded: top) &- leadingZeros &+ 1023

    if exponent <= 0 {
      // A subnormal number has fewer bits, and a tie would need more digits than a word has.
      if exponent <= -63 { return 0 }
      mantissa >>= UInt64(1 - exponent)
      mantissa = (mantissa &+ mantissa & 1) >> 1
      return Double(bitPattern: mantissa)
    }
    // A number exactly halfway, which only these powers can make, goes to the even double below it.
    if low <= 1, scale >= -4, scale <= 23, mantissa & 3 == 1, mantissa << shift == high { mantissa &= ~1 }
    mantissa = (mantissa &+ mantissa & 1) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      exponent += 1
    }
    if exponent >= 0x7FF { return .infinity }
    return Double(bitPattern: UInt64(exponent) << 52 | mantissa & (1 << 52 - 1))
  }
}
