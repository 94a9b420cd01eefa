/// The numbers of neighbouring lanes that are worked on at once: as many as keep the registers of the smallest
/// processors busy, whose vectors hold two.
typealias Pack = SIMD4<Double>

/// e^x, the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; the error below 0.52 ulp, so that almost every value is the
/// nearest double; speed in lanes.
///
/// x = (k + i/128)·log 2 + r with |r| <= log 2/256, so that e^x = 2^k · 2^(i/128) · (1 + p(r)), of which the table has
/// the second factor. Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE
/// floating-point arithmetic" (ACM TOMS 15, 1989).
enum Exponential {
  private static let stepsPerUnit = 0x1.71547652b82fep+7
  /// log 2/128: as many bits as a product with k·128 has room for, and the rest.
  private static let step = 0x1.62e42fef8p-8
  private static let stepRest = 0x1.1cf79abc9e3b4p-43
  /// Added, it leaves a whole number in the last bits.
  private static let shift = 0x1.8p52

  static func exp(_ x: Double) -> Double {
    table.withUnsafeBufferPointer { exp(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)[0] }
  }

  /// - Parameter table: where `table` begins.
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

  /// 2^(i/128), and what e^r is more than 1; the last bits of the other are k·128 + i.
  @inline(__always)
  private static func parts(
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

  /// Where 2^k may be no normal number.
  ///
  /// - Parameters:
  ///   - mantissa: 2^-k · e^x.
  ///   - bits: whose last are k·128 + i.
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
