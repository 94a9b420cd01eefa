/// The decimal of a given number of digits that is nearest to a double, of two as near the one with an even last digit:
/// digits · 10^scale.
///
/// The double in units of a power of ten says which of two decimals is nearer, unless it is so close to the middle
/// between them that the power, of which only 128 bits are known, would decide. Below about 10^17 powers are exact, and
/// so is the middle.
struct RoundedDecimal {
  /// The digits as a whole number of 17 digits, zeros behind those asked for.
  let digits: UInt64
  /// The power of ten of the last of 17 digits.
  let scale: Int

  /// Creates the nearest decimal of a double; nil where that is undecided.
  ///
  /// - Parameter bits: The bit pattern of a positive and normal double.
  /// - Parameter count: The number of digits, 1 to 17.
  /// - Parameter exactPowers: The beginning of `PowersOfFive.exactPowers`, which a caller with many numbers looks up
  ///   once.
  @inline(__always)
  init?(_ bits: UInt64, digits count: Int, _ exactPowers: UnsafePointer<PowersOfFive.Power>) {
    var multiple = DecimalMultiple(bits, exactPowers)
    var own = multiple.whole < 10_000_000_000_000_000 ? 16 : 17
    // The distance from the middle within which an inexact power decides nothing.
    var doubt: UInt64 = multiple.isExact ? 0 : 1
    if own < count {
      multiple.appendDigit()
      own = 17
      doubt *= 10
    }
    let unit = PowersOfTen.words[own &- count]
    var quotient = multiple.whole / unit
    let remainder = multiple.whole &- quotient &* unit
    // Half of a unit, which is odd only as 1.
    let (half, halfRest): (UInt64, UInt64) = unit == 1 ? (0, 1 << 63) : (unit >> 1, 0)
    if remainder == half {
      let isAbove = multiple.rest >= halfRest
      let distance = isAbove ? multiple.rest &- halfRest : halfRest &- multiple.rest
      if distance < doubt { return nil }
      let isMiddle = distance == 0 && multiple.isWithoutRemainder
      quotient &+= isMiddle ? quotient & 1 : isAbove ? 1 : 0
    } else {
      quotient &+= remainder > half ? 1 : 0
    }
    let isCarried = quotient == PowersOfTen.words[count]
    digits = isCarried ? 10_000_000_000_000_000 : quotient &* PowersOfTen.words[17 &- count]
    scale = multiple.scale &+ own &- 17 &+ (isCarried ? 1 : 0)
  }
}
