/// A line of a derivation: what is differentiated, what that gives, and the rule.
package struct DerivationLine {
  /// The name of the rule.
  package var rule: String
  /// The rule in general, `d(u*v) = v*du + u*dv`; nil where it was told already.
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
  private let writer: TermWriter
  /// The formulas of the steps, with letters for their inputs.
  private let formula: Formula
  /// The formulas of the program, down to what has a name.
  private let program: Formula
  /// The same in the language.
  private let plain: (formula: Formula, program: Formula)
  private let names: PartNames

  /// The number of characters of a rule in general from which on a letter stands for the value.
  private static let longestRule = 48
  /// The number of characters of what is put together above which nobody reads it.
  private static let longestWhole = 240
  /// The number of characters of a side of an equation about sums above which nobody reads it.
  private static let longestShift = 120

  /// Writes a derivation.
  ///
  /// - Parameter told: The rules that were told in general before, and the names that were explained; those of this
  ///   derivation are added.
  /// - Throws: A `Problem` if the formulas have more nodes than the limit.
  package init(
    _ part: WorkedDerivation.Part, style: FormulaStyle, number: NumberText, goal: DerivationGoal,
    told: inout Set<String>
  ) throws(Problem) {
    let steps = part.steps
    self.steps = steps
    self.style = style
    var writer = try TermWriter(steps.algebra, inputs: steps.letters.map { ($0.name, $0.shape) }, named: [])
    try writer.write(
      steps.steps.flatMap { step in
        [step.gives] + (step.general.map { [$0.of, $0.gives] } ?? []) + step.shifts.flatMap { [$0.of, $0.gives] }
      })
    self.writer = writer
    let graph = writer.graph
    let names = PartNames(steps, taken: goal.taken, shared: goal.shared)
    self.names = names
    let constants = writer.constants
    func formulas(_ style: FormulaStyle) -> (formula: Formula, program: Formula) {
      var formula = Formula(graph, style: style, number: number) { constants[$0] }
      var program = Formula(steps.graph, style: style, number: number) {
        names[$0] ?? Self.constantName($0, steps.graph)
      }
      formula.joinsSigns = true
      program.joinsSigns = true
      return (formula, program)
    }
    (formula, program) = formulas(style)
    plain = style == .language ? (formula, program) : formulas(.language)
    for step in steps.steps {
      let line = DerivationLine(
        rule: step.rule, general: general(step, &told), of: change(step.node).text, gives: text(step.gives))
      substitute()
      lines.append(line)
    }
    end(goal, &told)
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
  private func change(_ node: Graph.NodeID) -> Formula.Rendered { Self.change(node, steps, program) }

  private static func change(_ node: Graph.NodeID, _ steps: DerivationSteps, _ program: Formula) -> Formula.Rendered {
    let name = steps.graph.name(ofInput: steps.input)
    let isLaTeX = program.style == .latex
    let sign: String
    if steps.isAlongDirection {
      if node == steps.input { return Formula.Rendered(text: differential(name, steps, isLaTeX)) }
      sign = isLaTeX ? LaTeX.differential : "d"
    } else {
      sign = isLaTeX ? "\\frac{\\partial}{\\partial \(LaTeX.name(name))}" : "d/d\(name)"
    }
    let inner = program.text(node)
    return Formula.Rendered(text: isLaTeX ? "\(sign)\\left[\(inner)\\right]" : "\(sign)[\(inner)]")
  }

  /// Returns the differential of a name: `dx`, or `d[x]` where the program has another thing of that name.
  private static func differential(_ name: String, _ steps: DerivationSteps, _ isLaTeX: Bool) -> String {
    let inner = isLaTeX ? LaTeX.name(name) : name
    if steps.hasName("d" + name) || name.hasPrefix("\\") || name.includes("/") {
      return isLaTeX ? "\(LaTeX.differential)\\left[\(inner)\\right]" : "d[\(inner)]"
    }
    return (isLaTeX ? LaTeX.differential : "d") + inner
  }

  /// Returns the formulas that stand for letters.
  ///
  /// - Parameter change: A closure that returns the formula of a node's derivative.
  private func letters(
    _ program: Formula, change: @escaping (Graph.NodeID) -> Formula.Rendered
  ) -> (Graph.NodeID) -> Formula.Rendered {
    let (letters, inputs) = (steps.letters, writer.graph)
    let sign = program.style == .latex ? LaTeX.differential : "d"
    return { id in
      switch letters[Int(inputs.nodes[Int(id)].a)].meaning {
      case .value(let node): program.render(node)
      case .change(let node): change(node)
      case .name(let name): Formula.Rendered(text: name)
      case .changeOf(let name): Formula.Rendered(text: sign + name)
      }
    }
  }

  /// Returns the formula of a term of the steps.
  ///
  /// - Parameter named: A node of the writer's graph for which a letter stands.
  private func text(
    _ term: Algebra.ID, _ formulas: (formula: Formula, program: Formula)? = nil,
    named: (node: Graph.NodeID, letter: String)? = nil
  ) -> String {
    var (formula, program) = formulas ?? (self.formula, self.program)
    let steps = steps
    if let named {
      let constants = writer.constants
      formula = Formula(writer.graph, style: formula.style, number: formula.number) {
        $0 == named.node ? named.letter : constants[$0]
      }
      formula.joinsSigns = true
    }
    formula.inputFormula = letters(program) { Self.change($0, steps, program) }
    return formula.text(writer.node(of: term))
  }

  // MARK: - Rules in general

  /// Returns the rule of a step in general if it was not told before.
  private func general(_ step: DerivationSteps.Step, _ told: inout Set<String>) -> String? {
    guard let (of, gives) = step.general else { return nil }
    let primitive = steps.graph.nodes[Int(step.node)].primitive
    let (left, letter) = (text(of), steps.generalLetters.value)
    let isLaTeX = style == .latex
    let (right, isNamed): (String, Bool)
    if let words = steps.row(primitive).changeText {
      let moving = steps.generalLetters.moved[0]
      right = StepWords(words, moving: moving, value: letter).text(style)
      isNamed = words.includes("`y")
    } else {
      let own = (node: writer.node(of: of), letter: letter)
      let short = text(gives, plain, named: own)
      let long = text(gives, plain)
      isNamed = long.count > Self.longestRule && short != long
      right = isNamed ? text(gives, named: own) : text(gives)
    }
    let rule =
      (isLaTeX ? "\(LaTeX.differential)\\left(\(left)\\right) = \(right)" : "d(\(left)) = \(right)")
      + (isNamed ? "\(isLaTeX ? ", \\; " : ", ")\(letter) = \(left)" : "")
    guard told.insert(rule).inserted else { return nil }
    return rule + meanings(gives)
  }

  /// Returns the meanings of functions in a term that the language has no name for.
  private func meanings(_ term: Algebra.ID) -> String {
    let reached = writer.graph.reached(from: [writer.node(of: term)])
    var met: Set<Primitive> = []
    var text = ""
    for place in reached.indices where reached[place] {
      let node = writer.graph.nodes[place]
      guard node.kind == .wide, node.primitive.gate.isNamedInSteps, met.insert(node.primitive).inserted else {
        continue
      }
      let meaning = "\(node.primitive.writtenName): \(node.primitive.gate.summary)"
      text += style == .latex ? ", \\; \\text{\(LaTeX.escaped(meaning))}" : ", \(meaning)"
    }
    return text
  }

  // MARK: - Names

  /// Adds lines that give names to the long parts that a step meets for the first time.
  private mutating func substitute() {
    let met = names.met
    for node in met.flatMap({ names.group(of: $0) }) where names.explain(node) {
      let name = names[node] ?? ""
      lines.append(
        DerivationLine(
          rule: "substitute", general: nil, of: style == .latex ? LaTeX.name(name) : name,
          gives: program.definition(node)))
    }
    names.met = []
  }

  // MARK: - The end

  /// Adds the lines that put the steps together and simplify them.
  private mutating func end(_ goal: DerivationGoal, _ told: inout Set<String>) {
    if steps.steps.isEmpty, !steps.isAlongDirection {
      let isVariable = steps.graph.output == steps.input
      lines.append(
        DerivationLine(
          rule: isVariable ? "derivative of the variable itself" : "derivative of a constant", general: nil,
          of: goal.label, gives: goal.result))
      return
    }
    let isLaTeX = style == .latex
    let whole = steps.steps.count > 1 ? whole(formula, program) : nil
    if steps.isAlongDirection {
      let left = Self.differential(goal.function, steps, isLaTeX)
      if let whole { lines.append(DerivationLine(rule: "put together", general: nil, of: left, gives: whole)) }
      shift()
      define(goal, &told)
      lines.append(readOff(goal, left))
      return
    }
    if let whole { lines.append(DerivationLine(rule: "put together", general: nil, of: goal.label, gives: whole)) }
    guard let last = lines.last?.gives, last != goal.result else { return }
    define(goal, &told)
    var rule: String
    if steps.steps.count > 1, whole == nil {
      rule = "put together and simplify"
    } else {
      // A form that keeps its values where others leave the range of numbers may be the longer one.
      let before = isLaTeX ? self.whole(plain.formula, plain.program) ?? last : last
      rule = Self.weight(goal.plainResult) <= Self.weight(before) ? "simplify" : "rewrite"
    }
    if isOpen(goal) { rule += Self.namesBelow }
    lines.append(DerivationLine(rule: rule, general: nil, of: goal.label, gives: goal.result))
  }

  /// The remark on a formula that uses more names than are explained before it.
  private static let namesBelow = ", with the names that are explained below"

  /// Returns a Boolean value indicating whether the derivative's formula uses more names than are explained before it.
  private func isOpen(_ goal: DerivationGoal) -> Bool {
    goal.definitions.count { !names.hasExplained($0.name) } > PartNames.mostAtOnce
  }

  /// Adds the equations by which changes within sums are shifted until that of the input stands alone.
  private mutating func shift() {
    var shown: Set<String> = []
    for step in steps.steps {
      for (of, gives) in step.shifts {
        let (left, right) = (text(of), text(gives))
        let isShort = max(text(of, plain).utf8.count, text(gives, plain).utf8.count) <= Self.longestShift
        guard isShort, left != right, shown.insert(left).inserted else { continue }
        let isFree = steps.graph.shape(of: step.node).isScalar
        lines.append(
          DerivationLine(
            rule: "shift to the other factor" + (isFree ? "" : ", for any \(steps.generalLetters.factor)"),
            general: nil,
            of: left, gives: right))
      }
    }
  }

  /// Returns the line in which a gradient or a Jacobian is read off the change along a direction.
  private func readOff(_ goal: DerivationGoal, _ left: String) -> DerivationLine {
    let isLaTeX = style == .latex
    let moved = Self.differential(steps.graph.name(ofInput: steps.input), steps, isLaTeX)
    let (own, other) = (steps.graph.shape(of: steps.graph.output), steps.graph.shape(of: steps.input))
    var general: String?
    if own.isScalar {
      general = isLaTeX ? "\(left) = \\sum \(goal.label) \\odot \(moved)" : "\(left) = sum(\(goal.label)*\(moved))"
    } else if own.rank == 1, other.rank == 1 {
      general = isLaTeX ? "\(left) = \(goal.label) \\, \(moved)" : "\(left) = \(goal.label) @ \(moved)"
    }
    return DerivationLine(
      rule: "read off the \(own.isScalar ? "gradient" : "Jacobian")" + (isOpen(goal) ? Self.namesBelow : ""),
      general: general, of: goal.label,
      gives: goal.result)
  }

  /// Adds the definitions of names that the derivative's formula uses and that were not explained before.
  private mutating func define(_ goal: DerivationGoal, _ told: inout Set<String>) {
    // Of more the reader finds those that he looks for below the steps.
    let open = goal.definitions.filter { !names.hasExplained($0.name) }
    guard open.count <= PartNames.mostAtOnce else { return }
    for (name, text) in open {
      guard told.insert("\(name) = \(text)").inserted else { continue }
      lines.append(
        DerivationLine(rule: "substitute", general: nil, of: style == .latex ? LaTeX.name(name) : name, gives: text))
    }
  }

  /// Returns the steps put into each other; nil if steps are missing, or it is too long to be read.
  private func whole(_ formula: Formula, _ program: Formula) -> String? {
    guard steps.leftOut == 0 else { return nil }
    var known: [Graph.NodeID: Formula.Rendered] = [:]
    let steps = steps
    // Operands stand before what is made of them.
    for step in steps.steps.sorted(by: { $0.node < $1.node }) {
      let parts = known
      var formula = formula
      formula.inputFormula = letters(program) { parts[$0] ?? Self.change($0, steps, program) }
      let rendered = formula.render(writer.node(of: step.gives))
      guard rendered.text.utf8.count <= Self.longestWhole else { return nil }
      known[step.node] = rendered
    }
    return known[steps.graph.output]?.text
  }

  /// Returns the weight of a formula to a reader: the number of its names, numbers and signs, where a fraction counts
  /// twice.
  private static func weight(_ text: String) -> Int {
    var weight = 0
    var isWord = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...,
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
        if !isWord { weight += 1 }
        isWord = true
      case UInt8(ascii: "/"):
        weight += 2
        isWord = false
      case UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: "["),
        UInt8(ascii: "]"):
        isWord = false
      default:
        weight += 1
        isWord = false
      }
    }
    return weight
  }
}
