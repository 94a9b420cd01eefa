/// The numbers over which rules and sweeps are read.
///
/// Over `Double` a rule gives a number, over `Tensor` an array; over `Symbol` it builds a graph that computes them, and
/// over `Expression` a formula.
package protocol Field: SendableMetatype, ExpressibleByFloatLiteral where FloatLiteralType == Double {
  /// Creates a constant.
  init(_ constant: Double)
  /// Returns the sum, with broadcasting.
  static func + (left: Self, right: Self) -> Self
  /// Returns the difference, with broadcasting.
  static func - (left: Self, right: Self) -> Self
  /// Returns the product element by element, with broadcasting.
  static func * (left: Self, right: Self) -> Self
  /// Returns the quotient element by element, with broadcasting.
  static func / (left: Self, right: Self) -> Self
  /// Returns the negative.
  static prefix func - (operand: Self) -> Self
  /// Returns a primitive of one operand, element by element.
  static func apply(_ primitive: Primitive, _ x: Self) -> Self
  /// Returns a primitive of two operands, element by element.
  static func apply(_ primitive: Primitive, _ x: Self, _ y: Self) -> Self
  /// Returns a primitive of three operands, element by element.
  static func apply(_ primitive: Primitive, _ x: Self, _ y: Self, _ z: Self) -> Self
  /// Returns a primitive of any operands, element by element.
  static func apply(_ primitive: Primitive, _ operands: [Self]) -> Self
  /// Returns one of two numbers by a condition; a number that is known works out only the one that is chosen.
  static func choose(_ condition: Self, _ value: @autoclosure () -> Self, _ other: @autoclosure () -> Self) -> Self
  /// Returns the function over numbers that a form is; only numbers can tell.
  static func value(of form: Form<Self>) -> Value

  /// A Boolean value indicating whether this is known to be zero: for a tracer whether it is the constant, for a number
  /// whether it is its value.
  var isZero: Bool { get }
  /// Returns a local derivative of an operation whose value is `output`: undefined outside the domain, where the value
  /// is nan.
  func defined(where output: Self) -> Self
  /// Returns a Boolean value indicating whether the operands of a choice are a derivative that was marked as undefined
  /// where a value is nan; only symbols can tell.
  static func isMarked(_ operands: [Self]) -> Bool

  /// Returns upstream · local as `value`, or as `other` says where the local derivative alone has left the range of
  /// doubles, which only numbers can tell.
  ///
  /// - Parameter isPlain: A Boolean value indicating whether `other` is the product as well, as it is for most rows.
  static func inRange(_ value: Self, _ local: Self, isPlain: Bool, _ other: () -> Self) -> Self

  /// Returns the table of rows, by the primitives' raw values, with ties of `max` and `min` settled in the given way.
  static func gates(_ ties: Ties) -> [Gate<Self>]

  // MARK: Arrays, trivial where values are single numbers

  /// A Boolean value indicating whether values can be arrays. It is known when code is specialised, so that a sweep
  /// over doubles has no trace of them.
  static var isShaped: Bool { get }
  /// The lengths of the axes; none for a number.
  var shape: Shape { get }
  /// Returns an operation on whole arrays, in the shape that it names.
  static func apply(_ operation: ArrayOperation, _ operands: [Self]) -> Self
  /// Returns this in a shape that it broadcasts from or to: summed over the axes that broadcasting added, as the
  /// adjoint of a broadcast operand is, or broadcast.
  func unbroadcast(to shape: Shape) -> Self
  /// Returns this where `other` is not 0, and 0 elsewhere, even for elements that are not finite.
  func masked(by other: Self) -> Self
  /// Returns tangent · local; where an element of the tangent is 0, nothing is carried, not even 0 · inf.
  static func carry(_ tangent: Self, _ local: Self) -> Self
  /// Returns lanes divided by their lengths, the derivative of these; 0 where a length is 0.
  static func directions(_ lanes: Self, lengths: Self, _ setting: Setting) -> Self
  /// Returns matrixᵀ @ vector, for which numbers need not transpose the matrix.
  static func transposedProduct(_ matrix: Self, _ vector: Self) -> Self
  /// Returns left @ rightᵀ for two matrices, of which numbers need not transpose one.
  static func product(_ left: Self, transposed right: Self) -> Self
  /// Returns leftᵀ @ right for two matrices, of which numbers need not transpose one.
  static func product(transposed left: Self, _ right: Self) -> Self
  /// This as the first part of an adjoint: the sum of 0 and it, in which no 0 is negative.
  var positiveZeros: Self { get }
  /// Adds the part of an operand's adjoint that comes from the output's to the adjoint in its place.
  ///
  /// - Returns: A Boolean value indicating whether it did: where the part is small against the whole, and known.
  static func add(_ upstream: Self, along edge: ArrayEdge<Self>, to adjoint: inout Self) -> Bool
  /// Returns the x with matrixᵀ @ x = right, which numbers find by the matrix's own factors.
  static func transposedSolution(_ matrix: Self, _ right: Self) -> Self
}

