/// The rounding error of a primitive's value: the exact value at the operands less the value that was computed.
package enum RowRounding: Sendable {
  /// No error: the value is one of the operands, its negative or a whole number.
  case none
  /// An error of at most so many units in the last place.
  case ulps(Double)
  /// An error of at most so many units in the last place, and none where the operands and the value are whole.
  case ulpsUnlessWhole(Double)
  /// The error itself, by a formula that may be nan where it holds no longer.
  case known(@Sendable (_ operands: [Double], _ value: Double) -> Double)
}

extension RowRounding {
  static let sum = known { RoundingError.ofSum($0[0], $0[1], $1) }
  static let difference = known { RoundingError.ofSum($0[0], -$0[1], $1) }
  static let product = known { v, z in
    z == 0 ? v[0] == 0 || v[1] == 0 ? 0 : .nan : inRange(DoubleDouble(productOf: v[0], v[1]).low, z)
  }

  /// The remainder of a quotient q = x/y, which is a double, over y: x/y = q + (x - q·y)/y.
  ///
  /// Source: M. Pichat and J. Vignes, as in P. Langlois, "Automatic linear correction of rounding errors" (BIT 41, 2001).
  static let quotient = known { v, q in
    if q == 0 { return v[0] == 0 ? 0 : .nan }
    let product = DoubleDouble(productOf: q, v[1])
    return inRange(((v[0] - product.high) - product.low) / v[1], q)
  }

  /// The remainder of a root r, which is a double, over 2·r, likewise.
  static let root = known { v, r in
    if r == 0 { return 0 }
    let square = DoubleDouble(productOf: r, r)
    return inRange(((v[0] - square.high) - square.low) / (2 * r), r)
  }

  /// The error of a power with a small whole exponent, from products of twice as many digits.
  static let power = known { v, z in
    // Those of 0 and 1 are exact.
    if v[0] == 1 || v[0] == 0 && z == 0 { return 0 }
    return inRange((wholePower(v[0], v[1]) - DoubleDouble(z)).high, z)
  }

  /// The same of y·x^(y-1).
  static let powerSlope = known { v, z in
    if v[1] == 0 { return 0 }
    return inRange((wholePower(v[0], v[1] - 1) * v[1] - DoubleDouble(z)).high, z)
  }

  private static let mostFactors = 64.0

  private static func wholePower(_ x: Double, _ exponent: Double) -> DoubleDouble {
    guard exponent == exponent.rounded(), exponent.magnitude <= mostFactors else { return DoubleDouble(.nan) }
    var (power, square, rest) = (DoubleDouble(1), DoubleDouble(x), Int(exponent.magnitude))
    while rest > 0 {
      if rest & 1 == 1 { power = power * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return exponent < 0 ? DoubleDouble(1) / power : power
  }

  /// Returns an error, nan where the value is so small that the last place of the error is none of a double.
  private static func inRange(_ error: Double, _ value: Double) -> Double {
    value.magnitude < 0x1p-960 && !(value == 0 && error == 0) ? .nan : error
  }
}

extension Gate {
  /// The rounding error of the value; of an operation on whole arrays nothing is known from its row.
  var rounding: RowRounding {
    if let rounding = description.rounding { return rounding }
    if derivative.isNone || selects { return .none }
    return switch computation {
    case .native: .ulps(isHidden ? 4 : 1)
    // Of a form, the few units that its steps may add up to.
    case .form, .formAndValue: .ulps(4)
    case .array: .ulps(.nan)
    }
  }
}

extension RowRounding {
  /// Returns the error at these operands, or a bound on its size where the row does not know it.
  func error(_ operands: [Double], _ value: Double) -> (size: Double, isKnown: Bool) {
    guard value.isFinite else { return (0, true) }
    switch self {
    case .none: return (0, true)
    case .ulps(let count): return Self.isTrivial(operands, value) ? (0, true) : (count * value.ulp, false)
    case .ulpsUnlessWhole(let count):
      let isWhole = operands.allSatisfy(Self.isWhole) && Self.isWhole(value)
      return isWhole ? (0, true) : (count * value.ulp, false)
    case .known(let formula):
      let error = formula(operands, value)
      return error.isFinite ? (error, true) : (value.ulp, false)
    }
  }

  /// Returns a Boolean value indicating whether a number is whole, and its neighbours are doubles, too.
  private static func isWhole(_ value: Double) -> Bool { value == value.rounded() && value.magnitude <= 0x1p53 }

  /// Returns a Boolean value indicating whether a value is exact by its operands: e^0, sin(0), log(1), atan2(0, 2).
  private static func isTrivial(_ operands: [Double], _ value: Double) -> Bool {
    if value == 0 { return operands.contains(0) || operands == [1] }
    return value == value.rounded() && operands.allSatisfy { $0 == 0 }
  }
}
