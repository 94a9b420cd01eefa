/// Steps that call, lane by lane, the functions in the rows of the primitives.
enum TapeCalls {
  /// Returns the loop of a primitive.
  ///
  /// - Parameter count: The number of operands.
  static func loop(_ primitive: Primitive, _ count: Int) -> TapeLoop {
    switch primitive {
    case .exp: return packs(Exponential.table) { Exponential.exp($0, $1) }
    case .log: return packs(Logarithm.table) { Logarithm.log($0, $1) }
    default: return calls(primitive, count)
    }
  }

  /// Returns the loop of a function of several lanes at once that reads a table.
  @inline(__always)
  private static func packs(
    _ table: [UInt64], _ function: @escaping @Sendable (Pack, UnsafePointer<UInt64>) -> Pack
  ) -> TapeLoop {
    { operands, result, lanes in
      var operands = operands
      let x = operands.column()
      table.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        for offset in stride(from: 0, to: lanes * MemoryLayout<Double>.stride, by: MemoryLayout<Pack>.stride) {
          let value = function(x.loadUnaligned(fromByteOffset: offset, as: Pack.self), table)
          result.storeBytes(of: value, toByteOffset: offset, as: Pack.self)
        }
      }
    }
  }

  /// Returns the loop of the function in the row of a primitive.
  private static func calls(_ primitive: Primitive, _ count: Int) -> TapeLoop {
    switch Gate<Double>.table[Int(primitive.rawValue)].value {
    case .unary(let function):
      { operands, result, lanes in
        var operands = operands
        let x = operands.column().assumingMemoryBound(to: Double.self)
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(x[lane]) }
      }
    case .binary(let function):
      { operands, result, lanes in
        var operands = operands
        let x = operands.column().assumingMemoryBound(to: Double.self)
        let y = operands.column().assumingMemoryBound(to: Double.self)
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(x[lane], y[lane]) }
      }
    case .many(let function):
      { operands, result, lanes in
        var operands = operands
        let columns = (0..<count).map { _ in operands.column().assumingMemoryBound(to: Double.self) }
        let result = result.assumingMemoryBound(to: Double.self)
        for lane in 0..<lanes { result[lane] = function(columns.map { $0[lane] }) }
      }
    case .array:
      // A graph of scalars has no operation on arrays.
      { _, result, lanes in
        result.assumingMemoryBound(to: Double.self).update(repeating: .nan, count: lanes)
      }
    }
  }
}
