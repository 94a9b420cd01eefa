/// The numbers a derivative rule can be read over.
///
/// Over `Double` a rule is a number; over `Symbol` it is a graph that computes that number, or prints as a formula.
package protocol Field: SendableMetatype, ExpressibleByFloatLiteral where FloatLiteralType == Double {
  init(_ constant: Double)
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (operand: Self) -> Self
  static func apply(_ primitive: Primitive, _ x: Self) -> Self
  static func apply(_ primitive: Primitive, _ x: Self, _ y: Self) -> Self
  static func apply(_ primitive: Primitive, _ operands: [Self]) -> Self

  /// Whether this is known to be zero: for a symbol, the constant; for a number, its value.
  var isZero: Bool { get }
  /// A local derivative where the operation's output is `output`: outside its domain it is undefined as well.
  func defined(where output: Self) -> Self

  /// The table, with ties of `max` and `min` settled as asked.
  static func gates(_ ties: Ties) -> [Gate<Self>]
}

/// Which of several equal arguments of `max` or `min` the derivative goes to.
package enum Ties: String, CaseIterable, Sendable {
  /// 1/k to each of k.
  case split
  case first
  case last
}

extension Primitive {
  /// Lets a rule read as mathematics: `Primitive.cos(x)`.
  func callAsFunction<S: Field>(_ x: S) -> S { S.apply(self, x) }
  func callAsFunction<S: Field>(_ x: S, _ y: S) -> S { S.apply(self, x, y) }
  func callAsFunction<S: Field>(_ x: S, _ y: S, _ z: S) -> S { S.apply(self, [x, y, z]) }
}

extension Double: Field {
  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double) -> Double {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function): function(x)
    case .binary, .many: .nan
    }
  }

  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double, _ y: Double) -> Double {
    switch primitive {
    // Squares are too common for the detour over the table.
    case .power: return Scalar.power(x, y)
    case .powerSlope: return Scalar.powerSlope(x, y)
    default: break
    }
    return switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .binary(let function): function(x, y)
    case .many(let function): function([x, y])
    case .unary: .nan
    }
  }

  package static func apply(_ primitive: Primitive, _ operands: [Double]) -> Double {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function): function(operands[0])
    case .binary(let function): function(operands[0], operands[1])
    case .many(let function): function(operands)
    }
  }

  package func defined(where output: Double) -> Double { output.isNaN ? .nan : self }

  package static func gates(_ ties: Ties) -> [Gate<Double>] {
    ties == .split ? Gate<Double>.table : Gate<Double>.rows(ties)
  }
}

extension Gate<Double> {
  /// Made once: every evaluation at a point reads it.
  package static let table = rows(.split)
}
