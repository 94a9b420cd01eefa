/// A number that is a term of algebra: a rule or a whole sweep, written over a `Field`, gives simplified expressions
/// when it is read over these.
package enum Expression: Field {
  /// A number in a rule, before it meets a term.
  case number(Coefficient)
  /// An array that a rule makes of numbers alone.
  case array(Tensor)
  /// A term, with the store that it is in.
  case term(Algebra.ID, Algebra)

  /// Creates the expression of a number.
  package init(_ constant: Double) {
    let value = Coefficient(constant)
    // A third of a mean stays one where it meets other numbers of the rule.
    self = .number(value.asReciprocal ?? value)
  }
  /// Creates the expression of a number in the source text.
  package init(floatLiteral value: Double) { self.init(value) }

  /// A Boolean value indicating whether this is known to be 0.
  package var isZero: Bool {
    switch self {
    case .number(let value): value.isZero
    case .array(let value): value.isZero
    case .term(let id, let algebra): algebra.isZero(id)
    }
  }

  /// Returns this expression: formulas say nothing of where they are undefined.
  package func defined(where output: Expression) -> Expression { self }

  // MARK: - Operators

  /// Returns the simplified sum.
  package static func + (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x + y) }
    return combine([left, right], { .folded(.add, $0) }) { $0.add($1[0], $1[1]) }
  }

  /// Returns the simplified difference.
  package static func - (left: Expression, right: Expression) -> Expression { left + -right }

  /// Returns the simplified product, element by element.
  package static func * (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x * y) }
    return combine([left, right], { .folded(.multiply, $0) }) { $0.multiply($1[0], $1[1]) }
  }

  /// Returns the simplified quotient, element by element.
  package static func / (left: Expression, right: Expression) -> Expression {
    if case (.number(let x), .number(let y)) = (left, right) { return .number(x / y) }
    return combine([left, right], { .folded(.divide, $0) }) { $0.divide($1[0], $1[1]) }
  }

  /// Returns the simplified negative.
  package static prefix func - (operand: Expression) -> Expression { .number(Coefficient(-1)) * operand }

  /// Returns a primitive of one operand, element by element.
  package static func apply(_ primitive: Primitive, _ x: Expression) -> Expression { apply(primitive, [x]) }

  /// Returns a primitive of two operands, element by element.
  package static func apply(_ primitive: Primitive, _ x: Expression, _ y: Expression) -> Expression {
    apply(primitive, [x, y])
  }

  /// Returns a primitive of any operands, element by element; one that has no name in the language by its definition.
  package static func apply(_ primitive: Primitive, _ operands: [Expression]) -> Expression {
    let row = Gate<Expression>.table[Int(primitive.rawValue)]
    if row.isHidden, let definition = row.definition(isCareful: isCareful(operands)) { return definition(operands) }
    return combine(operands, { .folded(primitive, $0) }) { $0.apply(primitive, $1) }
  }

  /// Returns the table of rules; their derivatives are written for a reader.
  package static func gates(_ ties: Ties) -> [Gate<Expression>] {
    ties == .split ? Gate<Expression>.table : Gate<Expression>.readable(ties)
  }

  // MARK: - Arrays

  /// A Boolean value indicating that expressions may be arrays.
  package static var isShaped: Bool { true }

  /// The shape; scalar for a number.
  package var shape: Shape {
    switch self {
    case .number: .scalar
    case .array(let value): value.shape
    case .term(let id, let algebra): algebra.shape(id)
    }
  }

  /// Returns the simplified result of an operation on arrays.
  package static func apply(_ operation: ArrayOperation, _ operands: [Expression]) -> Expression {
    combine(operands, { .folded(operation, $0) }) { $0.apply(operation, $1) }
  }

  /// Returns this in a shape that it broadcasts from or to: summed over the axes that broadcasting added, or broadcast.
  package func unbroadcast(to shape: Shape) -> Expression {
    if shape == self.shape { return self }
    return Expression.combine(
      [self], { Expression(constant: ($0[0].constant ?? .scalar(.nan)).unbroadcast(to: shape)) }
    ) {
      algebra, ids in
      let own = algebra.shape(ids[0])
      return own.rank <= shape.rank && own.count <= shape.count
        ? algebra.broadcast(ids[0], to: shape) : algebra.unbroadcast(ids[0], to: shape)
    }
  }

  /// Returns this expression, which is 0 where `other` is: a product with a choice among numbers is a choice by itself,
  /// one with a step is made one where care is taken.
  package func masked(by other: Expression) -> Expression {
    guard case (.term(let id, let algebra), .term(let mask, _)) = (self, other), algebra.style.isCareful else {
      return self
    }
    return .term(algebra.masked(id, by: mask), algebra)
  }

  /// Returns the product as it is, or as a gate's row takes care of it where the store asks for that.
  package static func inRange(
    _ value: Expression, _ local: Expression, isPlain: Bool, _ other: () -> Expression
  ) -> Expression {
    guard case .term(_, let algebra) = value, algebra.style == .pulled else { return value }
    let pulled = other()
    return pulled.constant?.scalar?.isNaN == true ? value : pulled
  }

  /// Returns a Boolean value indicating whether the store of the operands asks for care.
  private static func isCareful(_ operands: [Expression]) -> Bool {
    operands.contains { if case .term(_, let algebra) = $0 { algebra.style.isCareful } else { false } }
  }

  /// Returns matrixᵀ @ vector.
  package static func transposedProduct(_ matrix: Expression, _ vector: Expression) -> Expression {
    matrix.transposed.matmul(vector)
  }

  /// Returns tangent · local: over real numbers nothing has to be left out.
  package static func carry(_ tangent: Expression, _ local: Expression) -> Expression { tangent * local }

  /// Returns an operation on operands, of which numbers and arrays of numbers become terms where they meet one.
  ///
  /// - Parameters:
  ///   - fold: The operation on numbers alone.
  ///   - body: The operation on terms of one store.
  private static func combine(
    _ operands: [Expression], _ fold: ([Expression]) -> Expression, _ body: (Algebra, [Algebra.ID]) -> Algebra.ID
  ) -> Expression {
    let algebra = operands.lazy.compactMap { if case .term(_, let algebra) = $0 { algebra } else { nil } }.first
    guard let algebra else { return fold(operands) }
    return .term(body(algebra, operands.map { $0.id(in: algebra) }), algebra)
  }

  /// Returns the term that this is in a store.
  func id(in algebra: Algebra) -> Algebra.ID {
    switch self {
    case .number(let value): algebra.constant(value)
    case .array(let value): algebra.constant(value)
    case .term(let id, _): id
    }
  }
}

