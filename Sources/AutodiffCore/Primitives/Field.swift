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
  static func apply(_ primitive: Primitive, _ x: Self, _ y: Self, _ z: Self) -> Self
  static func apply(_ primitive: Primitive, _ operands: [Self]) -> Self
  /// The function over numbers that a form is; only numbers can tell.
  static func value(of form: Form<Self>) -> Value

  /// Whether this is known to be zero: for a symbol, the constant; for a number, its value.
  var isZero: Bool { get }
  /// A local derivative where the operation's output is `output`: outside its domain it is undefined as well.
  func defined(where output: Self) -> Self

  /// The table, with ties of `max` and `min` settled as asked.
  static func gates(_ ties: Ties) -> [Gate<Self>]

  // Arrays. What follows is trivial where values are single numbers.

  /// Whether values can be arrays: known when code is specialised, so that a sweep over doubles has no trace of them.
  static var isShaped: Bool { get }
  var shape: Shape { get }
  static func apply(_ operation: ArrayOperation, _ operands: [Self]) -> Self
  /// Returns this in a shape that it broadcasts from or to: summed over the axes that broadcasting added, as the adjoint
  /// of a broadcast operand is, or broadcast.
  func unbroadcast(to shape: Shape) -> Self
  /// 0 where `other` is, whatever stood there.
  func masked(by other: Self) -> Self
  /// tangent · local; where an element of the tangent is 0, nothing is carried, not even 0 · inf.
  static func carry(_ tangent: Self, _ local: Self) -> Self
  /// matrixᵀ @ vector, which a number need not transpose the matrix for.
  static func transposedProduct(_ matrix: Self, _ vector: Self) -> Self
}

/// One operation on whole arrays: which, what it is told beside its operands, and the shape of its result.
package struct ArrayOperation: Sendable {
  package var primitive: Primitive
  package var setting: Setting
  package var shape: Shape

  package init(_ primitive: Primitive, _ setting: Setting = .none, shape: Shape) {
    self.primitive = primitive
    self.setting = setting
    self.shape = shape
  }
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
  func callAsFunction<S: Field>(_ x: S, _ y: S, _ z: S) -> S { S.apply(self, x, y, z) }
}

extension Field {
  package static func apply(_ primitive: Primitive, _ x: Self, _ y: Self, _ z: Self) -> Self {
    apply(primitive, [x, y, z])
  }

  package static func value(of form: Form<Self>) -> Value { .unary { _ in .nan } }
}

extension Field {
  /// Returns y·x^(y-1), the derivative of x^y by x.
  @inline(__always)
  static func powerSlope(_ x: Self, _ y: Self) -> Self { Primitive.powerSlope(x, y) }

  /// Returns the result of a gate with two operands, of which arithmetic is too common for a call.
  @inline(__always)
  static func binary(_ primitive: Primitive, _ x: Self, _ y: Self) -> Self {
    if primitive == .add { return x + y }
    if primitive == .subtract { return x - y }
    if primitive == .multiply { return x * y }
    if primitive == .divide { return x / y }
    return apply(primitive, x, y)
  }
}

extension Double: Field {
  // Forms and rules name their gates, so the tests for those that are plain arithmetic, or in most forms, are settled
  // when the code is compiled, and no call goes by way of the table.

  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double) -> Double {
    if primitive == .exp { return Scalar.exp(x) }
    if primitive == .abs { return fabs(x) }
    if primitive == .not { return x == 0 ? 1 : 0 }
    return switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function): function(x)
    case .binary, .many, .array: .nan
    }
  }

  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double, _ y: Double) -> Double {
    if primitive == .power { return Scalar.power(x, y) }
    if primitive == .powerSlope { return Scalar.powerSlope(x, y) }
    if primitive == .less { return x < y ? 1 : 0 }
    if primitive == .lessEqual { return x <= y ? 1 : 0 }
    if primitive == .greater { return x > y ? 1 : 0 }
    if primitive == .greaterEqual { return x >= y ? 1 : 0 }
    if primitive == .equal { return x == y ? 1 : 0 }
    if primitive == .and { return x != 0 && y != 0 ? 1 : 0 }
    if primitive == .or { return x != 0 || y != 0 ? 1 : 0 }
    return switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .binary(let function): function(x, y)
    case .many(let function): function([x, y])
    case .unary, .array: .nan
    }
  }

  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double, _ y: Double, _ z: Double) -> Double {
    if primitive == .choose { return x != 0 ? y : z }
    return apply(primitive, [x, y, z])
  }

  package static func apply(_ primitive: Primitive, _ operands: [Double]) -> Double {
    Gate<Double>.table[Int(primitive.rawValue)].value.apply(operands)
  }

  package static func value(of form: Form<Double>) -> Value { Value(form) }

  package func defined(where output: Double) -> Double { output.isNaN ? .nan : self }

  package static func gates(_ ties: Ties) -> [Gate<Double>] {
    ties == .split ? Gate<Double>.table : Gate<Double>.rows(ties)
  }

  @inline(__always) package static var isShaped: Bool { false }
  package var shape: Shape { .scalar }
  package static func apply(_ operation: ArrayOperation, _ operands: [Double]) -> Double { .nan }
  @inline(__always) package func unbroadcast(to shape: Shape) -> Double { self }
  @inline(__always) package func masked(by other: Double) -> Double { other == 0 ? 0 : self }
  @inline(__always) package static func carry(_ tangent: Double, _ local: Double) -> Double { tangent * local }
  package static func transposedProduct(_ matrix: Double, _ vector: Double) -> Double { .nan }
}

extension Gate<Double> {
  /// Made once: every evaluation at a point reads it.
  package static let table = rows(.split)
}
