/// The shortest decimal that reads back to a double, and of those the one nearest to it: digits · 10^scale.
///
/// Source: R. Giulietti, "The Schubfach way to render doubles" (2020), with powers of five of 128 bits. The names are
/// the paper's: the double is c · 2^q, and k is the greatest for which some multiple of 10^k lies between the points
/// halfway to its neighbours. That one product nearly always decides is an idea of Y. Guo's, in yyjson (2020).
struct ShortestDecimal {
  /// The digits as a whole number. A normal number has 16 or 17 of them, of which the last may be 0.
  let digits: UInt64
  /// The power of ten of the last digit.
  let scale: Int

  /// Creates the shortest decimal of a double.
  ///
  /// - Parameter bits: The bit pattern of a positive and finite double.
  /// - Parameter exactPowers: The beginning of `PowersOfFive.exactPowers`, which a caller with many numbers looks up
  ///   once.
  @inline(__always)
  init(_ bits: UInt64, _ exactPowers: UnsafePointer<PowersOfFive.Power>) {
    let multiple = DecimalMultiple(bits, exactPowers)
    let (whole, rest) = (multiple.whole, multiple.rest)
    // The distances to the nearest multiples of ten, and half the distance to the neighbours, in units of 2^−60.
    let tens = whole / 10
    let above = (whole &- 10 &* tens) << 60 | rest >> 4
    let below = 10 << 60 &- above
    let distance = min(above, below)
    let half = multiple.halfGap

    // Nearly equal distances are compared by exact products. Above a power of two doubles are twice as far apart as
    // below it; subnormal numbers have fewer digits.
    let isClose = distance &- half &+ 2 < 5 || rest &- 1 << 63 &+ 2 < 5
    if isClose || bits & (1 << 52 - 1) == 0 || bits < 1 << 52 {
      self.init(exactly: bits)
      return
    }
    // A processor cannot foresee which it will be, so that a choice by a mask is faster than one by a branch.
    let nearestTen = 10 &* tens &+ (below < above ? 10 : 0)
    let nearest = whole &+ rest >> 63
    let isShorter: UInt64 = 0 &- (distance < half ? 1 : 0)
    self.init(digits: nearest ^ (nearest ^ nearestTen) & isShorter, scale: multiple.scale)
  }

  @inline(__always)
  private init(digits: UInt64, scale: Int) {
    self.digits = digits
    self.scale = scale
  }

  /// Creates the shortest decimal by exact products: the double and the points halfway to its neighbours, `left` and
  /// `right`, are compared in multiples of 10^k/4.
  @inline(never)
  private init(exactly bits: UInt64) {
    let fraction = bits & (1 << 52 - 1)
    let biased = Int(truncatingIfNeeded: bits >> 52)
    let c = biased == 0 ? fraction : fraction | 1 << 52
    let q = max(biased, 1) &- 1075
    let isIrregular = fraction == 0 && biased > 1

    // This is ⌊log10 2^q⌋, or ⌊log10 ¾ · 2^q⌋ if the lower neighbour is nearer.
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
    scale = k
    if s >= 10 {
      let tens = s / 10
      let isBelow = least <= 40 &* tens
      let isAbove = 40 &* tens &+ 40 <= most
      if isBelow != isAbove {
        digits = 10 &* tens &+ (isAbove ? 10 : 0)
        return
      }
    }
    let isBelow = least <= 4 &* s
    let isAbove = 4 &* s &+ 4 <= most
    let isUpNearer = middle & 3 > 2 || (middle & 3 == 2 && s & 1 == 1)
    let up = isBelow != isAbove ? isAbove : isUpNearer
    digits = s &+ (up ? 1 : 0)
  }

  /// Returns the upper part of a product, rounded to odd: its last bit is set as well if anything is left below it.
  private static func product(_ power: PowersOfFive.Power, _ factor: UInt64) -> UInt64 {
    let low = power.low.multipliedFullWidth(by: factor).high
    let high = power.high.multipliedFullWidth(by: factor)
    let (sum, carry) = high.low.addingReportingOverflow(low)
    return (high.high &+ (carry ? 1 : 0)) | (sum > 1 ? 1 : 0)
  }
}
