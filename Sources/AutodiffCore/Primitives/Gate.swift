/// The row of a primitive: everything there is to say about it.
///
/// `S` is a `Field`, which the extensions that fill the table require; required here, it would have the runtime look up
/// the conformance at every start.
package struct Gate<S>: Sendable {
  /// The name of the function, or the sign of the operator.
  package var name: String
  /// The number of arguments.
  var arity: Arity = .exactly(1)
  /// The places without a derivative, and the function on either side of one.
  var kink: Kink<S>?
  /// The way in which it is written between its operands.
  var notation: Notation = .function
  /// The way in which it is computed.
  var computation: Computation<S>
  /// The function over numbers, which `computation` says.
  let value: Value
  /// The function over lanes side by side, where it is faster than one number after the other; nil where it is not.
  var lanes: LaneFunction?
  /// The rule of its local derivatives.
  var derivative: Derivative<S>
  /// The product of an adjoint and the local derivative by an operand, for points at which the latter alone leaves the
  /// range of doubles; nil where that is only where the product does.
  var pull: Pull?
  /// A Boolean value indicating whether it passes operands on: a local derivative of zero then means that nothing is
  /// sent, not that zero is.
  var selects = false
  /// The textbook's definition from more elementary gates, to be looked at; nil where the computed form is that.
  var definition: (@Sendable ([S]) -> S)?
  /// The textbook's definition of an operation on whole arrays that has no name in the language; nil for others.
  var arrayDefinition: (@Sendable ([S], ArrayOperation) -> S)?
  /// The definition in functions that the language has, without what cancels; nil where the textbook's has nothing that
  /// does.
  var accurateDefinition: (@Sendable ([S]) -> S)?
  /// The definition in functions that the language has which keeps the conventions where the textbook's is nan; nil where
  /// the accurate one, or else the computed form, does.
  var carefulDefinition: (@Sendable ([S]) -> S)?
  /// The degree p of a primitive with h(λ·x, y) = λᵖ·h(x, y) for every λ > 0, from the values of its operands; nil for
  /// others.
  var degree: (@Sendable ([Double]) -> Double)?
  /// The composition that has a series in powers wherever the operands have one and may move together; nil where the
  /// derivative says enough.
  var seriesForm: (@Sendable ([S]) -> S)?
  /// A Boolean value indicating whether operands may be exchanged without a change of the value.
  var isSymmetric = false
  /// A Boolean value indicating whether the value may be a number although an operand is nan.
  var losesNaN = false
  /// A Boolean value indicating whether the value is never -0, as code knows that divides by it.
  var isNeverNegativeZero = false
  /// A Boolean value indicating whether it is a factor of derivatives without a name in the language, to be written as
  /// its definition.
  var isHidden = false
  /// The facts that no sweep asks for.
  let description: RowDescription

  /// A local derivative of a primitive of one operand, at its operand and its output.
  package typealias Unary = @Sendable (_ x: S, _ output: S) -> S
  /// The adjoint of the operand at a place, as far as it comes from the output's, at the operands and the output.
  package typealias Pull = @Sendable (_ upstream: S, _ operands: [S], _ output: S, _ place: Int) -> S
  /// A local derivative of a primitive of two operands, at its operands and its output.
  package typealias Binary = @Sendable (_ x: S, _ y: S, _ output: S) -> S
}

extension Gate {
  var aliases: [String] { description.aliases }
  var summary: String { description.summary }
  var parameters: [String]? { description.parameters }
  var defaults: [Double] { description.defaults }
  var domain: Domain { description.domain }
  var convention: String? { description.convention }
  var latex: String? { description.latex }
  var role: Role? { description.role }
  var signature: Signature { description.signature }
  var arrayNotation: ArrayNotation { description.arrayNotation }
  var scalarCase: ScalarCase { description.scalarCase }
  var reduction: Primitive? { description.reduction }
  var unicodeSign: String? { description.unicodeSign }
  var derivativeText: String? { description.derivativeText }
  var changeText: String? { description.changeText }
  var isNamedInSteps: Bool { description.isNamedInSteps }
}

extension Gate where S: Field {
  init(
    name: String, aliases: [String] = [], summary: String, arity: Arity = .exactly(1), parameters: [String]? = nil,
    defaults: [Double] = [], domain: Domain = .reals, convention: String? = nil, kink: Kink<S>? = nil,
    notation: Notation = .function, latex: String? = nil, computation: Computation<S>, lanes: LaneFunction? = nil,
    derivative: Derivative<S>, pull: Pull? = nil,
    selects: Bool = false, role: Role? = nil, definition: (@Sendable ([S]) -> S)? = nil,
    arrayDefinition: (@Sendable ([S], ArrayOperation) -> S)? = nil,
    accurateDefinition: (@Sendable ([S]) -> S)? = nil, carefulDefinition: (@Sendable ([S]) -> S)? = nil,
    degree: (@Sendable ([Double]) -> Double)? = nil,
    seriesForm: (@Sendable ([S]) -> S)? = nil, isSymmetric: Bool = false, losesNaN: Bool = false,
    isNeverNegativeZero: Bool = false, isHidden: Bool = false, signature: Signature = .elementwise,
    arrayNotation: ArrayNotation = .call, scalarCase: ScalarCase = .none, reduction: Primitive? = nil,
    unicodeSign: String? = nil, derivativeText: String? = nil, changeText: String? = nil, isNamedInSteps: Bool = false,
    rounding: RowRounding? = nil
  ) {
    self.name = name
    self.arity = arity
    self.kink = kink
    self.notation = notation
    self.computation = computation
    value = computation.value
    self.lanes = lanes
    self.derivative = derivative
    self.pull = pull
    self.selects = selects
    self.definition = definition
    self.arrayDefinition = arrayDefinition
    self.accurateDefinition = accurateDefinition
    self.carefulDefinition = carefulDefinition
    self.degree = degree
    self.seriesForm = seriesForm
    self.isSymmetric = isSymmetric
    self.losesNaN = losesNaN
    self.isNeverNegativeZero = isNeverNegativeZero
    self.isHidden = isHidden
    description = RowDescription(
      aliases: aliases, summary: summary, parameters: parameters, defaults: defaults, domain: domain,
      convention: convention, latex: latex, role: role, signature: signature, arrayNotation: arrayNotation,
      scalarCase: scalarCase, reduction: reduction, unicodeSign: unicodeSign, derivativeText: derivativeText,
      changeText: changeText, isNamedInSteps: isNamedInSteps, rounding: rounding)
  }

