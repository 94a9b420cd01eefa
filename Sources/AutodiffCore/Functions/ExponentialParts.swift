extension Exponential {
  /// Returns e^x as 2^exponent·scale·(1 + rest), with an error of 2^-60 of it, for a number from -10^6 to 10^6.
  @inline(__always)
  static func mantissa(_ x: Double) -> (scale: Double, rest: Double, exponent: Int) {
    table.withUnsafeBufferPointer {
      let parts = parts(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped)
      let exponent = Int(truncatingIfNeeded: Int64(bitPattern: parts.bits[0] &<< 32) &>> 39)
      return (parts.root[0], rest(parts.tail, parts.r)[0], exponent)
    }
  }

  /// Returns 2^exponent·x, for an exponent from -2000 to 2000.
  @inline(__always)
  static func scaled(_ x: Double, _ exponent: Int) -> Double {
    let half = exponent / 2
    return x * power(half) * power(exponent - half)
  }

  /// Returns 2^exponent.
  @inline(__always)
  private static func power(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: exponent &+ 1023) &<< 52)
  }
}
