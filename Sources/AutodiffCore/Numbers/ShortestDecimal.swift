/// The shortest decimal that reads back to a double, and of those the one nearest to it: digits · 10^scale.
///
/// Source: R. Giulietti, "The Schubfach way to render doubles" (2020), with powers of five of 128 bits. The names are
/// the paper's: the double is c · 2^q, its neighbours meet it halfway at `left` and `right`, and all three are taken
/// to multiples of 10^k/4, where k is the greatest for which some multiple of 10^k lies between these two.
struct ShortestDecimal {
  var digits: UInt64
  var scale: Int

  /// - Parameter bits: of a positive and finite double.
  @inline(__always)
  init(_ bits: UInt64) {
    let fraction = bits & (1 << 52 - 1)
    let biased = Int(truncatingIfNeeded: bits >> 52)
    let c = biased == 0 ? fraction : fraction | 1 << 52
    let q = max(biased, 1) &- 1075
    // Above a power of two doubles are twice as far apart as below it.
    let isIrregular = fraction == 0 && biased > 1

    // ⌊log10 2^q⌋, or of ¾ · 2^q; then the binary place of 10^−k.
    let k = (q &* 1_262_611 &- (isIrregular ? 524_031 : 0)) >> 22
    let h = UInt64(truncatingIfNeeded: q &+ (-k &* 1_741_647) >> 19 &+ 1)
    let power = PowersOfFive.roundedUp(-k)
    let left = Self.product(power, (4 &* c &- (isIrregular ? 1 : 2)) &<< h)
    let middle = Self.product(power, (4 &* c) &<< h)
    let right = Self.product(power, (4 &* c &+ 2) &<< h)
    // A point halfway reads back to the even one of the two.
    let least = left &+ c & 1
    let most = right &- c & 1

    let s = middle >> 2
    if s >= 10 {
      let tens = s / 10
      let isBelow = least <= 40 &* tens
      let isAbove = 40 &* tens &+ 40 <= most
      if isBelow != isAbove {
        self.init(digits: tens &+ (isAbove ? 1 : 0), scale: k &+ 1)
        return
      }
    }
    let isBelow = least <= 4 &* s
    let isAbove = 4 &* s &+ 4 <= most
    let isUpNearer = middle & 3 > 2 || (middle & 3 == 2 && s & 1 == 1)
    let up = isBelow != isAbove ? isAbove : isUpNearer
    self.init(digits: s &+ (up ? 1 : 0), scale: k)
  }

  @inline(__always)
  private init(digits: UInt64, scale: Int) {
    self.digits = digits
    self.scale = scale
  }

  /// The upper part of a product, rounded to odd: its last bit is set as well where anything is left below it.
  @inline(__always)
  private static func product(_ power: PowersOfFive.Power, _ factor: UInt64) -> UInt64 {
    let low = power.low.multipliedFullWidth(by: factor).high
    let high = power.high.multipliedFullWidth(by: factor)
    let (sum, carry) = high.low.addingReportingOverflow(low)
    return (high.high &+ (carry ? 1 : 0)) | (sum > 1 ? 1 : 0)
  }
}
