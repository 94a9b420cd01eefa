/// A positive double as a multiple of a power of ten: whole + rest / 2^64, in units of 10^scale.
///
/// The scale is the greatest for which some multiple of 10^scale lies between the points halfway to the double's
/// neighbours. A normal number has 16 or 17 digits in `whole`.
///
/// Source: R. Giulietti, "The Schubfach way to render doubles" (2020), with powers of five of 128 bits. The names in
/// the formulas are the paper's: the double is c · 2^q, and k is the scale.
struct DecimalMultiple {
  private(set) var whole: UInt64
  /// The part behind the point; it is off by less than one if the power of ten is not exact, and else rounded down.
  private(set) var rest: UInt64
  private(set) var scale: Int
  /// Half the distance to the neighbours, in units of 2^−60.
  let halfGap: UInt64
  /// A Boolean value indicating whether the power of ten is exact.
  let isExact: Bool
  /// The part below `rest`, in units of 2^−128.
  private var remainder: UInt64

  /// Creates the multiple that a double is.
  ///
  /// - Parameter bits: The bit pattern of a positive and finite double; the fields are those of a normal number.
  /// - Parameter exactPowers: The beginning of `PowersOfFive.exactPowers`, which a caller with many numbers looks up
  ///   once.
  @inline(__always)
  init(_ bits: UInt64, _ exactPowers: UnsafePointer<PowersOfFive.Power>) {
    let fraction = bits & (1 << 52 - 1)
    let q = Int(truncatingIfNeeded: bits >> 52) &- 1075
    // The first is ⌊log10 2^q⌋, the second the binary place of 10^−k, which is 1 to 4.
    let k = (q &* 1_262_611) >> 22
    let h = UInt64(truncatingIfNeeded: q &+ (-k &* 1_741_647) >> 19 &+ 1)
    let power = PowersOfFive.roundedUp(-k, exactPowers)

    let c = (fraction | 1 << 52) &<< h
    let low = power.low.multipliedFullWidth(by: c)
    let high = power.high.multipliedFullWidth(by: c)
    let (rest, carry) = high.low.addingReportingOverflow(low.high)
    whole = high.high &+ (carry ? 1 : 0)
    self.rest = rest
    remainder = low.low
    scale = k
    halfGap = power.high &>> (5 &- h)
    isExact = PowersOfFive.exact.contains(-k)
  }

  /// A Boolean value indicating whether nothing is left below `rest`.
  var isWithoutRemainder: Bool { isExact && remainder == 0 }

  /// Moves one digit before the point.
  mutating func appendDigit() {
    let low = remainder.multipliedFullWidth(by: 10)
    let middle = rest.multipliedFullWidth(by: 10)
    let (sum, carry) = middle.low.addingReportingOverflow(low.high)
    whole = 10 &* whole &+ middle.high &+ (carry ? 1 : 0)
    rest = sum
    remainder = low.low
    scale &-= 1
  }
}
