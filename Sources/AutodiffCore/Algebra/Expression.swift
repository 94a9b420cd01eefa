/// A number that is a term of algebra: whatever is written over a `Field`, a rule or a whole sweep, gives simplified
/// expressions when it is read over these.
package enum Expression: Field {
  /// Of a rule, which knows no algebra.
  case number(Coefficient)
  /// What rules make of numbers alone.
  case array(Tensor)
  case term(Algebra.ID, Algebra)

  package init(_ constant: Double) { self = .number(Coefficient(constant)) }
  package init(floatLiteral value: Double) { self.init(value) }

  private init(_ tensor: Tensor) {
    if case .scalar(let value) = tensor { self.init(value) } else { self = .array(tensor) }
  }

  package var isZero: Bool {
    switch self {
    case .number(let value): value.isZero
    case .array(let value): value.isZero
    case .term(let id, let algebra): algebra.isZero(id)
    }
  }

  private var isHalf: Bool { if case .number(let value) = self { value.value == 0.5 } else { false } }

  package func defined(where output: Expression) -> Expression { self }

  // MARK: - Operators

  package static func + (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x + y) }
    return combine([left, right], { $0[0] + $0[1] }) { $0.add($1[0], $1[1]) }
  }

  package static func - (left: Expression, right: Expression) -> Expression { left + -right }

  package static func * (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x * y) }
    return combine([left, right], { $0[0] * $0[1] }) { $0.multiply($1[0], $1[1]) }
  }

  package static func / (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x / y) }
    return combine([left, right], { $0[0] / $0[1] }) { $0.divide($1[0], $1[1]) }
  }

  package static prefix func - (operand: Expression) -> Expression { .number(Coefficient(-1)) * operand }

  package static func apply(_ primitive: Primitive, _ x: Expression) -> Expression { apply(primitive, [x]) }

  package static func apply(_ primitive: Primitive, _ x: Expression, _ y: Expression) -> Expression {
    apply(primitive, [x, y])
  }

  package static func apply(_ primitive: Primitive, _ operands: [Expression]) -> Expression {
    if let spelt = spelling(primitive, operands) { return spelt }
    return combine(operands, { Tensor.apply(primitive, $0) }) { $0.apply(primitive, $1) }
  }

  /// A factor of some derivative in functions that the language has, without what cancels where it can be helped.
  private static func spelling(_ primitive: Primitive, _ x: [Expression]) -> Expression? {
    switch primitive {
    case .sigmaSlope: return Primitive.sigma(x[0]) * Primitive.sigma(-x[0])
    case .sechSquared: return Primitive.power(Primitive.cosh(x[0]), -2.0)
    case .gaussian where x[0].isHalf: return Primitive.exp(-Primitive.power(x[1], 2.0) / 2.0)
    case .normalCDF: return Primitive.erfc(-x[0] / Primitive.sqrt(2.0)) / 2.0
    default:
      let row = Gate<Expression>.table[Int(primitive.rawValue)]
      return row.isHidden ? row.shownDefinition?(x) : nil
    }
  }

  package static func gates(_ ties: Ties) -> [Gate<Expression>] {
    ties == .split ? Gate<Expression>.table : Gate<Expression>.readable(ties)
  }

  // MARK: - Arrays

  package static var isShaped: Bool { true }

  package var shape: Shape {
    switch self {
    case .number: .scalar
    case .array(let value): value.shape
    case .term(let id, let algebra): algebra.shape(id)
    }
  }

  package static func apply(_ operation: ArrayOperation, _ operands: [Expression]) -> Expression {
    combine(operands, { Tensor.apply(operation, $0) }) { $0.apply(operation, $1) }
  }

  package func unbroadcast(to shape: Shape) -> Expression {
    if shape == self.shape { return self }
    return Expression.combine([self], { $0[0].unbroadcast(to: shape) }) { algebra, ids in
      let own = algebra.shape(ids[0])
      return own.rank <= shape.rank && own.count <= shape.count
        ? algebra.spread(ids[0], to: shape) : algebra.summed(ids[0], to: shape)
    }
  }

  /// Choices among numbers route by themselves.
  package func masked(by other: Expression) -> Expression { self }

  package static func transposedProduct(_ matrix: Expression, _ vector: Expression) -> Expression {
    matrix.transposed.matmul(vector)
  }

  package static func carry(_ tangent: Expression, _ local: Expression) -> Expression { tangent * local }

  /// Numbers and arrays of numbers become terms where they meet one.
  private static func combine(
    _ operands: [Expression], _ fold: ([Tensor]) -> Tensor, _ body: (Algebra, [Algebra.ID]) -> Algebra.ID
  ) -> Expression {
    let algebra = operands.lazy.compactMap { if case .term(_, let algebra) = $0 { algebra } else { nil } }.first
    guard let algebra else { return Expression(fold(operands.map(\.constant))) }
    return .term(body(algebra, operands.map { $0.id(in: algebra) }), algebra)
  }

  private var constant: Tensor {
    switch self {
    case .number(let value): .scalar(value.value)
    case .array(let value): value
    case .term: .scalar(.nan)
    }
  }

  func id(in algebra: Algebra) -> Algebra.ID {
    switch self {
    case .number(let value): algebra.constant(value)
    case .array(let value): algebra.constant(value)
    case .term(let id, _): id
    }
  }
}

