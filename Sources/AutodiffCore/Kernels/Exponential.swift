/// The numbers of neighbouring lanes that are computed together: as many as keep the registers of the smallest
/// processors busy, whose vectors hold two.
typealias Pack = SIMD4<Double>

/// The exponential function, with the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.52 ulp, so that almost every value is the
/// nearest double; speed in lanes.
///
/// x = (k + i/128)·log 2 + r with |r| <= log 2/256, so that e^x = 2^k · 2^(i/128) · (1 + p(r)), and the second factor
/// is in the table. Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE
/// floating-point arithmetic" (ACM TOMS 15, 1989).
enum Exponential {
  /// The number 128/log 2.
  private static let stepsPerUnit = 0x1.71547652b82fep+7
  /// The number log 2/128: as many bits of it as a product with k·128 has room for, and the rest.
  private static let step = 0x1.62e42fef8p-8
  private static let stepRest = 0x1.1cf79abc9e3b4p-43
  /// A summand that leaves a whole number in the last bits.
  private static let shift = 0x1.8p52

  /// Returns e^x.
  static func exp(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { exp(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// Returns e^x for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func exp(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let (fraction, bits) = parts(x, table)
    let exponent = (bits &>> 7) &<< 52
    let scale = unsafeBitCast(unsafeBitCast(fraction.scale, to: SIMD4<UInt64>.self) &+ exponent, to: Pack.self)
    var result = scale + scale * fraction.rest
    // 2^k is a normal number; this is false for nan as well.
    let isTame = (x .> -708) .& (x .< 709)
    if !all(isTame) {
      for lane in 0..<Pack.scalarCount where !isTame[lane] {
        result[lane] = edge(x[lane], fraction.scale[lane] + fraction.scale[lane] * fraction.rest[lane], bits[lane])
      }
    }
    return result
  }

  /// Returns 2^(i/128) as `scale`, e^r - 1 as `rest`, and bits that end with those of k·128 + i.
  @inline(__always)
  static func parts(
    _ x: Pack, _ table: UnsafePointer<UInt64>
  ) -> (fraction: (scale: Pack, rest: Pack), bits: SIMD4<UInt64>) {
    let shifted = x * stepsPerUnit + shift
    let bits = unsafeBitCast(shifted, to: SIMD4<UInt64>.self)
    let steps = shifted - shift
    let r = x - steps * step - steps * stepRest
    let index = bits & 127
    var scale = index &<< 45
    var tail = SIMD4<UInt64>()
    for lane in 0..<Pack.scalarCount {
      let entry = table + 2 &* Int(truncatingIfNeeded: index[lane])
      scale[lane] &+= entry[0]
      tail[lane] = entry[1]
    }
    let square = r * r
    let low: Pack = r * (1.0 / 6) + 0.5
    let high: Pack = r * (1.0 / 120) + 1.0 / 24
    let rest: Pack = unsafeBitCast(tail, to: Pack.self) + r + square * low + square * square * high
    return ((unsafeBitCast(scale, to: Pack.self), rest), bits)
  }

  /// Returns e^x where 2^k may be no normal number.
  ///
  /// - Parameter mantissa: The number 2^-k · e^x.
  /// - Parameter bits: Bits that end with those of k·128 + i.
  @inline(never)
  private static func edge(_ x: Double, _ mantissa: Double, _ bits: UInt64) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    let k = Int(truncatingIfNeeded: Int64(bitPattern: bits &<< 32) &>> 39)
    return mantissa * Double(sign: .plus, exponent: k / 2, significand: 1)
      * Double(sign: .plus, exponent: k - k / 2, significand: 1)
  }
}
