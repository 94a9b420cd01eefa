// Tapes take packs of four lanes at every level: wider ones wait for memory as long. So the last level has no loops of
// its own.
#if !KERNELS_V4

  /// An expression as a type, so that a loop over lanes, written once, is compiled for each expression named as a type:
  /// its intermediate results stay in registers.
  ///
  /// Source: interpreters know such steps as superinstructions: M. A. Ertl and D. Gregg, "The structure and performance
  /// of efficient interpreters" (Journal of Instruction-Level Parallelism 5, 2003).
  protocol Term: SendableMetatype {
    /// The memory of the columns and the constants that the expression reads.
    associatedtype Leaves
    /// Appends the operations and operands of the expression in prefix order to a spelling.
    static func spell(_ spelling: TermSpelling) -> TermSpelling
    /// Takes the next operands of a step.
    static func leaves(_ operands: inout Operands) -> Leaves
    /// Returns the value of a pack of lanes.
    ///
    /// - Parameter offset: The offset in bytes of the first lane.
    static func at(_ offset: Int, _ leaves: Leaves) -> Pack
  }

  /// Up to 25 operations and operands, five bits each, the last in the lowest bits.
  typealias TermSpelling = (upper: UInt64, lower: UInt64)

  /// The columns of a tape, its constants, and the number of the next operand of a step, in the order of the leaves of
  /// its expression.
  typealias Operands = (
    columns: UnsafePointer<UnsafeMutableRawPointer>, constants: UnsafePointer<Double>, next: UnsafePointer<UInt32>
  )

  extension Term {
    /// Returns a spelling with one more operation or operand.
    @inline(__always)
    static func append(_ kind: TermKind, to spelling: TermSpelling) -> TermSpelling {
      (spelling.upper << 5 | spelling.lower >> 59, spelling.lower << 5 | UInt64(kind.rawValue))
    }
  }

  /// An operand that stands in a column.
  enum ColumnTerm: Term {
    @inline(__always) static func spell(_ spelling: TermSpelling) -> TermSpelling { append(.column, to: spelling) }
    @inline(__always) static func leaves(_ operands: inout Operands) -> UnsafeRawPointer {
      let column = operands.columns[Int(operands.next.pointee)]
      operands.next += 1
      return UnsafeRawPointer(column)
    }
    @inline(__always) static func at(_ offset: Int, _ leaves: UnsafeRawPointer) -> Pack {
      leaves.loadUnaligned(fromByteOffset: offset, as: Pack.self)
    }
  }

  /// An operand that is a constant.
  enum ConstantTerm: Term {
    @inline(__always) static func spell(_ spelling: TermSpelling) -> TermSpelling { append(.constant, to: spelling) }
    @inline(__always) static func leaves(_ operands: inout Operands) -> Pack {
      let value = operands.constants[Int(operands.next.pointee)]
      operands.next += 1
      return Pack(repeating: value)
    }
    @inline(__always) static func at(_ offset: Int, _ leaves: Pack) -> Pack { leaves }
  }

  /// An operation on one operand.
  protocol UnaryStep {
    static var kind: TermKind { get }
    static func apply(_ x: Pack) -> Pack
  }

  /// An operation on two operands.
  protocol BinaryStep {
    static var kind: TermKind { get }
    static func apply(_ x: Pack, _ y: Pack) -> Pack
  }

  /// An operation on an expression.
  enum Unary<Step: UnaryStep, X: Term>: Term {
    @inline(__always) static func spell(_ spelling: TermSpelling) -> TermSpelling {
      X.spell(append(Step.kind, to: spelling))
    }
    @inline(__always) static func leaves(_ operands: inout Operands) -> X.Leaves { X.leaves(&operands) }
    @inline(__always) static func at(_ offset: Int, _ leaves: X.Leaves) -> Pack { Step.apply(X.at(offset, leaves)) }
  }

  /// An operation on two expressions.
  enum Binary<Step: BinaryStep, X: Term, Y: Term>: Term {
    @inline(__always) static func spell(_ spelling: TermSpelling) -> TermSpelling {
      Y.spell(X.spell(append(Step.kind, to: spelling)))
    }
    @inline(__always) static func leaves(_ operands: inout Operands) -> (X.Leaves, Y.Leaves) {
      let x = X.leaves(&operands)
      return (x, Y.leaves(&operands))
    }
    @inline(__always) static func at(_ offset: Int, _ leaves: (X.Leaves, Y.Leaves)) -> Pack {
      Step.apply(X.at(offset, leaves.0), Y.at(offset, leaves.1))
    }
  }

  /// A choice between expressions: `X` in the lanes in which the condition is not 0, and `Y` in the others.
  enum Choice<Condition: Term, X: Term, Y: Term>: Term {
    @inline(__always) static func spell(_ spelling: TermSpelling) -> TermSpelling {
      Y.spell(X.spell(Condition.spell(append(.choose, to: spelling))))
    }
    @inline(__always)
    static func leaves(_ operands: inout Operands) -> (Condition.Leaves, X.Leaves, Y.Leaves) {
      let condition = Condition.leaves(&operands)
      let x = X.leaves(&operands)
      return (condition, x, Y.leaves(&operands))
    }
    @inline(__always)
    static func at(_ offset: Int, _ leaves: (Condition.Leaves, X.Leaves, Y.Leaves)) -> Pack {
      PackLogic.choose(
        Condition.at(offset, leaves.0) .!= Pack(repeating: 0), X.at(offset, leaves.1), Y.at(offset, leaves.2))
    }
  }

#endif
