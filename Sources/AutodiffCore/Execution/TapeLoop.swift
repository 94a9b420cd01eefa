/// A loop that works out one step for some lanes.
typealias TapeLoop = @Sendable (Operands, _ result: UnsafeMutableRawPointer, _ lanes: Int) -> Void

/// A loop over lanes for one expression, whose intermediate results stay in registers. There is one for every single
/// operation, and one for each of the expressions that derivatives are full of.
struct FusedLoop: Sendable {
  /// The operations and operands of the expression in prefix order.
  let shape: [TermKind]
  /// The loop.
  let run: TapeLoop

  /// The number of operations of the expression.
  let operations: Int

  /// Compiles the loop of an expression that is given as a type.
  @inline(__always)
  init<E: Term>(_: E.Type) {
    shape = E.shape
    operations = E.shape.reduce(0) { $0 + ($1.arity > 0 ? 1 : 0) }
    run = { operands, result, lanes in
      var operands = operands
      let expression = E(&operands)
      let end = lanes &* MemoryLayout<Double>.stride
      var offset = 0
      while offset < end {
        // A result may overwrite an operand, which has been read.
        result.storeBytes(of: expression.at(offset), toByteOffset: offset, as: Pack.self)
        offset &+= MemoryLayout<Pack>.stride
      }
    }
  }

  /// The loops by the operation that comes last, the longest first.
  static let byLast: [[FusedLoop]] = {
    var table = [[FusedLoop]](repeating: [], count: Int(TermKind.sqrt.rawValue) + 1)
    for loop in single + products + sums + chains + routing { table[Int(loop.shape[0].rawValue)].append(loop) }
    return table.map { $0.sorted { $0.operations > $1.operations } }
  }()
}
