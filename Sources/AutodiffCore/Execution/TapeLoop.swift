/// Works out one step for some lanes.
typealias TapeLoop = @Sendable (Operands, _ result: UnsafeMutableRawPointer, _ lanes: Int) -> Void

/// The expressions that tapes have loops for: every single operation, and those that derivatives are full of.
struct FusedLoop: Sendable {
  let shape: [TermKind]
  let run: TapeLoop

  /// How many operations it does.
  let operations: Int

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
        // In place of an operand is no harm: it was read.
        result.storeBytes(of: expression.at(offset), toByteOffset: offset, as: Pack.self)
        offset &+= MemoryLayout<Pack>.stride
      }
    }
  }

  /// By the operation that comes last, the longest first.
  static let byLast: [[FusedLoop]] = {
    var table = [[FusedLoop]](repeating: [], count: Int(TermKind.sqrt.rawValue) + 1)
    for loop in single + products + sums + chains + routing { table[Int(loop.shape[0].rawValue)].append(loop) }
    return table.map { $0.sorted { $0.operations > $1.operations } }
  }()
}
