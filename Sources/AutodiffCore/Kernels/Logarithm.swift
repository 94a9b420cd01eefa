/// The natural logarithm, with the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.62 ulp, near 1 too; speed in lanes.
///
/// x = 2^k·z, and z·c = 1 + r with a c of the table that is so short that r is exact but for its own rounding. Then log
/// x = k·log 2 - log c + log(1 + r). Source: P. T. P. Tang, "Table-driven implementation of the logarithm function in
/// IEEE floating-point arithmetic" (ACM TOMS 16, 1990).
enum Logarithm {
  /// The number log 2: as many bits of it as a product with k has room for, and the rest.
  static let logTwo = 0x1.62e42fefa38p-1
  static let logTwoRest = 0x1.ef35793c7673p-45
  /// The bits of 0.6875, at which the octave of z begins, so that 1 is well inside.
  static let first: UInt64 = 0x3FE6_0000_0000_0000

  /// Returns the natural logarithm for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func log(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let parts = parts(x, table)
    let result = parts.high + (parts.low + parts.series)
    if PackLogic.holds(isNormal(x)) { return result }
    var (operands, values) = (x, result)
    writeEdges(&operands, &values, table)
    return values
  }

  /// Returns log(1 + x) for each lane, with an error below 0.7 ulp: the logarithm of the sum, as rounded, and to first
  /// order of what the rounding has lost.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func log1p(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let sum = 1 + x
    let added = sum - 1
    let lost = (1 - (sum - added)) + (x - added)
    let parts = parts(sum, table)
    let result = PackLogic.withSign(parts.high + ((parts.low + lost / sum) + parts.series), of: x)
    if PackLogic.holds(isNormal(sum)) { return result }
    var (operands, values) = (sum, result)
    writeEdges(&operands, &values, table)
    return values
  }

  /// Returns a condition that holds for normal positive numbers.
  @inline(__always)
  private static func isNormal(_ x: Pack) -> PackMask { (x .>= 0x1p-1022) .& (x .< .infinity) }

  /// The parts of the logarithm of 2^exponent · x for normal positive numbers x, a sum of three: each is far smaller than
  /// the one before.
  @inline(__always)
  static func parts(
    _ x: Pack, _ table: UnsafePointer<UInt64>, exponent: Double = 0
  ) -> (high: Pack, low: Pack, series: Pack) {
    let bits = PackLogic.bits(x)
    let above = bits &- first
    // k + 1024 as the last bits of a number from 2^52 on.
    let biased = ((above &+ 0x4000_0000_0000_0000) &>> 52) | 0x4330_0000_0000_0000
    let k = PackLogic.numbers(biased) - (0x1p52 + 1024 - exponent)
    let z = PackLogic.numbers(bits &- (above & 0xFFF0_0000_0000_0000))
    let index = (above &>> 45) & 127
    var (c, log, logRest) = (PackBits(), PackBits(), PackBits())
    for lane in 0..<Pack.scalarCount {
      let entry = table + 3 &* Int(truncatingIfNeeded: index[lane])
      c[lane] = entry[0]
      log[lane] = entry[1]
      logRest[lane] = entry[2]
    }
    let factor = PackLogic.numbers(c)
    // Both products are exact.
    let upper = PackLogic.upperHalf(z)
    let r = (upper * factor - 1) + (z - upper) * factor
    let whole = k * logTwo + PackLogic.numbers(log)
    let sum = whole + r
    let lost = (whole - sum + r) + (k * logTwoRest + PackLogic.numbers(logRest))
    let square = r * r
    let high: Pack = r * (1.0 / 7) - 1.0 / 6 - square * (1.0 / 8)
    let middle: Pack = r * (1.0 / 5) - 1.0 / 4
    let low: Pack = r * (1.0 / 3) - 1.0 / 2
    let series: Pack = low + square * (middle + square * high)
    return (sum, lost, square * series)
  }

  /// Writes the values at edges.
  @inline(never)
  private static func writeEdges(_ x: inout Pack, _ values: inout Pack, _ table: UnsafePointer<UInt64>) {
    let isNormal = isNormal(x)
    for lane in 0..<Pack.scalarCount where !isNormal[lane] { values[lane] = edge(x[lane], table) }
  }

  /// Returns the logarithm of a number that is not normal and positive.
  private static func edge(_ x: Double, _ table: UnsafePointer<UInt64>) -> Double {
    if x.isNaN { return x }
    if x == 0 { return -.infinity }
    if x < 0 { return .nan }
    if x.isInfinite { return x }
    let parts = parts(Pack(repeating: x * 0x1p54), table, exponent: -54)
    return (parts.high + (parts.low + parts.series))[0]
  }
}
