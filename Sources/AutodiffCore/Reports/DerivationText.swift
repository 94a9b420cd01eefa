/// A line of a derivation: what is differentiated, what that gives, and the rule.
package struct DerivationLine {
  /// The name of the rule.
  package var rule: String
  /// The rule in general, `d(u*v) = v*du + u*dv`; nil where it was told already, or its name says as much.
  package var general: String?
  package var of: String
  package var gives: String
}

/// The text of a derivation in steps.
package struct DerivationText {
  /// The lines, from the outermost operation inwards; the last one gives the derivative.
  package private(set) var lines: [DerivationLine] = []

  private let steps: DerivationSteps
  private let style: FormulaStyle
  /// The formulas of the steps, with letters for their inputs.
  private let formula: Formula
  private let names: PartNames
  private let writer: TermWriter

  /// The number of characters of a rule in general above which it says less than its name.
  private static let longestRule = 48
  /// The number of characters of what is put together above which nobody reads it.
  private static let longestWhole = 240

  /// Writes a derivation.
  ///
  /// - Parameters:
  ///   - function: The name of what is differentiated, `f` or `df/dx`.
  ///   - label: The name of the derivative.
  ///   - result: The derivative's formula in the end.
  ///   - told: The rules that were told in general before; those of this derivation are added.
  /// - Throws: A `Problem` if the formulas have more nodes than the limit.
  package init(
    _ part: WorkedDerivation.Part, style: FormulaStyle, number: NumberText, function: String, label: String,
    result: String, told: inout Set<String>
  ) throws(Problem) {
    let steps = part.steps
    self.steps = steps
    self.style = style
    var writer = try TermWriter(steps.algebra, inputs: steps.letters.map { ($0.name, $0.shape) }, named: [])
    try writer.write(steps.steps.flatMap { [$0.gives] + ($0.general.map { [$0.of, $0.gives] } ?? []) })
    self.writer = writer
    let names = PartNames(steps)
    self.names = names
    let constants = writer.constants
    formula = Formula(writer.graph, style: style, number: number) { constants[$0] }
    let program = Formula(steps.graph, style: style, number: number) { names[$0] ?? Self.constantName($0, steps.graph) }
    let letters = letters(program) { Self.change($0, steps, style, program) }
    for step in steps.steps {
      let line = DerivationLine(
        rule: step.rule, general: general(step, letters, number, &told),
        of: Self.change(step.node, steps, style, program).text, gives: text(step.gives, letters))
      substitute(program)
      lines.append(line)
    }
    explainOthers(program)
    end(program, letters, function, label, result)
  }

  /// Returns the name of a number that has one, such as pi; nil for other nodes, and where an input has taken the name.
  private static func constantName(_ id: Graph.NodeID, _ graph: Graph) -> String? {
    let node = graph.nodes[Int(id)]
    guard node.kind == .constant, let constant = Algebra.Constant(rawValue: graph.constants[Int(node.a)]) else {
      return nil
    }
    let name = "\(constant)"
    return graph.inputNames.contains(name) ? nil : name
  }

  // MARK: - Parts

  /// Returns the derivative of a node as it stands before it is taken: `d/dx[sin(x)]`, or `d[sin(x)]` along a direction.
  private static func change(
    _ node: Graph.NodeID, _ steps: DerivationSteps, _ style: FormulaStyle, _ program: Formula
  ) -> Formula.Rendered {
    let name = steps.graph.name(ofInput: steps.input)
    let isLaTeX = style == .latex
    let sign: String
    if steps.isAlongDirection {
      sign = isLaTeX ? "\\mathrm{d}" : "d"
      if node == steps.input { return Formula.Rendered(text: sign + (isLaTeX ? LaTeX.name(name) : name)) }
    } else {
      sign = isLaTeX ? "\\frac{\\partial}{\\partial \(LaTeX.name(name))}" : "d/d\(name)"
    }
    let inner = program.text(node)
    return Formula.Rendered(text: isLaTeX ? "\(sign)\\left[\(inner)\\right]" : "\(sign)[\(inner)]")
  }

  /// Returns the formulas that stand for letters.
  ///
  /// - Parameter change: A closure that returns the formula of a node's derivative.
  private func letters(
    _ program: Formula, change: @escaping (Graph.NodeID) -> Formula.Rendered
  ) -> (Graph.NodeID) -> Formula.Rendered {
    let (letters, inputs) = (steps.letters, writer.graph)
    let sign = style == .latex ? "\\mathrm{d}" : "d"
    return { id in
      switch letters[Int(inputs.nodes[Int(id)].a)].meaning {
      case .value(let node): program.render(node)
      case .change(let node): change(node)
      case .name(let name): Formula.Rendered(text: name)
      case .changeOf(let name): Formula.Rendered(text: sign + name)
      }
    }
  }

  private func rendered(
    _ term: Algebra.ID, _ letters: @escaping (Graph.NodeID) -> Formula.Rendered
  ) -> Formula.Rendered {
    var formula = formula
    formula.inputFormula = letters
    return formula.render(writer.node(of: term))
  }

  private func text(_ term: Algebra.ID, _ letters: @escaping (Graph.NodeID) -> Formula.Rendered) -> String {
    rendered(term, letters).text
  }

  /// Returns the rule of a step in general, if it is short and was not told before.
  private func general(
    _ step: DerivationSteps.Step, _ letters: @escaping (Graph.NodeID) -> Formula.Rendered, _ number: NumberText,
    _ told: inout Set<String>
  ) -> String? {
    guard let (of, gives) = step.general else { return nil }
    let (left, right) = (text(of, letters), text(gives, letters))
    let text = style == .latex ? "\\mathrm{d}\\left(\(left)\\right) = \(right)" : "d(\(left)) = \(right)"
    guard style == .latex || text.count <= Self.longestRule, told.insert(text).inserted else { return nil }
    return text
  }

  /// Adds lines that give names to the long parts that a step meets for the first time. A name within a definition waits
  /// for the step that needs it.
  private mutating func substitute(_ program: Formula) {
    for node in names.met { explain(node, program) }
    names.met = []
  }

  /// Adds the lines of names within definitions that no step needs.
  private mutating func explainOthers(_ program: Formula) {
    guard steps.leftOut == 0 else { return }
    while let node = names.unexplained { explain(node, program) }
    names.met = []
  }

  private mutating func explain(_ node: Graph.NodeID, _ program: Formula) {
    guard names.explain(node) else { return }
    let name = names[node] ?? ""
    lines.append(
      DerivationLine(
        rule: "substitute", general: nil, of: style == .latex ? LaTeX.name(name) : name,
        gives: program.definition(node)))
  }

  // MARK: - The end

  /// Adds the lines that put the steps together and simplify them.
  private mutating func end(
    _ program: Formula, _ letters: @escaping (Graph.NodeID) -> Formula.Rendered, _ function: String, _ label: String,
    _ result: String
  ) {
    if steps.steps.isEmpty, !steps.isAlongDirection {
      let isVariable = steps.graph.output == steps.input
      lines.append(
        DerivationLine(
          rule: isVariable ? "derivative of the variable itself" : "derivative of a constant", general: nil, of: label,
          gives: result))
      return
    }
    let whole = whole(program)
    let isLaTeX = style == .latex
    if steps.isAlongDirection {
      let name = steps.graph.name(ofInput: steps.input)
      let sign = isLaTeX ? "\\mathrm{d}" : "d"
      let left = function == "f" ? sign + function : isLaTeX ? "\(sign)\\left[\(function)\\right]" : "d[\(function)]"
      if let whole, steps.steps.count > 1 {
        lines.append(DerivationLine(rule: "put together", general: nil, of: left, gives: whole))
      }
      let (own, other) = (steps.graph.shape(of: steps.graph.output), steps.graph.shape(of: steps.input))
      let moved = isLaTeX ? sign + LaTeX.name(name) : "d\(name)"
      var general: String?
      if own.isScalar {
        general = isLaTeX ? "\(left) = \\sum \(label) \\odot \(moved)" : "\(left) = sum(\(label)*\(moved))"
      } else if own.rank == 1, other.rank == 1 {
        general = isLaTeX ? "\(left) = \(label) \\, \(moved)" : "\(left) = \(label) @ \(moved)"
      }
      lines.append(
        DerivationLine(
          rule: own.isScalar ? "read off the gradient" : "read off the Jacobian", general: general, of: label,
          gives: result))
      return
    }
    if let whole, steps.steps.count > 1 {
      lines.append(DerivationLine(rule: "put together", general: nil, of: label, gives: whole))
    }
    if let last = lines.last?.gives, last != result {
      // A form that keeps its values where others leave the range of numbers may be the longer one.
      let rule = result.count <= last.count ? "simplify" : "rewrite"
      lines.append(DerivationLine(rule: rule, general: nil, of: label, gives: result))
    }
  }

  /// Returns the steps put into each other; nil if steps are missing, or it is too long to be read.
  private func whole(_ program: Formula) -> String? {
    guard steps.leftOut == 0 else { return nil }
    var known: [Graph.NodeID: Formula.Rendered] = [:]
    let (steps, style) = (steps, style)
    // Operands stand before what is made of them.
    for step in steps.steps.sorted(by: { $0.node < $1.node }) {
      let parts = known
      let formula = rendered(
        step.gives, letters(program) { parts[$0] ?? Self.change($0, steps, style, program) })
      guard formula.text.utf8.count <= Self.longestWhole else { return nil }
      known[step.node] = formula
    }
    return known[steps.graph.output]?.text
  }
}

