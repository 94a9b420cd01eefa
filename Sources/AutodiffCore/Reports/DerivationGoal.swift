/// A derivative to whose formula a derivation leads.
package struct DerivationGoal {
  /// The name of what is differentiated, `f` or `df/dx`.
  var function: String
  /// The name of the derivative.
  var label: String
  /// The formula in the end.
  var result: String
  /// The same in the language.
  var plainResult: String
  /// The names in the formula with their definitions, each after those that it uses.
  var definitions: [(name: String, text: String)]
  /// The names that stand for other things than parts of the program.
  var taken: [String] = []
  /// The names that the formulas have for parts of the program, by their nodes.
  var shared: [Graph.NodeID: String] = [:]
}

extension DerivationGoal {
  /// Creates the goal of a derivation among these formulas.
  ///
  /// - Parameters:
  ///   - function: The name of what is differentiated.
  ///   - label: The name of the derivative.
  ///   - isProgram: A Boolean value indicating whether a formula that uses names has their definitions before it.
  package init(
    _ part: WorkedDerivation.Part, among formulas: DerivativeFormulas, function: String, label: String,
    style: FormulaStyle, number: NumberText, isProgram: Bool
  ) {
    let entry = formulas.entries.first { $0.inputs == part.inputs }
    func result(_ style: FormulaStyle) -> String { entry.map { formulas.text($0, style, number) } ?? "" }
    self.init(
      function: function, label: label,
      result: isProgram ? entry.map { formulas.program($0, number) } ?? "" : result(style),
      plainResult: result(.language),
      definitions: isProgram ? [] : entry.map { formulas.definitions(for: $0, style, number) } ?? [],
      taken: formulas.partNames,
      shared: part.inputs.count == 1 && !isProgram ? formulas.names(ofPartsOf: part.steps.graph) : [:])
  }
}
