/// Eight sums side by side, each with the sum of the rounding errors made so far.
///
/// The error of an addition is worked out without a comparison, which a pack of numbers would have to wait for.
///
/// Source: D. E. Knuth, "The Art of Computer Programming", volume 2, section 4.2.2, theorem B.
struct CompensatedPack {
  private var sum = SIMD8<Double>()
  private var lost = SIMD8<Double>()

  /// The number of sums.
  static let lanes = 8

  /// Returns the sum of numbers, of which as many are left out at the end as do not fill a pack, and of the errors
  /// made; nil where there is no whole pack.
  static func total(_ values: UnsafeBufferPointer<Double>) -> (sum: Double, lost: Double)? {
    guard values.count >= lanes, let start = UnsafeRawPointer(values.baseAddress) else { return nil }
    var pack = CompensatedPack()
    for place in 0..<values.count / lanes {
      let next = (start + place * MemoryLayout<SIMD8<Double>>.size).loadUnaligned(as: SIMD8<Double>.self)
      let (sum, error) = add(pack.sum, next)
      pack.sum = sum
      pack.lost += error
    }
    return pack.total
  }

  /// Returns the rounded sum of two packs, and what is missing from it.
  @inline(__always)
  private static func add<Pack: SIMD>(_ first: Pack, _ second: Pack) -> (sum: Pack, error: Pack)
  where Pack.Scalar: FloatingPoint {
    let sum = first + second
    let held = sum - first
    return (sum, (first - (sum - held)) + (second - held))
  }

  /// The sum of all sums, and of their errors.
  private var total: (sum: Double, lost: Double) {
    let (fours, lostOfFours) = Self.add(sum.lowHalf, sum.highHalf)
    let (twos, lostOfTwos) = Self.add(fours.lowHalf, fours.highHalf)
    let (one, lostOfOne) = Self.add(SIMD2(twos[0], 0), SIMD2(twos[1], 0))
    let four = lost.lowHalf + lost.highHalf + lostOfFours
    let two = four.lowHalf + four.highHalf + lostOfTwos
    return (one[0], two[0] + two[1] + lostOfOne[0])
  }
}
