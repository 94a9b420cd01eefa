/// A field whose members may be constants, of which operations are computed at once.
protocol Foldable: Field {
  /// The value of a constant; nil for other members.
  var constant: Tensor? { get }
  /// Creates a constant.
  init(constant: Tensor)
}

extension Foldable {
  /// Returns the value of a primitive of constants; nan if one operand is no constant.
  static func folded(_ primitive: Primitive, _ operands: [Self]) -> Self {
    let values = operands.compactMap(\.constant)
    guard values.count == operands.count else { return Self(.nan) }
    return Self(constant: Tensor.gate(primitive, values))
  }

  /// Returns the value of an operation on constant arrays; nan if one operand is no constant.
  static func folded(_ operation: ArrayOperation, _ operands: [Self]) -> Self {
    let values = operands.compactMap(\.constant)
    guard values.count == operands.count else { return Self(.nan) }
    return Self(constant: Tensor.apply(operation, values))
  }
}

extension Tensor {
  /// Returns the value of a primitive, of operators as well.
  fileprivate static func gate(_ primitive: Primitive, _ values: [Tensor]) -> Tensor {
    let numbers = values.compactMap { if case .scalar(let value) = $0 { value } else { nil } }
    if numbers.count == values.count { return .scalar(Double.apply(primitive, numbers)) }
    return Tensor.apply(primitive, values)
  }
}
