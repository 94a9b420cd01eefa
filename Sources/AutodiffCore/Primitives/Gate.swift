/// All there is to say about one primitive: the row of its table.
///
/// `S` is a `Field`, which the extensions that fill the table ask for; asking here would have the runtime look up the
/// conformance at every start.
package struct Gate<S>: Sendable {
  /// As it is written: a function's name or an operator.
  package var name: String
  var aliases: [String] = []
  var summary: String
  var arity: Arity = .exactly(1)
  /// What its arguments are called; nil: x, or x and y.
  var parameters: [String]?
  /// What trailing arguments are when they are left out.
  var defaults: [Double] = []
  var domain: Domain = .reals
  /// What the derivative is where there is none, in words.
  var convention: String?
  /// Where that is, and what happens on either side.
  var kink: Kink?
  var notation: Notation = .function
  /// How LaTeX writes it, `#1` and `#2` for the arguments; nil: the name upright before a bracket.
  var latex: String?
  var value: Value
  var derivative: Derivative<S>
  /// Whether a local derivative of zero means that nothing is sent, not that zero is.
  var routes = false
  /// What the lecture says this gate does to the gradient that flows into it.
  var role: Role?
  /// The same function from more elementary gates.
  var expansion: (@Sendable ([S]) -> S)?
  /// A factor of some derivative that has no name in the language: it is written as its `expansion`.
  var isHidden = false
  /// Which shapes its arguments may have; elementwise unless said otherwise.
  var signature = Signature.elementwise
  /// The derivative in words, where a formula would need an array's size.
  var derivativeText: String?

  package typealias Unary = @Sendable (_ x: S, _ output: S) -> S
  package typealias Binary = @Sendable (_ x: S, _ y: S, _ output: S) -> S
}

extension Gate where S: Field {
  /// The local derivatives at operands of these values, one for each.
  func locals(_ operands: [S], _ output: S) -> [S] { derivative.locals(operands, output) }
}

extension Derivative where S: Field {
  func locals(_ operands: [S], _ output: S) -> [S] {
    switch self {
    case .none: operands.map { _ in 0.0 }
    case .unary(let rule): [rule(operands[0], output).defined(where: output)]
    case .binary(let first, let second):
      [
        first(operands[0], operands[1], output).defined(where: output),
        second(operands[0], operands[1], output).defined(where: output),
      ]
    case .extremum(let ties): Extremum.shares(operands, output, ties)
    case .many(let rule): rule(operands, output)
    case .array: operands.map { _ in S(.nan) }
    }
  }
}

package enum Value: Sendable {
  case unary(@Sendable (Double) -> Double)
  case binary(@Sendable (Double, Double) -> Double)
  case many(@Sendable ([Double]) -> Double)
  case array(@Sendable (_ operands: [Tensor], ArrayOperation) -> Tensor)
}

/// The local derivatives: rules over inputs and output, once for both modes and every kind of number.
package enum Derivative<S>: Sendable {
  /// Constant wherever it is differentiable: sends nothing.
  case none
  case unary(Gate<S>.Unary)
  case binary(Gate<S>.Binary, Gate<S>.Binary)
  /// 1 to the operand that equals the output; several settle it among themselves.
  case extremum(Ties)
  /// One local derivative for each operand.
  case many(@Sendable (_ operands: [S], _ output: S) -> [S])
  case array(ArrayRule<S>)
}

package enum Role: String, Sendable {
  case distributes, routes, switches
}

/// Where a function is real and differentiable, in words and as ranges to sample for each argument.
package struct Domain: Sendable {
  package var text: String
  private var bounds: [Double]

  package init(
    _ text: String, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>? = nil, _ z: ClosedRange<Double>? = nil
  ) {
    self.text = text
    bounds = [x.lowerBound, x.upperBound]
    if let y { bounds += [y.lowerBound, y.upperBound] }
    if let z { bounds += [z.lowerBound, z.upperBound] }
  }

  package var samples: [ClosedRange<Double>] {
    stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]...bounds[$0 + 1] }
  }

  static let reals = Domain("every x", -4...4)
  static let plane = Domain("every x, y", -4...4, -4...4)
}

/// How an operation is written between its operands, with binding strengths: an operand that binds less is bracketed.
package enum Notation: Sendable {
  case function
  case infix(left: Int, level: Int, right: Int)
  case prefix(level: Int)
  case postfix(level: Int)

  /// Raised behind its operand.
  static let transposition = Notation.postfix(level: 10)
  static let comparison = infix(left: 5, level: 4, right: 5)
  static let sum = infix(left: 5, level: 5, right: 6)
  static let product = infix(left: 6, level: 6, right: 7)
  static let power = infix(left: 10, level: 9, right: 7)
  static let atomLevel = 10
}
