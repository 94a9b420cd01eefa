/// The way in which a primitive is computed.
///
/// Readers that know only a few primitives, such as tapes and the writers of code, take the form; over numbers the form
/// is the value, so that a function is written once.
package enum Computation<S>: Sendable {
  /// A primitive that every reader knows: the language's own operators, and functions that each language has or is
  /// given.
  case native(Value, SourceSpelling)
  /// A composition of more elementary primitives, with the care that keeps every digit: no overflow, underflow or
  /// cancellation on the way to a representable value, and the right value at every edge.
  case form(Form<S>)
  /// A form beside a faster function that gives the same bits, for primitives that programs are full of.
  case formAndValue(Form<S>, Value)
  /// An operation on whole arrays.
  case array(ArrayForm<S>)
}

/// A function as a composition of primitives, by the number of its operands.
package enum Form<S>: Sendable {
  case unary(@Sendable (S) -> S)
  case binary(@Sendable (S, S) -> S)
  case ternary(@Sendable (S, S, S) -> S)
  case many(@Sendable ([S]) -> S)

  /// Returns the composition of these operands, of which there must be as many as the form takes.
  func callAsFunction(_ operands: [S]) -> S {
    switch self {
    case .unary(let form): form(operands[0])
    case .binary(let form): form(operands[0], operands[1])
    case .ternary(let form): form(operands[0], operands[1], operands[2])
    case .many(let form): form(operands)
    }
  }
}

/// The function over numbers that a primitive is.
package enum Value: Sendable {
  case unary(@Sendable (Double) -> Double)
  case binary(@Sendable (Double, Double) -> Double)
  case many(@Sendable ([Double]) -> Double)
  /// None: the operation's form has it over arrays.
  case array
}

extension Value {
  /// Returns the value at these operands, nan for an operation on arrays.
  @inline(__always)
  func apply(_ operands: [Double]) -> Double {
    switch self {
    case .unary(let function): function(operands[0])
    case .binary(let function): function(operands[0], operands[1])
    case .many(let function): function(operands)
    case .array: .nan
    }
  }

  /// Creates the value of a form that is read over numbers.
  init(_ form: Form<Double>) {
    switch form {
    case .unary(let function): self = .unary(function)
    case .binary(let function): self = .binary(function)
    case .ternary(let function): self = .many { function($0[0], $0[1], $0[2]) }
    case .many(let function): self = .many(function)
    }
  }
}

extension Computation where S: Field {
  /// The function over numbers.
  var value: Value {
    switch self {
    case .native(let value, _), .formAndValue(_, let value): value
    case .form(let form): S.value(of: form)
    case .array: .array
    }
  }

  /// The composition of more elementary primitives; nil for a primitive that every reader knows, and for an operation
  /// on arrays.
  var form: Form<S>? {
    switch self {
    case .native, .array: nil
    case .form(let form), .formAndValue(let form, _): form
    }
  }
}