/// An operation on whole arrays: the primitive, its setting, and the shape of its result.
package struct ArrayOperation: Sendable {
  /// The primitive.
  package var primitive: Primitive
  /// The setting beside the operands, such as an axis.
  package var setting: Setting
  /// The shape of the result.
  package var shape: Shape

  /// Creates an operation.
  package init(_ primitive: Primitive, _ setting: Setting = .none, shape: Shape) {
    self.primitive = primitive
    self.setting = setting
    self.shape = shape
  }
}

/// The way in which several equal arguments of `max` or `min` share the derivative.
package enum Ties: String, CaseIterable, Sendable {
  /// Each of k equal arguments gets 1/k of it.
  case split
  /// The first of them gets all of it.
  case first
  /// The last of them gets all of it.
  case last
}

extension Primitive {
  /// Returns the primitive of a number, so that a rule reads as mathematics: `Primitive.cos(x)`.
  @inline(__always)
  func callAsFunction<S: Field>(_ x: S) -> S { S.apply(self, x) }
  @inline(__always)
  func callAsFunction<S: Field>(_ x: S, _ y: S) -> S { S.apply(self, x, y) }
  @inline(__always)
  func callAsFunction<S: Field>(_ x: S, _ y: S, _ z: S) -> S { S.apply(self, x, y, z) }
}

extension Field {
  /// Returns a primitive of three operands, element by element.
  package static func apply(_ primitive: Primitive, _ x: Self, _ y: Self, _ z: Self) -> Self {
    apply(primitive, [x, y, z])
  }

  /// Returns a function that is nan everywhere, for tracers, which have no values.
  package static func choose(
    _ condition: Self, _ value: @autoclosure () -> Self, _ other: @autoclosure () -> Self
  ) -> Self {
    apply(.choose, condition, value(), other())
  }

  package static func value(of form: Form<Self>) -> Value { .unary { _ in .nan } }

  package static func isMarked(_ operands: [Self]) -> Bool { false }

  package static func directions(_ lanes: Self, lengths: Self, _ setting: Setting) -> Self {
    Primitive.ratio(lanes, lengths.expand(setting, to: lanes.shape))
  }

  package static func transposedSolution(_ matrix: Self, _ right: Self) -> Self { matrix.transposed.solve(right) }

  package static func product(_ left: Self, transposed right: Self) -> Self { left.matmul(right.transposed) }

  package static func product(transposed left: Self, _ right: Self) -> Self { left.transposed.matmul(right) }

  package var positiveZeros: Self { 0.0 + self }

  package static func add(_ upstream: Self, along edge: ArrayEdge<Self>, to adjoint: inout Self) -> Bool { false }

  /// Returns the product as it is.
  @inline(__always)
  package static func inRange(_ value: Self, _ local: Self, isPlain: Bool, _ other: () -> Self) -> Self { value }
}

