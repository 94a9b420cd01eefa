/// Arrays as numbers: the same rules, read element by element, with broadcasting.
extension Tensor: Field {
  /// Creates a scalar.
  package init(_ constant: Double) { self = .scalar(constant) }
  /// Creates a scalar from a number in the source text.
  package init(floatLiteral value: Double) { self = .scalar(value) }

  /// Returns a primitive of each element; nan if it has more operands.
  package static func apply(_ primitive: Primitive, _ x: Tensor) -> Tensor {
    let row = Gate<Double>.table[Int(primitive.rawValue)]
    guard case .unary(let function) = row.value else { return .scalar(.nan) }
    return row.lanes.map { x.map($0, function) } ?? x.map(function)
  }

  /// Returns the function of each element.
  ///
  /// - Parameters:
  ///   - lanes: The function as a loop.
  ///   - number: The function of one number, for elements that fill no pack, with the same bits.
  private func map(_ lanes: LaneFunction, _ number: (Double) -> Double) -> Tensor {
    guard case .array(let shape, let elements) = self else { return map(number) }
    return Tensor(shape) { result in
      elements.withUnsafeBufferPointer { x in
        guard let from = x.baseAddress, let to = result.baseAddress else { return }
        let packed = x.count / Pack.scalarCount * Pack.scalarCount
        lanes(from, to, packed)
        for i in packed..<x.count { result[i] = number(x[i]) }
      }
    }
  }

  /// Returns a primitive of pairs of elements, with broadcasting; nan if it has another number of operands.
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

  /// Returns a primitive of elements at the same place, with broadcasting; nan for an operation on arrays.
  package static func apply(_ primitive: Primitive, _ operands: [Tensor]) -> Tensor {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary: apply(primitive, operands[0])
    case .binary: apply(primitive, operands[0], operands[1])
    case .many(let function): combine(operands, function)
    case .array: .scalar(.nan)
    }
  }

  /// A Boolean value indicating whether all elements are 0.
  package var isZero: Bool {
    switch self {
    case .scalar(let value): value == 0
    case .array(_, let elements): elements.allSatisfy { $0 == 0 }
    }
  }

  /// Returns a local derivative, with nan at the elements at which the operation's output is nan.
  package func defined(where output: Tensor) -> Tensor {
    switch (self, output) {
    case (.scalar(let value), .scalar(let output)): .scalar(output.isNaN ? .nan : value)
    default: output.hasNaN ? Tensor.zip(self, output) { $1.isNaN ? .nan : $0 } : self
    }
  }

  /// Returns the product, with the other one at elements where that is a number and the local derivative has left the
  /// range.
  package static func inRange(_ value: Tensor, _ local: Tensor, isPlain: Bool, _ other: () -> Tensor) -> Tensor {
    guard !isPlain, local.withElements(\.areAtRange) else { return value }
    return combine([value, local, other()]) {
      Double.inRange($0[0], $0[1], isPlain: false) { [product = $0[2]] in product }
    }
  }

  /// A Boolean value indicating whether an element is nan.
  var hasNaN: Bool {
    switch self {
    case .scalar(let value): value.isNaN
    case .array(_, let elements): elements.withUnsafeBufferPointer(\.haveNaN)
    }
  }

  /// Returns the table of rules, with ties of `max` and `min` settled in the given way.
  package static func gates(_ ties: Ties) -> [Gate<Tensor>] {
    ties == .split ? Gate<Tensor>.table : Gate<Tensor>.sharedRows(ties)
  }

  /// A Boolean value indicating that these are arrays.
  package static var isShaped: Bool { true }

  /// Returns an operation on arrays, in the shape that it names; nan for a primitive that works element by element.
  package static func apply(_ operation: ArrayOperation, _ operands: [Tensor]) -> Tensor {
    guard case .array(let form) = Gate<Tensor>.table[Int(operation.primitive.rawValue)].computation else {
      return .scalar(.nan)
    }
    return form.value(operands, operation)
  }

  /// Returns this in a shape that it broadcasts from or to: summed over the axes that broadcasting added, or broadcast.
  package func unbroadcast(to shape: Shape) -> Tensor {
    if shape == self.shape { return self }
    return self.shape.rank <= shape.rank && self.shape.count <= shape.count
      ? broadcast(to: shape) : sum(to: shape)
  }

  /// Returns matrixᵀ @ vector, as vector @ matrix.
  package static func transposedProduct(_ matrix: Tensor, _ vector: Tensor) -> Tensor { product(vector, matrix) }

  /// Returns left @ rightᵀ, reading the right one by columns.
  package static func product(_ left: Tensor, transposed right: Tensor) -> Tensor {
    product(left, isTransposed: false, right, isTransposed: true)
  }

  /// Returns leftᵀ @ right, reading the left one by columns.
  package static func product(transposed left: Tensor, _ right: Tensor) -> Tensor {
    product(left, isTransposed: true, right, isTransposed: false)
  }

  /// Returns lanes divided by their lengths; scaled ones where a length is subnormal, too great or infinite.
  package static func directions(_ lanes: Tensor, lengths: Tensor, _ setting: Setting) -> Tensor {
    let isPlain = lengths.withElements { $0.allSatisfy { 0x1p-960...0x1p1020 ~= $0 || $0 == 0 } }
    if isPlain { return Primitive.ratio(lanes, lengths.expand(setting, to: lanes.shape)) }
    return lanes.mapLanes(axis: setting.reduced, .direction)
  }

  /// Returns the x with matrixᵀ @ x = right.
  package static func transposedSolution(_ matrix: Tensor, _ right: Tensor) -> Tensor {
    Factorization(matrix).solveTransposed(right, matrix)
  }

  /// Returns tangent · local, with 0 where the tangent is 0, even if the local derivative is not finite.
  package static func carry(_ tangent: Tensor, _ local: Tensor) -> Tensor {
    let product = tangent * local
    // An absent tangent can have done harm only if an element is not finite.
    return product.isFinite ? product : Tensor.zip(tangent, local) { $0 == 0 ? 0 : $0 * $1 }
  }
}

extension Gate<Tensor> {
  /// The rows over arrays, with ties of `max` and `min` split.
  package static let table = sharedRows(.split)
}