  /// The domain in words; of an operation on whole arrays, unless the row says it, that of its signature.
  var domainText: String { domain.text.isEmpty ? signature.domain(parameters?.first) : domain.text }

  /// The definition to be shown: the textbook's, else the computed form; nil for a gate that is elementary to a reader,
  /// as those are that only choose or step.
  var shownDefinition: (@Sendable ([S]) -> S)? {
    if let definition { return definition }
    switch (derivative, computation.form) {
    case (.none, _), (.extremum, _), (.array, _), (_, nil): return nil
    case (.unary, let form?), (.binary, let form?), (.many, let form?): return { form($0) }
    }
  }

  /// Returns the local derivatives at operands of these values, one for each.
  func locals(_ operands: [S], _ output: S) -> [S] { derivative.locals(operands, output) }
}

extension Derivative {
  /// A Boolean value indicating whether the derivative is 0 wherever it exists.
  var isNone: Bool { if case .none = self { true } else { false } }
}

extension Derivative where S: Field {
  /// Returns the local derivatives at operands of these values, one for each; nan for an operation on arrays, whose
  /// rule is not of numbers.
  func locals(_ operands: [S], _ output: S) -> [S] {
    switch self {
    case .none: operands.map { _ in 0.0 }
    case .unary(let rule): [rule(operands[0], output).defined(where: output)]
    case .binary(let first, let second):
      [
        first(operands[0], operands[1], output).defined(where: output),
        second(operands[0], operands[1], output).defined(where: output),
      ]
    case .extremum(_, let ties): Extremum.shares(operands, output, ties)
    case .many(let rule): rule(operands, output)
    case .array: operands.map { _ in S(.nan) }
    }
  }
}

/// The rule of a primitive's local derivatives over operands and output, one for both modes and every kind of number.
package enum Derivative<S>: Sendable {
  /// The primitive is constant wherever it is differentiable: it sends nothing.
  case none
  /// The local derivative of a primitive of one operand.
  case unary(Gate<S>.Unary)
  /// The local derivatives of a primitive of two operands.
  case binary(Gate<S>.Binary, Gate<S>.Binary)
  /// The local derivative is 1 for the operand that equals the output; several share it.
  case extremum(Extremum.Order, Ties)
  /// The local derivatives of a primitive of any number of operands, one for each.
  case many(@Sendable (_ operands: [S], _ output: S) -> [S])
  /// The linear maps of an operation on arrays.
  case array(ArrayRule<S>)
}

/// The parts that lectures give to primitives in the flow of the gradient.
package enum Role: String, Sendable {
  case distributes, routes, switches
}

/// The arguments for which a function is real and differentiable, in words and as a range to sample for each argument.
package struct Domain: Sendable {
  /// The condition, in words.
  package var text: String
  /// The hint for an argument outside, with `#` for the function's name; nil if the text says enough.
  var outside: String?
  /// The hint for a value that is too large for a double, likewise.
  var beyond: String?
  /// A number that is 0 where arguments are at a pole or at an end of the domain, and changes its sign where they pass
  /// one; nil where there is neither.
  var border: (@Sendable (_ arguments: [Double]) -> Double)?
  // No array: most commands never ask.
  private var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>?, z: ClosedRange<Double>?)

  /// Creates a domain.
  ///
  /// - Parameter text: The condition, in words.
  /// - Parameter x: The range to sample for the first argument; `y` and `z` are those for the others.
  package init(
    _ text: String, _ x: ClosedRange<Double>, _ y: ClosedRange<Double>? = nil, _ z: ClosedRange<Double>? = nil,
    outside: String? = nil, beyond: String? = nil, border: (@Sendable ([Double]) -> Double)? = nil
  ) {
    self.text = text
    self.outside = outside
    self.beyond = beyond
    self.border = border
    ranges = (x, y, z)
  }

  /// The range to sample for each argument.
  package var samples: [ClosedRange<Double>] {
    [ranges.x, ranges.y, ranges.z].compactMap { $0 }
  }

  static let reals = Domain("every x", -4...4)
  static let plane = Domain("every x, y", -4...4, -4...4)
}

/// The way in which a primitive is written: as a function or between its operands, with binding strengths. An operand
/// that binds less is put in brackets.
package enum Notation: Sendable {
  case function
  case infix(left: Int, level: Int, right: Int)
  case prefix(level: Int)
  case postfix(level: Int)

  /// The notation of a transpose, raised behind its operand.
  static let transposition = Notation.postfix(level: 10)
  static let comparison = infix(left: 5, level: 4, right: 5)
  static let sum = infix(left: 5, level: 5, right: 6)
  static let product = infix(left: 6, level: 6, right: 7)
  static let power = infix(left: 10, level: 9, right: 7)
  /// The binding strength of a name or a number.
  static let atomLevel = 10
}
