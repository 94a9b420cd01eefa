/// Logarithms to other bases, and of sums: exact where they can be, with an error below 0.75 ulp.
extension Logarithm {
  /// Returns the logarithm to base 2.
  static func log2(_ x: Double) -> Double { log(x, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56) }

  /// Returns the logarithm to base 10.
  static func log10(_ x: Double) -> Double { log(x, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57) }

  /// Returns the logarithm times a factor, which is given with its rounding error.
  @inline(__always)
  private static func log(_ x: Double, _ factor: Double, _ rest: Double) -> Double {
    guard x >= 0x1p-1022, x < .infinity else { return edge(x, factor, rest) }
    return normal(x, exponent: 0, factor, rest)
  }

  @inline(__always)
  private static func normal(_ x: Double, exponent: Double, _ factor: Double, _ rest: Double) -> Double {
    let (high, low) = parts(x, exponent: exponent)
    let product = high * factor
    return product + (RoundingError.ofProduct(high, factor, product) + (high * rest + low * factor))
  }

  @inline(never)
  private static func edge(_ x: Double, _ factor: Double, _ rest: Double) -> Double {
    if x > 0, x < .infinity { return normal(x * 0x1p54, exponent: -54, factor, rest) }
    return log(x)
  }

  /// Returns the logarithm of 2^exponent·(x + rest) for a normal positive number and a rest below its last digit.
  @inline(__always)
  static func log(_ x: Double, plus rest: Double, exponent: Double = 0) -> Double {
    let (high, low) = parts(x, exponent: exponent, plus: rest / x)
    return high + low
  }

  @inline(__always)
  private static func parts(
    _ x: Double, exponent: Double, plus rest: Double = 0
  ) -> (high: Double, low: Double) {
    table.withUnsafeBufferPointer {
      let parts = parts(Pack(repeating: x), $0.baseAddress.unsafelyUnwrapped, exponent: exponent)
      return (parts.high[0], (parts.low[0] + rest) + parts.series[0])
    }
  }
}
