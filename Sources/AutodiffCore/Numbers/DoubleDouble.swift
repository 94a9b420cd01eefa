/// A number as the sum of two doubles, the second of which is below the first one's last digit: some 32 digits.
///
/// Source: T. J. Dekker, "A floating-point technique for extending the available precision" (Numer. Math. 18, 1971).
struct DoubleDouble {
  /// The number, rounded to a double.
  private(set) var high: Double
  /// The rest.
  private(set) var low: Double

  /// Creates a number that a double holds.
  init(_ value: Double) {
    high = value
    low = 0
  }

  /// Creates the exact sum of two doubles.
  ///
  /// Source: D. E. Knuth, The Art of Computer Programming 2, §4.2.2, theorem B.
  @inline(__always)
  init(sumOf x: Double, _ y: Double) {
    high = x + y
    let added = high - x
    low = (x - (high - added)) + (y - added)
  }

  /// Creates the exact product of two doubles, but for underflow.
  ///
  /// An instruction for it is not to be found on every processor.
  @inline(__always)
  init(productOf x: Double, _ y: Double) {
    let (upper, lower) = Self.halves(x)
    let (otherUpper, otherLower) = Self.halves(y)
    high = x * y
    // Each of the sums is exact.
    let error = (upper * otherUpper - high) + (upper * otherLower + lower * otherUpper) + lower * otherLower
    // Next to the greatest doubles a part may be too great.
    low = error.isFinite ? error : (-high).addingProduct(x, y)
  }

  /// Returns a double as the sum of two with 26 digits, whose products with others of that kind are exact.
  @inline(__always)
  static func halves(_ x: Double) -> (upper: Double, lower: Double) {
    let upper = Double(bitPattern: (x.bitPattern &+ 0x400_0000) & 0xFFFF_FFFF_F800_0000)
    return (upper, x - upper)
  }

  /// Creates a number from a double and a rest that may reach into its digits.
  @inline(__always)
  init(_ high: Double, rest: Double) {
    self.high = high + rest
    low = rest - (self.high - high)
  }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let sum = DoubleDouble(sumOf: left.high, right.high)
    return DoubleDouble(sum.high, rest: sum.low + left.low + right.low)
  }

  static prefix func - (operand: DoubleDouble) -> DoubleDouble {
    var result = operand
    result.high = -operand.high
    result.low = -operand.low
    return result
  }

  static func - (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble { left + -right }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let product = DoubleDouble(productOf: left.high, right.high)
    return DoubleDouble(product.high, rest: product.low + (left.high * right.low + left.low * right.high))
  }

  @inline(__always)
  static func * (left: DoubleDouble, right: Double) -> DoubleDouble {
    let product = DoubleDouble(productOf: left.high, right)
    return DoubleDouble(product.high, rest: product.low + left.low * right)
  }

  static func / (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let quotient = left.high / right.high
    let product = DoubleDouble(productOf: quotient, right.high)
    return DoubleDouble(
      quotient, rest: ((left.high - product.high) - product.low + left.low - quotient * right.low) / right.high)
  }
}
