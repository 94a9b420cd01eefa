/// How tightly an operator binds, loosest first.
enum Precedence: UInt8, Comparable {
  case lowest, disjunction, conjunction, negation, comparison, sum, product, power

  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .power }

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}

extension Parser {
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
  var isComparison: Bool { Operator.less.rawValue...Operator.notEqual.rawValue ~= rawValue }
  var takesConditions: Bool { self == .and || self == .or || self == .not }
  var isCondition: Bool { isComparison || takesConditions }
}
