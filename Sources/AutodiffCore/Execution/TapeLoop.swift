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
    for loop in single + arithmetic + routing { table[Int(loop.shape[0].rawValue)].append(loop) }
    return table.map { $0.sorted { $0.operations > $1.operations } }
  }()
}

private typealias Sum = Binary<Plus, C, C>
private typealias Product = Binary<Times, C, C>
private typealias Scaled = Binary<Times, K, C>
private typealias Square = Unary<Squaring, C>

extension FusedLoop {
  private static var single: [FusedLoop] {
    [
      FusedLoop(C.self), FusedLoop(K.self),
      FusedLoop(Binary<Plus, C, C>.self), FusedLoop(Binary<Plus, K, C>.self),
      FusedLoop(Binary<Minus, C, C>.self), FusedLoop(Binary<Minus, K, C>.self), FusedLoop(Binary<Minus, C, K>.self),
      FusedLoop(Binary<Times, C, C>.self), FusedLoop(Binary<Times, K, C>.self),
      FusedLoop(Binary<Over, C, C>.self), FusedLoop(Binary<Over, K, C>.self), FusedLoop(Binary<Over, C, K>.self),
      FusedLoop(Unary<Negation, C>.self), FusedLoop(Unary<Squaring, C>.self), FusedLoop(Unary<Magnitude, C>.self),
      FusedLoop(Unary<Root, C>.self),
      FusedLoop(Binary<Greatest, C, C>.self), FusedLoop(Binary<Least, C, C>.self),
      FusedLoop(Binary<Greatest, K, C>.self), FusedLoop(Binary<Least, K, C>.self),
      FusedLoop(Binary<Equal, C, C>.self), FusedLoop(Binary<Equal, C, K>.self),
      FusedLoop(Binary<NotEqual, C, C>.self), FusedLoop(Binary<NotEqual, C, K>.self),
      FusedLoop(Binary<Less, C, C>.self), FusedLoop(Binary<Less, C, K>.self),
      FusedLoop(Binary<LessEqual, C, C>.self), FusedLoop(Binary<LessEqual, C, K>.self),
      FusedLoop(Binary<Greater, C, C>.self), FusedLoop(Binary<Greater, C, K>.self),
      FusedLoop(Binary<GreaterEqual, C, C>.self), FusedLoop(Binary<GreaterEqual, C, K>.self),
      FusedLoop(Choice<C, C, C>.self), FusedLoop(Choice<C, C, K>.self), FusedLoop(Choice<C, K, C>.self),
      FusedLoop(Choice<C, K, K>.self),
    ]
  }

  private static var arithmetic: [FusedLoop] {
    [
      // Two operations.
      FusedLoop(Binary<Plus, Sum, C>.self), FusedLoop(Binary<Plus, Product, C>.self),
      FusedLoop(Binary<Plus, Scaled, C>.self), FusedLoop(Binary<Plus, Square, C>.self),
      FusedLoop(Binary<Minus, C, Product>.self), FusedLoop(Binary<Minus, C, Square>.self),
      FusedLoop(Binary<Minus, C, Scaled>.self), FusedLoop(Binary<Minus, Product, C>.self),
      FusedLoop(Binary<Minus, Scaled, C>.self), FusedLoop(Binary<Minus, C, Sum>.self),
      FusedLoop(Binary<Times, Product, C>.self), FusedLoop(Binary<Times, Scaled, C>.self),
      FusedLoop(Binary<Times, K, Square>.self), FusedLoop(Binary<Times, Sum, C>.self),
      FusedLoop(Binary<Times, Binary<Minus, C, C>, C>.self),
    ]
  }

  private static var routing: [FusedLoop] {
    [
      FusedLoop(Choice<Binary<Equal, C, C>, C, K>.self), FusedLoop(Choice<Binary<Greater, C, K>, C, K>.self),
      FusedLoop(Choice<Binary<Less, C, K>, C, K>.self),
      FusedLoop(Binary<Plus, C, Binary<Equal, C, C>>.self), FusedLoop(Binary<Plus, C, Binary<Equal, C, K>>.self),
    ]
  }
}
