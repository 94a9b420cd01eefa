/// The sine and the cosine, with the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.8 ulp, next to the roots too; speed in lanes.
///
/// |x| = n·π/2 + high + low + lowest, where |high| <= π/4, low is below its last digits and lowest below those of low.
/// Sources: W. J. Cody and W. Waite, Software Manual for the Elementary Functions (1980), chapter 8, for parts of π/2
/// whose products with n are exact; M. Payne and R. Hanek, "Radian reduction for trigonometric functions" (ACM SIGNUM
/// Newsletter 18, 1983), for great numbers. The coefficients are those of Chebyshev's interpolation.
package enum Trigonometry {
  static let twoOverPi = 0x1.45f306dc9c883p-1
  /// The number π/2: three parts of 36 bits, whose products with n are exact, and the rest of it.
  static let halfPi = 0x1.921fb54440000p+0
  static let halfPi2 = 0x1.68c234c4c0000p-39
  static let halfPi3 = 0x1.98a2e03700000p-77
  static let halfPi4 = 0x1.cd129024e088ap-115
  /// A summand that leaves a whole number in the last bits.
  static let shift = 0x1.8p52
  /// The bound of the numbers whose n has at most 16 bits, and its bits.
  static let bound = 0x1.8p16
  static let boundBits: UInt64 = 0x40F8_0000_0000_0000
  /// A bound of numbers whose n is 0.
  static let eighth = 0.785
  static let signBit: UInt64 = 0x8000_0000_0000_0000

  /// Returns sin(x) for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func sin(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let (high, low, lowest, n) = reduced(x)
    var result = value(high, low, lowest, n, unsafeBitCast(x, to: PackBits.self) & signBit)
    let great = greatness(x)
    if isAnyNegative(great) {
      for lane in 0..<Pack.scalarCount where great[lane] & signBit != 0 {
        result[lane] = value(ofGreat: x[lane], quarter: 0, x[lane].bitPattern & signBit, table)
      }
    }
    return result
  }

  /// Returns cos(x) for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func cos(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let (high, low, lowest, n) = reduced(x)
    var result = value(high, low, lowest, n &+ 1, PackBits())
    let great = greatness(x)
    if isAnyNegative(great) {
      for lane in 0..<Pack.scalarCount where great[lane] & signBit != 0 {
        result[lane] = value(ofGreat: x[lane], quarter: 1, 0, table)
      }
    }
    return result
  }

  /// Returns (sin(y) - y)/y³ and (cos(y) - 1 + y²/2)/y⁴ for |y| <= π/4.
  ///
  /// - Parameters:
  ///   - square: The number y².
  ///   - fourth: The number y⁴.
  @inline(__always)
  static func series(_ square: Double, _ fourth: Double) -> (sine: Double, cosine: Double) {
    let (sine, cosine) = series(Pack(repeating: square), Pack(repeating: fourth))
    return (sine[0], cosine[0])
  }

  // MARK: - Steps

  /// Returns bits with the sign for each lane that is great or not finite.
  @inline(__always)
  static func greatness(_ x: Pack) -> PackBits {
    (boundBits &- 1) &- (unsafeBitCast(x, to: PackBits.self) & ~signBit)
  }

  /// Returns a Boolean value indicating whether any lane has the sign.
  @inline(__always)
  static func isAnyNegative(_ bits: PackBits) -> Bool {
    var all = bits[0]
    for lane in 1..<Pack.scalarCount { all |= bits[lane] }
    return all & signBit != 0
  }

  /// Returns the parts of |x| for each lane below the bound, `lowest` with the other sign; n is in the last bits.
  @inline(__always)
  static func reduced(_ x: Pack) -> (high: Pack, low: Pack, lowest: Pack, n: PackBits) {
    let size = unsafeBitCast(unsafeBitCast(x, to: PackBits.self) & ~signBit, to: Pack.self)
    let shifted = size * twoOverPi + shift
    let n = shifted - shift
    // Exact, as are the products with the first three parts.
    let above = size - n * halfPi
    let second = n * halfPi2
    let high = above - second
    let back = high - above
    let lost = (above - (high - back)) - (second + back)
    return (high, lost - n * halfPi3, n * halfPi4, unsafeBitCast(shifted, to: PackBits.self))
  }

  /// Returns the sine of high + low - lowest + n·π/2, with the other sign where `sign` has that bit.
  @inline(__always)
  static func value(_ high: Pack, _ low: Pack, _ lowest: Pack, _ n: PackBits, _ sign: PackBits) -> Pack {
    let one = Pack(repeating: 1)
    let square = high * high
    let fourth = square * square
    let half = square * 0.5
    let most = one - half
    let (sineSeries, cosineSeries) = series(square, fourth)
    // The high part of low + low·(1 - high²/2) may not be small beside the sum, next to a root.
    let sum = high + low
    let sine = sum + ((high * square * sineSeries - low * half) + (((high - sum) + low) - lowest))
    let cosine = most + (((one - most) - half) + (fourth * cosineSeries - high * low))
    // All bits for a cosine.
    let choice = PackBits() &- (n & 1)
    let chosen =
      (unsafeBitCast(cosine, to: PackBits.self) & choice) | (unsafeBitCast(sine, to: PackBits.self) & ~choice)
    return unsafeBitCast(chosen ^ sign ^ ((n & 2) &<< 62), to: Pack.self)
  }

  @inline(__always)
  static func series(_ square: Pack, _ fourth: Pack) -> (sine: Pack, cosine: Pack) {
    let sine1: Pack = square * 0.008333333333333331 - 0.16666666666666666
    let sine2: Pack = square * 2.755731921930192e-06 - 0.00019841269841265017
    let sine3: Pack = square * 1.6058529572267877e-10 - 2.5052106219521895e-08
    let cosine1: Pack = 0.041666666666666664 - square * 0.0013888888888887382
    let cosine2: Pack = 2.480158729874307e-05 - square * 2.7557317260008837e-07
    let cosine3: Pack = 2.0876143827993133e-09 - square * 1.1382456778061306e-11
    return (
      sine1 + fourth * (sine2 + fourth * (sine3 - fourth * 7.586576588171073e-13)),
      cosine1 + fourth * (cosine2 + fourth * cosine3)
    )
  }

  // MARK: - Great numbers

  /// Returns the sine of |x| + quarter·π/2 for a number beyond the bound or not finite.
  @inline(never)
  static func value(
    ofGreat x: Double, quarter: UInt64, _ sign: UInt64, _ table: UnsafePointer<UInt64>
  ) -> Double {
    if x.bitPattern & ~signBit >= 0x7FF0_0000_0000_0000 { return .nan }
    let (high, low, n) = reduced(great: x, table)
    return value(
      Pack(repeating: high), Pack(repeating: low), Pack(), PackBits(repeating: n &+ quarter), PackBits(repeating: sign))[
        0]
  }

  /// Returns |x| less its nearest multiple of π/2 as a sum of two, for a finite number beyond the bound.
  ///
  /// |x| = whole·2^e. Bits of 2/π that make multiples of 4 are passed over; 192 from there on are enough for the number
  /// that is nearest to a multiple of π/2.
  @inline(never)
  static func reduced(
    great x: Double, _ table: UnsafePointer<UInt64>
  ) -> (high: Double, low: Double, n: UInt64) {
    let bits = x.bitPattern
    let whole = (bits & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000
    // 64 for the zeros, and e - 2 for the bits that are passed over.
    let place = Int(truncatingIfNeeded: (bits &>> 52) & 0x7FF) &- 1075 &+ 62
    let (word, offset) = (table + (place &>> 6), UInt64(truncatingIfNeeded: place & 63))
    // The product modulo 2^192: its first two bits are n, the others a fraction.
    let last = whole.multipliedFullWidth(by: bitsFrom(word + 2, offset))
    let middle = whole.multipliedFullWidth(by: bitsFrom(word + 1, offset))
    let (second, carry) = last.high.addingReportingOverflow(middle.low)
    let first = middle.high &+ whole &* bitsFrom(word, offset) &+ (carry ? 1 : 0)
    var n = first &>> 62
    var upper = (first &<< 2) | (second &>> 62)
    var center = (second &<< 2) | (last.low &>> 62)
    var lower = last.low &<< 2
    // More than half of π/2 above one multiple is less than half below the next.
    let isBelow = upper & signBit != 0
    if isBelow {
      n &+= 1
      (upper, center, lower) = (~upper, ~center, ~lower)
    }
    let zeros = UInt64(truncatingIfNeeded: upper.leadingZeroBitCount)
    let fraction = shifted(upper, center, zeros)
    let fractionRest = shifted(center, lower, zeros)
    // Times π/4.
    let product = fraction.multipliedFullWidth(by: 0xC90F_DAA2_2168_C234)
    let (part, one) = product.low.addingReportingOverflow(fraction.multipliedFullWidth(by: 0xC4C6_628B_80DC_1CD1).high)
    let (tail, other) = part.addingReportingOverflow(fractionRest.multipliedFullWidth(by: 0xC90F_DAA2_2168_C234).high)
    let head = product.high &+ (one ? 1 : 0) &+ (other ? 1 : 0)
    // 2^(1 - zeros), with the sign.
    let scale = Double(bitPattern: ((1024 &- zeros) &<< 52) | (isBelow ? signBit : 0))
    let rest = ((head & 0x7FF) &<< 42) | (tail &>> 22)
    return (
      Double(Int64(truncatingIfNeeded: head &>> 11)) * (0x1p-53 * scale),
      Double(Int64(truncatingIfNeeded: rest)) * (0x1p-106 * scale), n
    )
  }

  /// Returns the 64 bits that begin at an offset below 64.
  @inline(__always)
  static func bitsFrom(_ word: UnsafePointer<UInt64>, _ offset: UInt64) -> UInt64 {
    shifted(word[0], word[1], offset)
  }

  /// Returns the first 64 bits of two words, but for those at the beginning.
  @inline(__always)
  static func shifted(_ word: UInt64, _ next: UInt64, _ count: UInt64) -> UInt64 {
    (word &<< count) | ((next &>> 1) &>> (63 &- count))
  }
}
