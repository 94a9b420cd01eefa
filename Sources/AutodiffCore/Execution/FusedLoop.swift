/// A loop over lanes for one expression, whose intermediate results stay in registers.
struct FusedLoop: Sendable {
  /// The operations and operands of the expression in prefix order.
  let shape: [TermKind]
  /// The loop.
  let run: TapeLoop
  /// The loop for a result.
  let writeResult: ResultLoop

  /// The number of operations of the expression.
  var operations: Int { shape.count { $0.arity > 0 } }

  /// Returns all loops of a set of kernels.
  static func all(_ kernels: KernelSet) -> [FusedLoop] {
    var loops: [FusedLoop] = []
    kernels.forEachTapeLoop { loop, result, upper, lower in
      loops.append(FusedLoop(shape: shape(upper, lower), run: loop, writeResult: result))
    }
    return loops
  }

  /// Returns the operations and operands that a spelling has.
  private static func shape(_ upper: UInt64, _ lower: UInt64) -> [TermKind] {
    var kinds: [TermKind] = []
    var rest: TermSpelling = (upper, lower)
    while let kind = TermKind(rawValue: UInt8(rest.lower & 31)) {
      kinds.append(kind)
      rest = (rest.upper >> 5, rest.lower >> 5 | rest.upper << 59)
    }
    return kinds.reversed()
  }

  /// The loops of the fastest kernels by the operation that comes last, the longest first.
  static let byLast: [[FusedLoop]] = {
    var table = [[FusedLoop]](repeating: [], count: Int(TermKind.sqrt.rawValue) + 1)
    for loop in all(.best) { table[Int(loop.shape[0].rawValue)].append(loop) }
    return table.map { $0.sorted { $0.operations > $1.operations } }
  }()
}

extension TermKind {
  /// The number of operands.
  var arity: Int {
    switch self {
    case .column, .constant: 0
    case .negate, .square, .abs, .sqrt: 1
    case .choose: 3
    case .add, .subtract, .multiply, .divide, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .max,
      .min:
      2
    }
  }

  /// A Boolean value indicating whether the operands may change places without changing the last bit.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .equal, .notEqual: true
    case .column, .constant, .subtract, .divide, .negate, .square, .less, .lessEqual, .greater, .greaterEqual, .choose,
      .max, .min, .abs, .sqrt:
      false
    }
  }
}
