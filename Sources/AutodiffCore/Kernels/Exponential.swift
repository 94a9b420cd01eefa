/// The exponential function, with the same bits for one number as for each of several lanes, and on every processor.
///
/// Goals, first to last: the right value at every edge; an error below 0.52 ulp, 0.67 where the value is subnormal, so
/// that almost every value is the nearest double; speed in lanes.
///
/// x = (k + i/128)·log 2 + r with |r| <= log 2/256, so that e^x = 2^k · 2^(i/128) · (1 + p(r)), and the second factor
/// is in the table. Source: P. T. P. Tang, "Table-driven implementation of the exponential function in IEEE
/// floating-point arithmetic" (ACM TOMS 15, 1989).
enum Exponential {
  /// The number 128/log 2.
  static let stepsPerUnit = 0x1.71547652b82fep+7
  /// The number log 2/128: as many bits of it as a product with k·128 has room for, and the rest.
  private static let step = 0x1.62e42fef8p-8
  private static let stepRest = 0x1.1cf79abc9e3b4p-43
  /// A summand that leaves a whole number in the last bits.
  private static let shift = 0x1.8p52

  /// Returns e^x for each lane.
  ///
  /// - Parameter table: The beginning of `table`.
  @inline(__always)
  static func exp(_ x: Pack, _ table: UnsafePointer<UInt64>) -> Pack {
    let parts = parts(x, table)
    let scale = scale(parts.root, parts.bits)
    let result = scale + scale * rest(parts.tail, parts.r)
    if PackLogic.holds(isTame(x)) { return result }
    var (operands, values) = (x, result)
    writeEdges(&operands, &values, table)
    return values
  }

  /// Returns a condition that holds where 2^k is a normal number; nan is left out as well.
  @inline(__always)
  static func isTame(_ x: Pack) -> PackMask { (x .> -708) .& (x .< 709) }

  /// The parts of e^x = 2^k · root · (1 + tail) · e^r.
  ///
  /// - Parameter stepsPerUnit: The number of that name, or 0 where r is to be x itself.
  /// - Returns: The root 2^(i/128); the error of its rounding, relative to it; r; and bits that end with those of
  ///   k·128 + i.
  @inline(__always)
  static func parts(
    _ x: Pack, stepsPerUnit: Pack = Pack(repeating: stepsPerUnit), _ table: UnsafePointer<UInt64>
  ) -> (root: Pack, tail: Pack, r: Pack, bits: PackBits) {
    let shifted = x * stepsPerUnit + shift
    let bits = PackLogic.bits(shifted)
    let steps = shifted - shift
    let r = x - steps * step - steps * stepRest
    let index = bits & 127
    var root = index &<< 45
    var tail = PackBits()
    for lane in 0..<Pack.scalarCount {
      let entry = table + 2 &* Int(truncatingIfNeeded: index[lane])
      root[lane] &+= entry[0]
      tail[lane] = entry[1]
    }
    return (PackLogic.numbers(root), PackLogic.numbers(tail), r, bits)
  }

  /// Returns 2^k · root, a normal number.
  @inline(__always)
  static func scale(_ root: Pack, _ bits: PackBits) -> Pack {
    PackLogic.numbers(PackLogic.bits(root) &+ ((bits &>> 7) &<< 52))
  }

  /// Returns (1 + tail)·e^r - 1.
  @inline(__always)
  static func rest(_ tail: Pack, _ r: Pack) -> Pack {
    let square = r * r
    let low: Pack = r * (1.0 / 6) + 0.5
    let high: Pack = r * (1.0 / 120) + 1.0 / 24
    return tail + r + square * low + square * square * high
  }

  /// Writes the values at edges.
  ///
  /// Packs go to another function by memory: by value they would go in pieces of two numbers, and so would all that is
  /// done to them before.
  @inline(never)
  private static func writeEdges(_ x: inout Pack, _ values: inout Pack, _ table: UnsafePointer<UInt64>) {
    let isTame = isTame(x)
    for lane in 0..<Pack.scalarCount where !isTame[lane] { values[lane] = edge(x[lane], table) }
  }

  /// Returns e^x where 2^k may be no normal number.
  static func edge(_ x: Double, _ table: UnsafePointer<UInt64>) -> Double {
    if x.isNaN { return x }
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    let parts = parts(Pack(repeating: x), table)
    return scaled(parts.root[0] + parts.root[0] * rest(parts.tail, parts.r)[0], parts.bits[0])
  }

  /// Returns 2^(k - less) · x, for any k.
  ///
  /// - Parameter bits: Bits that end with those of k·128 + i.
  @inline(__always)
  static func scaled(_ x: Double, _ bits: UInt64, less: Int = 0) -> Double {
    let k = Int(truncatingIfNeeded: Int64(bitPattern: bits &<< 32) &>> 39) &- less
    let half = k &>> 1
    return x * power(half) * power(k &- half)
  }

  /// Returns 2^k, a normal number.
  @inline(__always)
  private static func power(_ k: Int) -> Double { Double(bitPattern: UInt64(truncatingIfNeeded: k &+ 1023) &<< 52) }
}