/// The names of parts of a program in a derivation: the program's own, and others for what is long.
private final class PartNames {
  private let steps: DerivationSteps
  private let letter: String
  private var given: [Graph.NodeID: String] = [:]
  /// The nodes with a given name, in the order in which they got it.
  private var order: [Graph.NodeID] = []
  private var explained: Set<Graph.NodeID> = []
  /// The nodes whose names were written since this was emptied.
  var met: [Graph.NodeID] = []

  init(_ steps: DerivationSteps) {
    self.steps = steps
    let taken = steps.graph.inputNames + steps.labels.values
    letter =
      ["u", "v", "w", "t", "s", "r", "q", "p"].first { letter in
        !taken.contains { $0.hasPrefix(letter) && $0.dropFirst().allSatisfy(\.isNumber) }
      } ?? "part_"
  }

  subscript(node: Graph.NodeID) -> String? {
    if let name = steps.labels[node] { return name }
    guard steps.isLong[Int(node)] else { return nil }
    met.append(node)
    if let name = given[node] { return name }
    let name = "\(letter)\(given.count + 1)"
    given[node] = name
    order.append(node)
    return name
  }

  /// The first node with a given name that is not explained.
  var unexplained: Graph.NodeID? { order.first { !explained.contains($0) } }

  /// Takes notice that a name is explained, and returns a Boolean value indicating whether it was not before.
  func explain(_ node: Graph.NodeID) -> Bool { explained.insert(node).inserted }
}
