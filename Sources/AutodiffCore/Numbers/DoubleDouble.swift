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
  init(sumOf x: Double, _ y: Double) {
    high = x + y
    let added = high - x
    low = (x - (high - added)) + (y - added)
  }

  /// Creates the exact product of two doubles, but for underflow.
  init(productOf x: Double, _ y: Double) {
    high = x * y
    low = (-high).addingProduct(x, y)
  }

  /// Creates a number from a double and a rest that may reach into its digits.
  private init(_ high: Double, rest: Double) {
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

  static func / (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let quotient = left.high / right.high
    let product = DoubleDouble(productOf: quotient, right.high)
    return DoubleDouble(
      quotient, rest: ((left.high - product.high) - product.low + left.low - quotient * right.low) / right.high)
  }
}
