/// The ways in which a standard uncertainty or a correlation cannot be what is given.
package enum UncertaintyFault: Equatable, Sendable {
  /// Nothing stands behind the sign.
  case missing
  case negative(Double)
  case notFinite(Double)
  /// The shape of a value, and another one of its uncertainty.
  case shape(Shape, given: Shape)
  /// A command or an option that takes no uncertainties.
  case notTaken(by: String)

  /// A correlation that is not of the form `x,y=0.3`.
  case malformedCorrelation(String)
  case correlationOutside(Double)
  /// A correlation of what has no uncertainty.
  case exact(String)
  /// An array in place of an element of it.
  case arrayCorrelated(String)
  /// A name that is no input, or no element of one.
  case noInput(String, inputs: [String])
  case correlatedWithItself(String)
  case correlatedTwice(String, String)
  /// Correlations that no quantities can have together.
  case impossible
}

/// The words for faults of uncertainties.
enum UncertaintyText {
  static func message(_ fault: UncertaintyFault) -> String {
    switch fault {
    case .missing: "an uncertainty is missing"
    case .negative(let value): "an uncertainty is not below 0, as \(NumberText()(value)) is"
    case .notFinite(let value): "an uncertainty is a finite number, not \(NumberText()(value))"
    case .shape(let shape, let given):
      "the value is \(ShapeText.phrase(shape)), and its uncertainty \(ShapeText.phrase(given))"
    case .notTaken(let name): "'\(name)' takes no uncertainties"
    case .malformedCorrelation(let text): "\(ProblemText.quoted(text)) is not of the form x,y=0.3"
    case .correlationOutside(let value): "a correlation lies between -1 and 1, and \(NumberText()(value)) does not"
    case .exact(let name): "\(ProblemText.quoted(name)) has no uncertainty"
    case .arrayCorrelated(let name): "\(ProblemText.quoted(name)) is an array"
    case .noInput(let name, _): "there is no input \(ProblemText.quoted(name))"
    case .correlatedWithItself(let name): "\(ProblemText.quoted(name)) is correlated with itself"
    case .correlatedTwice(let first, let second):
      "the correlation of \(ProblemText.quoted(first)) and \(ProblemText.quoted(second)) is given twice"
    case .impossible: "no quantities can have these correlations together"
    }
  }

  static func hint(_ fault: UncertaintyFault) -> String? {
    switch fault {
    case .missing, .negative: "one standard deviation stands behind the sign: x=2±0.1"
    case .notFinite: nil
    case .shape: "it has the shape of its value, or is one number for all elements: 'w=[1,2]±0.1'"
    case .notTaken: "'eval' and 'grad' take them, with --at; a sum is written with a blank: x=2+ -0.1"
    case .malformedCorrelation: "a correlation names two inputs: --correlation x,y=0.3"
    case .correlationOutside: "it is the covariance divided by both uncertainties"
    case .exact(let name): "give it one with its value: \(ProblemText.printable(name))=2±0.1"
    case .arrayCorrelated(let name):
      "name elements: --correlation '\(ProblemText.printable(name))[1],\(ProblemText.printable(name))[2]=0.3'"
    case .noInput(_, let inputs):
      inputs.isEmpty
        ? "the expression has no inputs"
        : "the inputs are \(inputs.prefix(12).map { ProblemText.printable($0) }.joined(separator: ", "))"
    case .correlatedWithItself: "a correlation names two inputs: --correlation x,y=0.3"
    case .correlatedTwice: nil
    case .impossible: "their matrix is not positive semidefinite: if x goes with y and y with z, then x with z"
    }
  }
}
