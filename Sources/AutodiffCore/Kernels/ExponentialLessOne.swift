/// The functions made of e^x - 1, which near 0 has all its digits.
///
/// Goals, first to last: the right value at every edge; an error below 0.7 ulp; speed in lanes.
extension Exponential {
  /// Returns e^x - 1 for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func expm1(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let value = lessOne(x, table)
    let result = PackLogic.withSign(value.high + value.low, of: x)
    if PackLogic.holds(isTame(x)) { return result }
    var (operands, values) = (x, result)
    writeEdgesLessOne(&operands, &values, table)
    return values
  }

  @inline(never)
  private static func writeEdgesLessOne(_ x: inout Pack, _ values: inout Pack, _ table: UnsafePointer<UInt64>) {
    let isTame = isTame(x)
    for lane in 0..<Pack.scalarCount where !isTame[lane] { values[lane] = edge(x[lane], table) - 1 }
  }

  /// Returns the hyperbolic tangent for each lane, e/(e + 2) with e = e^2x - 1.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func tanh(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let size = PackLogic.magnitude(x)
    // From 20 on the function rounds to 1.
    let e = lessOne(PackLogic.choose(size .> 20, Pack(repeating: 40), size + size), isNegative: false, table)
    let ratio = ratio(e, to: 2)
    return PackLogic.withSign(ratio.high + ratio.low, of: x)
  }

  /// Returns e^x - 1 as a sum of two numbers, the second of which is below the first one's last digit, from -708 to
  /// 709.
  ///
  /// Near 0 the table would add an error; there the series alone is long enough.
  ///
  /// - Parameter isNegative: A Boolean value indicating whether x may be below 0.
  @inline(__always)
  static func lessOne(
    _ x: Pack, isNegative: Bool = true, _ table: UnsafePointer<UInt64>
  ) -> (high: Pack, low: Pack) {
    let isFar = (isNegative ? PackLogic.magnitude(x) : x) .>= 1.0 / 64
    let parts = parts(x, stepsPerUnit: PackLogic.keep(Pack(repeating: stepsPerUnit), where: isFar), table)
    let scale = scale(parts.root, parts.bits)
    let r = parts.r
    let square = r * r
    let first: Pack = r * (1.0 / 6) + 0.5
    let second: Pack = r * (1.0 / 120) + 1.0 / 24
    let third: Pack = r * (1.0 / 5040) + 1.0 / 720
    let series: Pack = scale * (square * (first + square * (second + square * third)))
    let start = scale * (parts.tail + r)
    let upper = scale - 1
    let lost = isNegative ? lostByOne(scale, upper) : (scale - upper) - 1
    let sum = upper + start
    let high = sum + series
    return (high, (sum - high + series) + ((upper - sum + start) + lost))
  }

  /// Returns the difference of x - 1 and `rounded`, its rounded value.
  ///
  /// Source: D. E. Knuth, The Art of Computer Programming 2, §4.2.2, theorem B.
  @inline(__always)
  private static func lostByOne(_ x: Pack, _ rounded: Pack) -> Pack {
    let taken = rounded - x
    return (x - (rounded - taken)) - (1 + taken)
  }

  /// Returns e/(e + c) as a sum of two numbers, for e >= 0 and a small whole number c.
  ///
  /// The first has 26 digits and so has the divisor but for a rest, so that what the first leaves of e is exact: a step
  /// of long division.
  @inline(__always)
  static func ratio(_ e: (high: Pack, low: Pack), to c: Double) -> (high: Pack, low: Pack) {
    let c = Pack(repeating: c)
    let divisor = e.high + c
    let upper = PackLogic.upperHalf(divisor)
    let (greater, less) = PackLogic.ordered(e.high, c)
    let lower = (greater - upper) + less + e.low
    let inverse = 1 / divisor
    let quotient = PackLogic.upperHalf(e.high * inverse)
    let left = (e.high - quotient * upper) + (e.low - quotient * lower)
    return (quotient, left * inverse)
  }
}