extension Gate<Expression> {
  static let table = readable(.split)

  /// With the shares of two arguments of `max` and `min` as a person would write them: if(x > y, 1, if(x == y, 1/2, 0)).
  fileprivate static func readable(_ ties: Ties) -> [Gate<Expression>] {
    var rows = Gate<Expression>.rows(ties)
    for (extremum, wins, winsTie) in [
      (Primitive.max, Primitive.greater, Primitive.greaterEqual), (.min, .less, .lessEqual),
    ] {
      rows[Int(extremum.rawValue)].selects = true
      rows[Int(extremum.rawValue)].derivative = .many { operands, output in
        guard operands.count == 2 else { return Extremum.shares(operands, output, ties) }
        return [0, 1].map { place -> Expression in
          let (own, other) = (operands[place], operands[1 - place])
          switch ties {
          case .split:
            let half = Expression.number(.one / Coefficient(2))
            // Both ask the same, so that they become one where they meet.
            let (here, there): (Expression, Expression) = place == 0 ? (1.0, 0.0) : (0.0, 1.0)
            let tie = Primitive.choose(Primitive.equal(operands[0], operands[1]), half, there)
            return Primitive.choose(wins(operands[0], operands[1]), here, tie)
          case .first: return (place == 0 ? winsTie : wins)(own, other)
          case .last: return (place == 1 ? winsTie : wins)(own, other)
          }
        }
      }
    }
    return rows
  }
}

extension Algebra {
  /// Numbers that rules know by their digits have a spelling that says more.
  func constant(_ value: Coefficient) -> ID {
    let two = number(Coefficient(2))
    switch value.value {
    case Double.pi: return named(.pi)
    case 2 * Double.pi: return multiply(Coefficient(2), named(.pi))
    case Constant.e.rawValue: return named(.e)
    case Scalar.log2e: return power(apply(.log, [two]), -1)
    case Scalar.log10e: return power(apply(.log, [number(Coefficient(10))]), -1)
    case Scalar.twoOverSqrtPi: return multiply(Coefficient(2), power(apply(.sqrt, [named(.pi)]), -1))
    case -Scalar.twoOverSqrtPi: return multiply(Coefficient(-2), power(apply(.sqrt, [named(.pi)]), -1))
    case Scalar.inverseSqrtTwoPi:
      return power(apply(.sqrt, [multiply(Coefficient(2), named(.pi))]), -1)
    case 2.0.squareRoot(): return apply(.sqrt, [two])
    default: return number(value)
    }
  }

  func constant(_ value: Tensor) -> ID {
    let shape = value.shape
    let elements = value.elements
    if let first = elements.first, elements.allSatisfy({ $0 == first }) { return fill(Coefficient(first), shape) }
    if shape.rank == 2, shape.lengths[0] == shape.lengths[1], value == .identity(shape.lengths[0]) {
      return intern(.array(.eye, .none, shape, []), shape)
    }
    return list(elements.map { number(Coefficient($0)) }, shape)
  }

  /// Where an input has taken the name of a constant it is a number like any other.
  private func named(_ constant: Constant) -> ID {
    inputs["\(constant)"] != nil ? number(Coefficient(constant.rawValue)) : intern(.named(constant), .scalar)
  }
}
