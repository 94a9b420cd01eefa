/// Steps that call, lane by lane, the functions in the rows of the primitives.
enum TapeCalls {
  /// Returns the loop of a primitive.
  ///
  /// - Parameter count: The number of operands.
  static func loop(_ primitive: Primitive, _ count: Int) -> TapeLoop {
    if let loop = Gate<Double>.table[Int(primitive.rawValue)].lanes {
      return { columns, _, operands, result, lanes in loop(columns[Int(operands[0])], result, lanes) }
    }
    return calls(primitive, count)
  }

  private static func calls(_ primitive: Primitive, _ count: Int) -> TapeLoop {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function):
      { columns, _, operands, result, lanes in
        let x = columns[Int(operands[0])].assumingMemoryBound(to: Double.self)
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(x[lane]) }
      }
    case .binary(let function):
      { columns, _, operands, result, lanes in
        let x = columns[Int(operands[0])].assumingMemoryBound(to: Double.self)
        let y = columns[Int(operands[1])].assumingMemoryBound(to: Double.self)
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(x[lane], y[lane]) }
      }
    case .many(let function):
      { columns, _, operands, result, lanes in
        let x = (0..<count).map { columns[Int(operands[$0])].assumingMemoryBound(to: Double.self) }
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(x.map { $0[lane] }) }
      }
    case .array:
      // A graph of scalars has no operation on arrays.
      { _, _, _, result, lanes in
        result.assumingMemoryBound(to: Double.self).update(repeating: .nan, count: lanes)
      }
    }
  }
}
