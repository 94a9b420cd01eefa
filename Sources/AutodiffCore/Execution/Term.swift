/// An expression as a type, so that a loop over lanes, written once, is compiled for each expression named as a type:
/// its intermediate results stay in registers.
///
/// Source: interpreters know such steps as superinstructions: M. A. Ertl and D. Gregg, "The structure and performance
/// of efficient interpreters" (Journal of Instruction-Level Parallelism 5, 2003).
protocol Term: SendableMetatype {
  /// The operations and operands of the expression in prefix order.
  static var shape: [TermKind] { get }
  /// Creates the expression with the next operands.
  init(_ operands: inout Operands)
  /// Returns the value of a pack of lanes.
  ///
  /// - Parameter offset: The offset in bytes of the first lane.
  func at(_ offset: Int) -> Pack
}

/// The operations and operands of the expressions that tapes have loops for.
enum TermKind: UInt8, Sendable {
  case column, constant
  case add, subtract, multiply, divide, negate, square
  case equal, notEqual, less, lessEqual, greater, greaterEqual, choose
  case max, min, abs, sqrt

  /// The number of operands.
  var arity: Int {
    switch self {
    case .column, .constant: 0
    case .negate, .square, .abs, .sqrt: 1
    case .choose: 3
    default: 2
    }
  }

  /// A Boolean value indicating whether the operands may change places without changing the last bit.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .equal, .notEqual: true
    default: false
    }
  }
}

/// The operands of a step, in the order of the leaves of its expression.
struct Operands {
  /// The memory of the lanes of each column, by the column's number.
  let columns: UnsafePointer<UnsafeMutableRawPointer>
  /// The constants of the tape, by number.
  let constants: UnsafePointer<Double>
  /// The number of the next operand.
  private(set) var next: UnsafePointer<UInt32>

  @inline(__always)
  init(
    columns: UnsafePointer<UnsafeMutableRawPointer>, constants: UnsafePointer<Double>, next: UnsafePointer<UInt32>
  ) {
    self.columns = columns
    self.constants = constants
    self.next = next
  }

  /// Takes the next operand, a column.
  @inline(__always)
  mutating func column() -> UnsafeRawPointer {
    defer { next += 1 }
    return UnsafeRawPointer(columns[Int(next.pointee)])
  }

  /// Takes the next operand, a constant.
  @inline(__always)
  mutating func constant() -> Double {
    defer { next += 1 }
    return constants[Int(next.pointee)]
  }
}

/// An operand that stands in a column.
struct ColumnTerm: Term {
  static var shape: [TermKind] { [.column] }
  let start: UnsafeRawPointer
  @inline(__always) init(_ operands: inout Operands) { start = operands.column() }
  @inline(__always) func at(_ offset: Int) -> Pack { start.loadUnaligned(fromByteOffset: offset, as: Pack.self) }
}

/// An operand that is a constant.
struct ConstantTerm: Term {
  static var shape: [TermKind] { [.constant] }
  let value: Pack
  @inline(__always) init(_ operands: inout Operands) { value = Pack(repeating: operands.constant()) }
  @inline(__always) func at(_ offset: Int) -> Pack { value }
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
struct Unary<Step: UnaryStep, X: Term>: Term {
  static var shape: [TermKind] { [Step.kind] + X.shape }
  let x: X
  @inline(__always) init(_ operands: inout Operands) { x = X(&operands) }
  @inline(__always) func at(_ offset: Int) -> Pack { Step.apply(x.at(offset)) }
}

/// An operation on two expressions.
struct Binary<Step: BinaryStep, X: Term, Y: Term>: Term {
  static var shape: [TermKind] { [Step.kind] + X.shape + Y.shape }
  let x: X
  let y: Y
  @inline(__always) init(_ operands: inout Operands) {
    x = X(&operands)
    y = Y(&operands)
  }
  @inline(__always) func at(_ offset: Int) -> Pack { Step.apply(x.at(offset), y.at(offset)) }
}

/// A choice between expressions: `X` in the lanes in which the condition is not 0, and `Y` in the others.
struct Choice<Condition: Term, X: Term, Y: Term>: Term {
  static var shape: [TermKind] { [.choose] + Condition.shape + X.shape + Y.shape }
  let condition: Condition
  let x: X
  let y: Y
  @inline(__always) init(_ operands: inout Operands) {
    condition = Condition(&operands)
    x = X(&operands)
    y = Y(&operands)
  }
  @inline(__always) func at(_ offset: Int) -> Pack {
    y.at(offset).replacing(with: x.at(offset), where: condition.at(offset) .!= 0)
  }
}
