/// What a step of a tape can do on its way from memory to memory.
enum TermKind: UInt8, Sendable {
  case column, constant
  case add, subtract, multiply, divide, negate, square
  case equal, notEqual, less, lessEqual, greater, greaterEqual, choose
  case max, min, abs, sqrt

  var arity: Int {
    switch self {
    case .column, .constant: 0
    case .negate, .square, .abs, .sqrt: 1
    case .choose: 3
    default: 2
    }
  }

  /// Whether the operands may change places, to the last bit.
  var isCommutative: Bool {
    switch self {
    case .add, .multiply, .equal, .notEqual: true
    default: false
    }
  }
}

/// An expression as a type, so that a loop over lanes, written once, is compiled for each expression that is asked for
/// by name: what is in the middle of it stays in registers.
///
/// Interpreters know such steps as superinstructions: M. A. Ertl and D. Gregg, "The structure and performance of
/// efficient interpreters" (Journal of Instruction-Level Parallelism 5, 2003).
protocol Term: SendableMetatype {
  /// The expression in prefix order.
  static var shape: [TermKind] { get }
  /// Takes the next operands.
  init(_ operands: inout Operands)
  /// - Parameter offset: in bytes, of the first of the lanes.
  func at(_ offset: Int) -> Pack
}

/// What a step reads, in the order of its expression's leaves.
struct Operands {
  /// By a column's number, where its lanes begin.
  let columns: UnsafePointer<UnsafeMutableRawPointer>
  let constants: UnsafePointer<Double>
  private(set) var next: UnsafePointer<UInt32>

  @inline(__always)
  init(
    columns: UnsafePointer<UnsafeMutableRawPointer>, constants: UnsafePointer<Double>, next: UnsafePointer<UInt32>
  ) {
    self.columns = columns
    self.constants = constants
    self.next = next
  }

  @inline(__always)
  mutating func column() -> UnsafeRawPointer {
    defer { next += 1 }
    return UnsafeRawPointer(columns[Int(next.pointee)])
  }

  @inline(__always)
  mutating func constant() -> Double {
    defer { next += 1 }
    return constants[Int(next.pointee)]
  }
}

/// A column.
struct C: Term {
  static var shape: [TermKind] { [.column] }
  let start: UnsafeRawPointer
  @inline(__always) init(_ operands: inout Operands) { start = operands.column() }
  @inline(__always) func at(_ offset: Int) -> Pack { start.loadUnaligned(fromByteOffset: offset, as: Pack.self) }
}

/// A constant.
struct K: Term {
  static var shape: [TermKind] { [.constant] }
  let value: Pack
  @inline(__always) init(_ operands: inout Operands) { value = Pack(repeating: operands.constant()) }
  @inline(__always) func at(_ offset: Int) -> Pack { value }
}

/// An operation on one expression.
protocol UnaryStep {
  static var kind: TermKind { get }
  static func apply(_ x: Pack) -> Pack
}

/// An operation on two expressions.
protocol BinaryStep {
  static var kind: TermKind { get }
  static func apply(_ x: Pack, _ y: Pack) -> Pack
}

struct Unary<Step: UnaryStep, X: Term>: Term {
  static var shape: [TermKind] { [Step.kind] + X.shape }
  let x: X
  @inline(__always) init(_ operands: inout Operands) { x = X(&operands) }
  @inline(__always) func at(_ offset: Int) -> Pack { Step.apply(x.at(offset)) }
}

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

/// `X` where the condition is not 0, else `Y`.
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