extension Expression: Foldable {
  init(constant: Tensor) {
    if case .scalar(let value) = constant { self.init(value) } else { self = .array(constant) }
  }

  var constant: Tensor? {
    switch self {
    case .number(let value): .scalar(value.value)
    case .array(let value): value
    case .term: nil
    }
  }
}

extension Gate<Expression> {
  /// Returns the definition by which a hidden gate is written; nil where there is none.
  ///
  /// - Parameter isCareful: A Boolean value indicating whether it keeps the conventions at the edges.
  fileprivate func definition(isCareful: Bool) -> (@Sendable ([Expression]) -> Expression)? {
    let plain = accurateDefinition ?? shownDefinition
    guard isCareful else { return plain }
    if let careful = carefulDefinition ?? accurateDefinition { return careful }
    guard let form = computation.form else { return plain }
    return { form($0) }
  }

  /// The rows with derivatives for a reader, and ties of `max` and `min` split.
  static let table = readable(.split)

  /// Returns the rows with the shares of two arguments of `max` and `min` as a person would write them: if(x > y, 1,
  /// if(x == y, 1/2, 0)).
  fileprivate static func readable(_ ties: Ties) -> [Gate<Expression>] {
    var rows = Gate<Expression>.sharedRows(ties)
    for place in rows.indices {
      guard case .extremum(let order, _) = rows[place].derivative else { continue }
      rows[place].derivative = .many { operands, output in
        guard operands.count == 2 else { return Extremum.shares(operands, output, ties) }
        return [0, 1].map { place -> Expression in
          let (own, other) = (operands[place], operands[1 - place])
          switch ties {
          case .split:
            let half = Expression.number(.one / Coefficient(2))
            // Both shares have the same condition, so that they become one choice where they meet.
            let (here, there): (Expression, Expression) = place == 0 ? (1.0, 0.0) : (0.0, 1.0)
            let tie = Primitive.choose(Primitive.equal(operands[0], operands[1]), half, there)
            return Primitive.choose(order.wins(operands[0], operands[1]), here, tie)
          case .first: return (place == 0 ? order.winsTie : order.wins)(own, other)
          case .last: return (place == 1 ? order.winsTie : order.wins)(own, other)
          }
        }
      }
    }
    return rows
  }
}

extension Algebra {
  /// Returns the term of a number of a rule, which gets a name or a formula if it is known by its digits.
  func constant(_ value: Coefficient) -> ID {
    let two = number(Coefficient(2))
    switch value.value {
    case Double.pi: return named(.pi)
    case 2 * Double.pi: return multiply(Coefficient(2), named(.pi))
    case Constant.e.rawValue: return named(.e)
    case Scalar.log2e: return power(logarithm(two), -1)
    case Scalar.log10e: return power(logarithm(number(Coefficient(10))), -1)
    case Scalar.twoOverSqrtPi: return multiply(Coefficient(2), power(root(named(.pi)), -1))
    case -Scalar.twoOverSqrtPi: return multiply(Coefficient(-2), power(root(named(.pi)), -1))
    case InverseError.halfRootOfPi: return multiply(Coefficient(1) / Coefficient(2), root(named(.pi)))
    case Scalar.inverseSqrtTwoPi: return power(root(multiply(Coefficient(2), named(.pi))), -1)
    case 2.0.squareRoot(): return root(two)
    default: return number(value.asReciprocal ?? value)
    }
  }

  /// Returns the term of an array of numbers.
  func constant(_ value: Tensor) -> ID {
    let shape = value.shape
    let elements = value.elements
    if let first = elements.first, elements.allSatisfy({ $0 == first }) {
      let number = Coefficient(first)
      return fill(number.asReciprocal ?? number.asFraction ?? number, shape)
    }
    if shape.rank == 2, shape.lengths[0] == shape.lengths[1], value == .identity(shape.lengths[0]) {
      return identity(shape)
    }
    return list(elements.map { number(Coefficient($0)) }, shape)
  }

  /// Returns the term of a constant by its name; a number like any other if an input has taken the name.
  private func named(_ constant: Constant) -> ID {
    inputs["\(constant)"] != nil ? number(Coefficient(constant.rawValue)) : intern(.named(constant), .scalar)
  }
}
