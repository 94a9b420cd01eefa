/// The natural logarithm, with the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.53 ulp, near 1 too; speed in lanes.
///
/// x = 2^k·z, and z·c = 1 + r with a c of the table that is so short that r is exact but for its own rounding. Then log
/// x = k·log 2 - log c + log(1 + r). Source: P. T. P. Tang, "Table-driven implementation of the logarithm function in
/// IEEE floating-point arithmetic" (ACM TOMS 16, 1990).
enum Logarithm {
  /// The number log 2: as many bits of it as a product with k has room for, and the rest.
  static let log2 = 0x1.62e42fefa38p-1
  static let log2Rest = 0x1.ef35793c7673p-45
  /// The bits of 0.6875, at which the octave of z begins, so that 1 is well inside.
  static let first: UInt64 = 0x3FE6_0000_0000_0000

  /// Returns the natural logarithm.
  static func log(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { log(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns the natural logarithm for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func log(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    var result = normal(x, table)
    // This is false for nan as well.
    let isTame = (x .>= 0x1p-1022) .& (x .< .infinity)
    if !all(isTame) {
      for lane in 0..<Pack.scalarCount where !isTame[lane] { result[lane] = edge(x[lane], table) }
    }
    return result
  }

  /// Returns the logarithm of 2^exponent · x for normal positive numbers x.
  @inline(__always)
  private static func normal(_ x: Pack, _ table: UnsafePointer<UInt64>, exponent: Double = 0) -> Pack {
    let bits = unsafeBitCast(x, to: SIMD4<UInt64>.self)
    let above = bits &- first
    // k + 1024 as the last bits of a number from 2^52 on.
    let biased = ((above &+ 0x4000_0000_0000_0000) &>> 52) | 0x4330_0000_0000_0000
    let k = unsafeBitCast(biased, to: Pack.self) - (0x1p52 + 1024 - exponent)
    let z = unsafeBitCast(bits &- (above & 0xFFF0_0000_0000_0000), to: Pack.self)
    let index = (above &>> 45) & 127
    var (c, log, logRest) = (SIMD4<UInt64>(), SIMD4<UInt64>(), SIMD4<UInt64>())
    for lane in 0..<Pack.scalarCount {
      let entry = table + 3 &* Int(truncatingIfNeeded: index[lane])
      c[lane] = entry[0]
      log[lane] = entry[1]
      logRest[lane] = entry[2]
    }
    let factor = unsafeBitCast(c, to: Pack.self)
    // Both products are exact.
    let upper = unsafeBitCast(
      unsafeBitCast(z, to: SIMD4<UInt64>.self) & 0xFFFF_FFFF_F800_0000, to: Pack.self)
    let r = (upper * factor - 1) + (z - upper) * factor
    let whole = k * log2 + unsafeBitCast(log, to: Pack.self)
    let sum = whole + r
    let lost = (whole - sum + r) + (k * log2Rest + unsafeBitCast(logRest, to: Pack.self))
    let square = r * r
    let high: Pack = r * (1.0 / 7) - 1.0 / 6 - square * (1.0 / 8)
    let middle: Pack = r * (1.0 / 5) - 1.0 / 4
    let low: Pack = r * (1.0 / 3) - 1.0 / 2
    let series: Pack = low + square * (middle + square * high)
    return sum + (lost + square * series)
  }

  /// Returns the logarithm of a number that is not normal and positive.
  @inline(never)
  private static func edge(_ x: Double, _ table: UnsafePointer<UInt64>) -> Double {
    if x.isNaN { return x }
    if x == 0 { return -.infinity }
    if x < 0 { return .nan }
    if x.isInfinite { return x }
    return normal(Pack(repeating: x * 0x1p54), table, exponent: -54)[0]
  }
}
