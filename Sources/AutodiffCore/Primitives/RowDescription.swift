/// The facts of a row that no sweep asks for: one object, so that rows are quick to make and to move.
final class RowDescription: Sendable {
  /// Other names of the function.
  let aliases: [String]
  /// A few words that say what it computes.
  let summary: String
  /// The names of its arguments; nil for x, or x and y.
  let parameters: [String]?
  /// The values of trailing arguments that are left out.
  let defaults: [Double]
  /// The arguments for which it is real and differentiable.
  let domain: Domain
  /// The derivative that is answered at a kink, in words.
  let convention: String?
  /// The spelling in LaTeX, `#1` and `#2` for the arguments; nil for the name upright before a bracket.
  let latex: String?
  /// The part that the lecture gives to this gate in the flow of the gradient.
  let role: Role?
  /// The shapes that its arguments may have; elementwise unless said otherwise.
  let signature: Signature
  /// The way a formula writes it, of an operation on whole arrays.
  let arrayNotation: ArrayNotation
  /// The meaning of scalar arguments, of an operation on whole arrays.
  let scalarCase: ScalarCase
  /// The reduction that a call with one array is, of a gate of many numbers.
  let reduction: Primitive?
  /// The sign of an operator in text with characters beyond ASCII, blanks included; nil where it is the name.
  let unicodeSign: String?
  /// The derivative in words, where a formula would need an array's size.
  let derivativeText: String?
  /// The change of the value in words, where the rule read over letters is too long for a step of a derivation: `u` is
  /// the operand, `du` its change and `y` the value. What is mathematics stands in backquotes.
  let changeText: String?
  /// A Boolean value indicating whether a step of a derivation writes a hidden operation by its name, and says its summary.
  let isNamedInSteps: Bool
  /// The rounding error of the value; nil for what follows from the way it is computed.
  let rounding: RowRounding?

  init(
    aliases: [String], summary: String, parameters: [String]?, defaults: [Double], domain: Domain, convention: String?,
    latex: String?, role: Role?, signature: Signature, arrayNotation: ArrayNotation, scalarCase: ScalarCase,
    reduction: Primitive?, unicodeSign: String?, derivativeText: String?, changeText: String?, isNamedInSteps: Bool,
    rounding: RowRounding?
  ) {
    self.aliases = aliases
    self.summary = summary
    self.parameters = parameters
    self.defaults = defaults
    self.domain = domain
    self.convention = convention
    self.latex = latex
    self.role = role
    self.signature = signature
    self.arrayNotation = arrayNotation
    self.scalarCase = scalarCase
    self.reduction = reduction
    self.unicodeSign = unicodeSign
    self.derivativeText = derivativeText
    self.changeText = changeText
    self.isNamedInSteps = isNamedInSteps
    self.rounding = rounding
  }
}