extension Field {
  /// Returns the derivative of x^y by x, y·x^(y-1).
  @inline(__always)
  static func powerSlope(_ x: Self, _ y: Self) -> Self { Primitive.powerSlope(x, y) }

  /// Returns the result of a primitive of two operands, of which arithmetic is too common for a call.
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

  /// Returns the value of a primitive of one operand; nan if it has more.
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

  /// Returns the value of a primitive of two operands; nan if it cannot have two.
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

  /// Returns the value of a primitive of three operands.
  @inline(__always)
  package static func apply(_ primitive: Primitive, _ x: Double, _ y: Double, _ z: Double) -> Double {
    if primitive == .choose { return x != 0 ? y : z }
    return apply(primitive, [x, y, z])
  }

  /// Returns the value of a primitive of any operands; nan for an operation on arrays.
  package static func apply(_ primitive: Primitive, _ operands: [Double]) -> Double {
    Gate<Double>.table[Int(primitive.rawValue)].value.apply(operands)
  }

  /// Returns the function that a form is.
  @inline(__always)
  package static func choose(
    _ condition: Double, _ value: @autoclosure () -> Double, _ other: @autoclosure () -> Double
  ) -> Double {
    condition != 0 ? value() : other()
  }

  package static func value(of form: Form<Double>) -> Value { Value(form) }

  /// Returns a local derivative, or nan if the operation's value is nan.
  package func defined(where output: Double) -> Double { output.isNaN ? .nan : self }

  /// Returns the product, or the other one where it is a number besides 0 and the local derivative has left the range.
  @inline(__always)
  package static func inRange(_ value: Double, _ local: Double, isPlain: Bool, _ other: () -> Double) -> Double {
    guard local.isAtRange else { return value }
    let product = other()
    return product.isNaN || product == 0 ? value : product
  }

  /// Returns the table of rows, by the primitives' raw values.
  package static func gates(_ ties: Ties) -> [Gate<Double>] {
    ties == .split ? Gate<Double>.ofNumbers : Gate<Double>.rows(ties, of: Primitive.ofNumbers)
  }

  /// A Boolean value indicating that these are no arrays.
  @inline(__always) package static var isShaped: Bool { false }
  /// The shape of a number.
  package var shape: Shape { .scalar }
  /// Returns nan: a number is no operand of an operation on arrays.
  package static func apply(_ operation: ArrayOperation, _ operands: [Double]) -> Double { .nan }
  /// Returns the number itself, which has one shape only.
  @inline(__always) package func unbroadcast(to shape: Shape) -> Double { self }
  /// Returns the number, or 0 if `other` is 0.
  @inline(__always) package func masked(by other: Double) -> Double { other == 0 ? 0 : self }
  /// Returns tangent · local; sweeps leave out tangents that are absent.
  @inline(__always) package static func carry(_ tangent: Double, _ local: Double) -> Double { tangent * local }
  /// Returns nan: a number is no matrix.
  package static func transposedProduct(_ matrix: Double, _ vector: Double) -> Double { .nan }
}

extension Gate<Double> {
  /// The rows over numbers, with ties of `max` and `min` split.
  package static var table: NumberTable { NumberTable() }

  /// The rows of the primitives that work on numbers; made once, since every evaluation reads them.
  fileprivate static let ofNumbers = rows(.split, of: Primitive.ofNumbers)

  /// The rows of the operations on whole arrays, which take longer to make than a short call takes, and which it does
  /// not need.
  fileprivate static let ofArrays = rows(.split, of: Primitive.ofArrays)
}

/// The rows over numbers, by the primitives' raw values.
package struct NumberTable: Sendable {
  package subscript(place: Int) -> Gate<Double> {
    @inline(__always)
    _read {
      let numbers = Primitive.ofNumbers.count
      if place < numbers {
        yield Gate<Double>.ofNumbers[place]
      } else {
        yield Gate<Double>.ofArrays[place - numbers]
      }
    }
  }
}
