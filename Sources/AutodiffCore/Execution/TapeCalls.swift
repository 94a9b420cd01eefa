/// Steps that are calls, lane by lane, of the functions that the primitives' rows hold.
enum TapeCalls {
  /// - Parameter count: how many operands.
  static func loop(_ primitive: Primitive, _ count: Int) -> TapeLoop {
    switch primitive {
    case .exp: return packs(Exponential.table) { Exponential.exp($0, $1) }
    case .log: return packs(Logarithm.table) { Logarithm.log($0, $1) }
    default: return calls(primitive, count)
    }
  }

  /// A function of several lanes at once, with a table.
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
      // Graphs of numbers have none.
      { _, result, lanes in
        result.assumingMemoryBound(to: Double.self).update(repeating: .nan, count: lanes)
      }
    }
  }
}
