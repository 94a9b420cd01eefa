/// A number with its tangent. A reverse sweep over such numbers gives the adjoints and their derivatives along one
/// direction, which make a column of the Hessian (forward over reverse). Duals of duals give higher orders.
///
/// A tangent that never arrived is absent, not zero, so that a selecting primitive selects in every order.
///
/// Source: W. K. Clifford, "Preliminary sketch of biquaternions" (1873); Griewank and Walther, Evaluating Derivatives,
/// 2nd ed., §5.2.
package struct Dual<Base: Field>: Field {
  /// The value.
  package var value: Base
  /// The tangent; nil if the value does not move.
  package var tangent: Base?

  /// Creates a number with a tangent.
  package init(_ value: Base, tangent: Base?) {
    self.value = value
    self.tangent = tangent
  }

  /// Creates a constant, which has no tangent.
  package init(_ constant: Double) { self.init(Base(constant), tangent: nil) }
  /// Creates a constant from a number in the source text.
  package init(floatLiteral value: Double) { self.init(value) }

  /// A Boolean value indicating whether the value is 0 and does not move.
  package var isZero: Bool { value.isZero && tangent == nil }

  /// Returns a local derivative, undefined with its tangent where the operation's output is.
  package func defined(where output: Dual) -> Dual {
    Dual(value.defined(where: output.value), tangent: tangent.map { $0.defined(where: output.value) })
  }

  /// Returns the sum: (u + v)' = u' + v'.
  package static func + (left: Dual, right: Dual) -> Dual {
    Dual(left.value + right.value, tangent: sum(left.tangent, right.tangent))
  }

  /// Returns the difference: (u - v)' = u' - v'.
  package static func - (left: Dual, right: Dual) -> Dual {
    Dual(left.value - right.value, tangent: sum(left.tangent, right.tangent.map { -$0 }))
  }

  /// Returns the product: (u·v)' = u'·v + u·v'.
  package static func * (left: Dual, right: Dual) -> Dual {
    Dual(
      left.value * right.value,
      tangent: sum(left.tangent.map { $0 * right.value }, right.tangent.map { left.value * $0 }))
  }

  /// Returns the quotient: (u/v)' = u'/v - (u/v)·v'/v.
  package static func / (left: Dual, right: Dual) -> Dual {
    let value = left.value / right.value
    return Dual(
      value, tangent: sum(left.tangent.map { $0 / right.value }, right.tangent.map { -(value * $0) / right.value }))
  }

  /// Returns the negative: (-u)' = -u'.
  package static prefix func - (operand: Dual) -> Dual {
    Dual(-operand.value, tangent: operand.tangent.map { -$0 })
  }

  /// Returns a primitive of one operand, by the chain rule.
  package static func apply(_ primitive: Primitive, _ x: Dual) -> Dual { apply(primitive, [x]) }
  /// Returns a primitive of two operands, by the chain rule.
  package static func apply(_ primitive: Primitive, _ x: Dual, _ y: Dual) -> Dual { apply(primitive, [x, y]) }

  /// Returns a primitive of any operands, by the chain rule: the sum of local derivatives times tangents, without
  /// operands that do not move or are not selected.
  package static func apply(_ primitive: Primitive, _ operands: [Dual]) -> Dual {
    let values = operands.map(\.value)
    let value = Base.apply(primitive, values)
    var tangent: Base?
    guard operands.contains(where: { $0.tangent != nil }) else { return Dual(value, tangent: nil) }
    // x^0 is 1 everywhere.
    if primitive == .power, operands[1].isZero { return Dual(value, tangent: nil) }
    // An undefined value moves in no way that is defined.
    if primitive == .choose, let moved = operands[1].tangent, Base.isMarked(values) {
      return Dual(value, tangent: Base.apply(primitive, [values[0], moved, values[2]]))
    }
    let row = Int(primitive.rawValue)
    let gates = Base.gates(.split)
    func carry(_ place: Int, _ local: Base) {
      guard let own = operands[place].tangent, !(gates[row].selects && local.isZero) else { return }
      let carried = Base.carry(own, primitive == .choose ? local : local.defined(where: value))
      tangent = sum(tangent, gates[row].selects ? carried.masked(by: local) : carried)
    }
    switch gates[row].derivative {
    case .none: break
    case .unary(let rule): carry(0, rule(values[0], value))
    case .binary(let first, let second):
      // A derivative by an operand that does not move, an exponent mostly, would be computed for nothing.
      if operands[0].tangent != nil { carry(0, first(values[0], values[1], value)) }
      if operands[1].tangent != nil { carry(1, second(values[0], values[1], value)) }
    case .extremum, .many, .array:
      for (place, local) in gates[row].derivative.locals(values, value).enumerated() { carry(place, local) }
    }
    return Dual(value, tangent: tangent)
  }

  /// Returns the table of rules, with ties of `max` and `min` settled in the given way.
  package static func gates(_ ties: Ties) -> [Gate<Dual>] {
    // Over symbols and terms a call weighs nothing beside what it builds.
    Base.self == Double.self ? Gate<Dual>.rows(ties) : Gate<Dual>.sharedRows(ties)
  }

  /// A Boolean value indicating whether values can be arrays.
  package static var isShaped: Bool { Base.isShaped }
  /// The shape of the value.
  package var shape: Shape { value.shape }

  /// Returns an operation on arrays, with the sum of what its operands' tangents contribute.
  package static func apply(_ operation: ArrayOperation, _ operands: [Dual]) -> Dual {
    let values = operands.map(\.value)
    let value = Base.apply(operation, values)
    var tangent: Base?
    let derivative = Base.gates(.split)[Int(operation.primitive.rawValue)].derivative
    for (place, operand) in operands.enumerated() {
      guard let own = operand.tangent else { continue }
      let edge = ArrayEdge(operation: operation, operands: values, output: value, place: place)
      // A sum with a larger array that does not move leaves the tangent in its own shape.
      tangent = sum(tangent, edge.push(own.unbroadcast(to: operand.value.shape), derivative))
    }
    return Dual(value, tangent: tangent)
  }

  /// Returns value and tangent in a shape that they broadcast from or to.
  package func unbroadcast(to shape: Shape) -> Dual {
    Dual(value.unbroadcast(to: shape), tangent: tangent.map { $0.unbroadcast(to: self.shape).unbroadcast(to: shape) })
  }

  /// Returns value and tangent where the value of `other` is not 0, and 0 elsewhere.
  package func masked(by other: Dual) -> Dual {
    Dual(value.masked(by: other.value), tangent: tangent.map { $0.masked(by: other.value) })
  }

  /// Returns matrixᵀ @ vector, by the product rule.
  package static func transposedProduct(_ matrix: Dual, _ vector: Dual) -> Dual {
    Dual(
      Base.transposedProduct(matrix.value, vector.value),
      tangent: sum(
        matrix.tangent.map { Base.transposedProduct($0, vector.value) },
        vector.tangent.map { Base.transposedProduct(matrix.value, $0) }))
  }

  /// Returns the x with matrixᵀ @ x = right; its tangent solves the same system, as matrix and right-hand side move.
  package static func transposedSolution(_ matrix: Dual, _ right: Dual) -> Dual {
    let value = Base.transposedSolution(matrix.value, right.value)
    let moved = sum(right.tangent, matrix.tangent.map { -$0.transposed.matmul(value) })
    return Dual(value, tangent: moved.map { Base.transposedSolution(matrix.value, $0) })
  }

  /// Returns tangent · local, by the product rule; where an element of a tangent is 0, nothing is carried.
  package static func carry(_ tangent: Dual, _ local: Dual) -> Dual {
    Dual(
      Base.carry(tangent.value, local.value),
      tangent: sum(
        tangent.tangent.map { Base.carry($0, local.value) }, local.tangent.map { Base.carry(tangent.value, $0) }))
  }

  /// Returns the sum of two tangents that may be absent.
  private static func sum(_ left: Base?, _ right: Base?) -> Base? {
    guard let left else { return right }
    guard let right else { return left }
    return left + right
  }
}
