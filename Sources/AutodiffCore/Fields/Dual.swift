/// A number with a tangent: read over these, the reverse sweep gives the adjoints and their derivatives along one
/// direction, which is a column of the Hessian (forward over reverse). Duals of duals give higher orders.
///
/// Values decide here, so routers route in every order: a tangent that never arrived is absent, not zero.
///
/// Source: W. K. Clifford, "Preliminary sketch of biquaternions" (1873); Griewank and Walther, Evaluating Derivatives,
/// 2nd ed., §5.2.
package struct Dual<Base: Field>: Field {
  package var value: Base
  /// Nil where nothing moves.
  package var tangent: Base?

  package init(_ value: Base, tangent: Base?) {
    self.value = value
    self.tangent = tangent
  }

  package init(_ constant: Double) { self.init(Base(constant), tangent: nil) }
  package init(floatLiteral value: Double) { self.init(value) }

  package var isZero: Bool { value.isZero && tangent == nil }

  package func defined(where output: Dual) -> Dual {
    Dual(value.defined(where: output.value), tangent: tangent.map { $0.defined(where: output.value) })
  }

  package static func + (left: Dual, right: Dual) -> Dual {
    Dual(left.value + right.value, tangent: sum(left.tangent, right.tangent))
  }

  package static func - (left: Dual, right: Dual) -> Dual {
    Dual(left.value - right.value, tangent: sum(left.tangent, right.tangent.map { -$0 }))
  }

  package static func * (left: Dual, right: Dual) -> Dual {
    Dual(
      left.value * right.value,
      tangent: sum(left.tangent.map { $0 * right.value }, right.tangent.map { left.value * $0 }))
  }

  package static func / (left: Dual, right: Dual) -> Dual {
    let value = left.value / right.value
    return Dual(
      value, tangent: sum(left.tangent.map { $0 / right.value }, right.tangent.map { -(value * $0) / right.value }))
  }

  package static prefix func - (operand: Dual) -> Dual {
    Dual(-operand.value, tangent: operand.tangent.map { -$0 })
  }

  package static func apply(_ primitive: Primitive, _ x: Dual) -> Dual { apply(primitive, [x]) }
  package static func apply(_ primitive: Primitive, _ x: Dual, _ y: Dual) -> Dual { apply(primitive, [x, y]) }

  package static func apply(_ primitive: Primitive, _ operands: [Dual]) -> Dual {
    let values = operands.map(\.value)
    let value = Base.apply(primitive, values)
    var tangent: Base?
    guard operands.contains(where: { $0.tangent != nil }) else { return Dual(value, tangent: nil) }
    // x^0 is 1 everywhere.
    if primitive == .power, operands[1].isZero { return Dual(value, tangent: nil) }
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
      // The derivative along what stands still, an exponent mostly, would be worked out for nothing.
      if operands[0].tangent != nil { carry(0, first(values[0], values[1], value)) }
      if operands[1].tangent != nil { carry(1, second(values[0], values[1], value)) }
    case .extremum, .many, .array:
      for (place, local) in gates[row].derivative.locals(values, value).enumerated() { carry(place, local) }
    }
    return Dual(value, tangent: tangent)
  }

  package static func gates(_ ties: Ties) -> [Gate<Dual>] { Gate<Dual>.rows(ties) }

  package static var isShaped: Bool { Base.isShaped }
  package var shape: Shape { value.shape }

  package static func apply(_ operation: ArrayOperation, _ operands: [Dual]) -> Dual {
    let values = operands.map(\.value)
    let value = Base.apply(operation, values)
    var tangent: Base?
    let derivative = Base.gates(.split)[Int(operation.primitive.rawValue)].derivative
    for (place, operand) in operands.enumerated() {
      guard let own = operand.tangent else { continue }
      let edge = ArrayEdge(operation: operation, operands: values, output: value, place: place)
      // A sum with something larger that stands still leaves the tangent in its own shape.
      tangent = sum(tangent, edge.push(own.unbroadcast(to: operand.value.shape), derivative))
    }
    return Dual(value, tangent: tangent)
  }

  package func unbroadcast(to shape: Shape) -> Dual {
    Dual(value.unbroadcast(to: shape), tangent: tangent.map { $0.unbroadcast(to: self.shape).unbroadcast(to: shape) })
  }

  package func masked(by other: Dual) -> Dual {
    Dual(value.masked(by: other.value), tangent: tangent.map { $0.masked(by: other.value) })
  }

  package static func transposedProduct(_ matrix: Dual, _ vector: Dual) -> Dual {
    Dual(
      Base.transposedProduct(matrix.value, vector.value),
      tangent: sum(
        matrix.tangent.map { Base.transposedProduct($0, vector.value) },
        vector.tangent.map { Base.transposedProduct(matrix.value, $0) }))
  }

  package static func carry(_ tangent: Dual, _ local: Dual) -> Dual {
    Dual(
      Base.carry(tangent.value, local.value),
      tangent: sum(
        tangent.tangent.map { Base.carry($0, local.value) }, local.tangent.map { Base.carry(tangent.value, $0) }))
  }

  private static func sum(_ left: Base?, _ right: Base?) -> Base? {
    guard let left else { return right }
    guard let right else { return left }
    return left + right
  }
}
