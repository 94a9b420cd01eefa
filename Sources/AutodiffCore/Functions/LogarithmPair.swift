extension Logarithm {
  /// Returns log(x + rest), with an error of 2^-73, and of 2^-60 of it next to 1.
  ///
  /// - Parameters:
  ///   - x: A normal positive number.
  ///   - rest: A number below the last digits of x.
  static func pair(_ x: Double, _ rest: Double = 0) -> DoubleDouble {
    let (z, k, c, log, logRest) = entry(x)
    let (upper, lower) = DoubleDouble.halves(z)
    // Both products are exact.
    let r = DoubleDouble(sumOf: upper * c - 1, lower * c)
    let low = r.low + c * (rest * (z / x))
    let square = DoubleDouble(productOf: r.high, r.high)
    let near: Double = 1.0 / 3 - r.high * (1.0 / 4)
    let middle: Double = 1.0 / 5 - r.high * (1.0 / 6)
    let far: Double = 1.0 / 7 - r.high * (1.0 / 8) + square.high * (1.0 / 9)
    let series = near + square.high * (middle + square.high * far)
    let sum = DoubleDouble(sumOf: k * logTwo + log, r.high)
    let total = DoubleDouble(sumOf: sum.high, -0.5 * square.high)
    let small = (low - r.high * low) - 0.5 * square.low + r.high * square.high * series
    return DoubleDouble(total.high, rest: (sum.low + total.low) + (small + (k * logTwoRest + logRest)))
  }

  /// Returns log(x) as a sum of two, with an error of 2^-61; the second may be far above the last digit of the first.
  ///
  /// - Parameter x: A normal positive number.
  @inline(__always)
  static func parts(_ x: Double) -> (high: Double, low: Double) {
    let (z, k, c, log, logRest) = entry(x)
    let (upper, lower) = DoubleDouble.halves(z)
    let r = (upper * c - 1) + lower * c
    let square = r * r
    let near: Double = r * (1.0 / 3) - 1.0 / 2
    let middle: Double = r * (1.0 / 5) - 1.0 / 4
    let far: Double = r * (1.0 / 7) - 1.0 / 6 - square * (1.0 / 8)
    let whole = k * logTwo + log
    let sum = whole + r
    let lost = ((whole - sum) + r) + (k * logTwoRest + logRest)
    return (sum, lost + square * (near + square * (middle + square * far)))
  }

  /// Returns z and k with x = 2^k·z, and the entries for z.
  @inline(__always)
  private static func entry(
    _ x: Double
  ) -> (z: Double, k: Double, c: Double, log: Double, logRest: Double) {
    let above = x.bitPattern &- first
    let k = Double(Int(truncatingIfNeeded: Int64(bitPattern: above) &>> 52))
    let z = Double(bitPattern: x.bitPattern &- (above & 0xFFF0_0000_0000_0000))
    let place = 3 &* Int(truncatingIfNeeded: (above &>> 45) & 127)
    return table.withUnsafeBufferPointer {
      (
        z, k, Double(bitPattern: $0[place]), Double(bitPattern: $0[place &+ 1]), Double(bitPattern: $0[place &+ 2])
      )
    }
  }
}
