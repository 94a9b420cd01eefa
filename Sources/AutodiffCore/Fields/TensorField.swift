/// Arrays as numbers: the same rules, read element by element, with broadcasting.
extension Tensor: Field {
  package init(_ constant: Double) { self = .scalar(constant) }
  package init(floatLiteral value: Double) { self = .scalar(value) }

  package static func apply(_ primitive: Primitive, _ x: Tensor) -> Tensor {
    guard case .unary(let function) = Gate<Double>.table[Int(primitive.rawValue)].value else { return .scalar(.nan) }
    return x.map(function)
  }

  package static func apply(_ primitive: Primitive, _ x: Tensor, _ y: Tensor) -> Tensor {
    // Squares and their derivatives are too common for a call an element.
    if primitive.isPower, case .scalar(let exponent) = y {
      if exponent == 2 { return primitive == .power ? x * x : .scalar(2) * x }
      if exponent == 1, primitive != .power { return x.map { _ in 1 } }
    }
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .binary(let function): return zip(x, y, function)
    case .many(let function): return combine([x, y], function)
    case .unary, .array: return .scalar(.nan)
    }
  }

  package static func apply(_ primitive: Primitive, _ operands: [Tensor]) -> Tensor {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function): operands[0].map(function)
    case .binary: apply(primitive, operands[0], operands[1])
    case .many(let function): combine(operands, function)
    case .array: .scalar(.nan)
    }
  }

  package var isZero: Bool {
    switch self {
    case .scalar(let value): value == 0
    case .array(_, let elements): elements.allSatisfy { $0 == 0 }
    }
  }

  package func defined(where output: Tensor) -> Tensor {
    switch (self, output) {
    case (.scalar(let value), .scalar(let output)): .scalar(output.isNaN ? .nan : value)
    default: output.hasNaN ? Tensor.zip(self, output) { $1.isNaN ? .nan : $0 } : self
    }
  }

  var hasNaN: Bool {
    switch self {
    case .scalar(let value): value.isNaN
    case .array(_, let elements): elements.contains { $0.isNaN }
    }
  }

  package static func gates(_ ties: Ties) -> [Gate<Tensor>] {
    ties == .split ? Gate<Tensor>.table : Gate<Tensor>.rows(ties)
  }

  package static var isShaped: Bool { true }

  package static func apply(_ operation: ArrayOperation, _ operands: [Tensor]) -> Tensor {
    guard case .array(let form) = Gate<Tensor>.table[Int(operation.primitive.rawValue)].computation else {
      return .scalar(.nan)
    }
    return form.value(operands, operation)
  }

  package func unbroadcast(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    return self.shape.rank <= shape.rank && self.shape.count <= shape.count
      ? broadcast(to: shape) : sum(to: shape)
  }

  package static func transposedProduct(_ matrix: Tensor, _ vector: Tensor) -> Tensor { product(vector, matrix) }

  package static func carry(_ tangent: Tensor, _ local: Tensor) -> Tensor {
    let product = tangent * local
    // Only where something is not finite can an absent tangent have done harm.
    return product.isFinite ? product : Tensor.zip(tangent, local) { $0 == 0 ? 0 : $0 * $1 }
  }
}

extension Gate<Tensor> {
  package static let table = rows(.split)
}
