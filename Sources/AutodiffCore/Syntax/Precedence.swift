/// The levels of precedence of operators, the loosest first.
enum Precedence: UInt8, Comparable {
  case lowest, disjunction, conjunction, negation, comparison, sum, product, power

  /// The next tighter level.
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .power }

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension Parser {
  /// Returns the binary operator that a kind of token stands for, with its precedence; nil if it stands for none.
  @inline(__always)
  static func binary(_ kind: Token.Kind) -> (Operator, Precedence)? {
    switch kind {
    case .plus: (.add, .sum)
    case .minus: (.subtract, .sum)
    case .times: (.multiply, .product)
    case .divide: (.divide, .product)
    case .at: (.matrixMultiply, .product)
    case .less: (.less, .comparison)
    case .lessEqual: (.lessEqual, .comparison)
    case .greater: (.greater, .comparison)
    case .greaterEqual: (.greaterEqual, .comparison)
    case .equal: (.equal, .comparison)
    case .notEqual: (.notEqual, .comparison)
    case .and: (.and, .conjunction)
    case .or: (.or, .disjunction)
    default: nil
    }
  }
}

extension Operator {
  /// A Boolean value indicating whether the operator compares two values.
  var isComparison: Bool { Operator.less.rawValue...Operator.notEqual.rawValue ~= rawValue }
  /// A Boolean value indicating whether the operands are conditions.
  var takesConditions: Bool { self == .and || self == .or || self == .not }
  /// A Boolean value indicating whether the result is a condition.
  var isCondition: Bool { isComparison || takesConditions }
}
