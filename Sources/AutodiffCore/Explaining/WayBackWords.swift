/// The sentences of an explanation: what each operation does to the derivative that comes back to it.
package final class WayBackWords {
  let exercise: Exercise
  let number: NumberText
  /// The graph with formulas of derivatives added to it, one after the other.
  lazy var bench = Workbench(exercise.graph, spellsOut: true)

  /// The number of elements up to which an array is shown.
  private static let mostElements = 6

  /// Creates the words for an exercise.
  ///
  /// - Parameter number: The way in which numbers are written.
  package init(_ exercise: Exercise, _ number: NumberText) {
    self.exercise = exercise
    self.number = number
  }

  var graph: Graph { exercise.graph }

  // MARK: - Names and numbers

  /// The number of characters above which a part of the source is abridged.
  private static let longest = 28
  /// The number of characters up to which an operand is written out where the whole is abridged.
  private static let longestOperand = 12

  /// Returns a node as it stands in a sentence: its name, or what is written.
  func name(_ node: Graph.NodeID) -> String {
    graph.nodes[Int(node)].kind == .constant ? exercise.text(node) : code(graph.labels[node] ?? abridged(node))
  }

  /// Returns an operation as it stands in a sentence, with the name it has.
  func operation(_ node: Graph.NodeID) -> String {
    let written = abridged(node)
    guard let label = graph.labels[node], label != written else { return code(written) }
    return code("\(label) = \(written)")
  }

  /// Returns what is written, with dots for long operands of a long operation.
  private func abridged(_ node: Graph.NodeID) -> String {
    let written = exercise.graph.isLeaf(node) ? exercise.text(node) : exercise.written(node)
    if graph.isLeaf(node) || written.unicodeScalars.count <= Self.longest { return written }
    let primitive = graph.nodes[Int(node)].primitive
    let operands = graph.operands(of: node)
    switch primitive.gate.notation {
    case .function:
      if primitive.isArray { guard case .call = primitive.gate.arrayNotation else { return written } }
      return primitive.gate.name + "(" + operands.map { operand($0, isAlone: true) }.joined(separator: ", ") + ")"
    case .infix(_, let level, _):
      guard operands.count == 2 else { return written }
      let sign = level > 5 ? primitive.gate.name : " \(primitive.gate.name) "
      return operand(operands[0], isAlone: false) + sign + operand(operands[1], isAlone: false)
    case .prefix: return primitive.gate.name + operand(operands[0], isAlone: false)
    case .postfix: return operand(operands[0], isAlone: false) + "'"
    }
  }

  /// Returns an operand of an operation that is abridged.
  private func operand(_ node: Graph.NodeID, isAlone: Bool) -> String {
    if graph.isLeaf(node) || graph.labels[node] != nil { return exercise.text(node) }
    let written = exercise.written(node)
    if written.unicodeScalars.count > Self.longestOperand { return isAlone ? "..." : "(...)" }
    if case .function = graph.nodes[Int(node)].primitive.gate.notation { return written }
    return isAlone ? written : "(\(written))"
  }

  /// Returns a node with its value, if that is a number.
  private func valued(_ node: Graph.NodeID) -> Sentence {
    let isConstant = graph.nodes[Int(node)].kind == .constant
    guard !isConstant, let value = exercise.values[Int(node)].scalar else {
      return Sentence(name(node))
    }
    return "\(name(node)) = \(told(value, .value(node)))"
  }

  /// Returns a number, a short array, or the shape of a long one.
  package func amount(_ value: Tensor) -> String {
    value.count <= Self.mostElements ? ArrayText(number).line(value + 0.0) : ShapeText.phrase(value.shape)
  }

  /// Returns a number of the sweep.
  func told(_ value: Double, _ which: SweepNumber) -> Sentence {
    Sentence([.number(number(value), which, .plain)])
  }

  /// Returns a number of the sweep, a short array, or the shape of a long one.
  func told(_ value: Tensor, _ which: SweepNumber) -> Sentence {
    value.count <= Self.mostElements
      ? Sentence([.number(amount(value), which, .plain)]) : Sentence(amount(value))
  }

  /// Returns what goes back over an edge.
  func sent(_ edge: WayBack.Edge, _ contribution: Contribution<Tensor>) -> Sentence {
    told(contribution.value, .sent(edge.node, edge.place))
  }

  /// Returns a factor in brackets if it is negative.
  private func factor(_ value: Double, _ which: SweepNumber) -> Sentence {
    let text = number(value)
    return Sentence([.number(text.hasPrefix("-") ? "(\(text))" : text, which, .factor)])
  }

  // MARK: - Parts

  /// Returns the sentence that takes up the way to another input.
  func recall(_ node: Graph.NodeID, asFor input: String) -> Sentence {
    "As for \(code(input)), \(name(node)) gets \(told(exercise.adjoints[Int(node)], .adjoint(node)))."
  }

  /// Returns the sentence that begins several ways to a node.
  func meeting(_ node: Graph.NodeID, ways: Int) -> String {
    "\(name(node)) is used \(times(ways)), so \(ways) ways lead back to it."
  }

  private func times(_ count: Int) -> String { count == 2 ? "twice" : "\(count) times" }

  /// Returns the title of one of several ways.
  func way(_ index: Int, by edge: WayBack.Edge) -> String { "Way \(index), by \(operation(edge.node)):" }

  /// Returns the sentence that adds up what several ways bring.
  func sum(_ node: Graph.NodeID, _ edges: [WayBack.Edge]) -> Sentence {
    let values = edges.compactMap(\.contribution?.value)
    let gets = told(exercise.adjoints[Int(node)], .adjoint(node))
    guard values.count > 1 else {
      return "Only one of these ways brings anything: \(name(node)) gets \(gets)."
    }
    let numbers = values.compactMap(\.scalar)
    guard numbers.count == values.count, numbers.count <= Self.mostElements else {
      return "Added up, \(name(node)) gets \(gets)."
    }
    var text = ""
    for (index, value) in numbers.enumerated() {
      text += index == 0 ? number(value) : value < 0 ? " - \(number(-value))" : " + \(number(value))"
    }
    let parts = Sentence([.sum(text, of: edges.map { .sent($0.node, $0.place) })])
    return "Added up, \(name(node)) gets \(parts) = \(gets)."
  }

  /// Returns the sentence for an edge.
  func sentence(_ edge: WayBack.Edge) -> Sentence {
    let node = graph.nodes[Int(edge.node)]
    guard let contribution = edge.contribution else { return silence(edge, node.primitive) }
    if node.kind == .wide, node.primitive.isArray {
      return arraySentence(edge, node.primitive, contribution)
    }
    return sentence(edge, node.primitive, contribution) + Sentence(repetition(contribution))
  }

  /// Returns what is to be said where broadcasting repeated the operand; nothing if it did not.
  private func repetition(_ contribution: Contribution<Tensor>) -> String {
    contribution.value.count < contribution.upstream.count
      ? " It was used for each element, and what comes back to all of them is added up." : ""
  }

  // MARK: - Numbers and elements

  private func sentence(
    _ edge: WayBack.Edge, _ primitive: Primitive, _ contribution: Contribution<Tensor>
  ) -> Sentence {
    let operands = graph.operands(of: edge.node)
    let (whole, part) = (operation(edge.node), name(edge.to))
    let gets = sent(edge, contribution)
    if primitive.isExtremum || primitive.gate.selects {
      return routing(edge, primitive, contribution)
    }
    if primitive == .add {
      return "\(whole) is a sum and distributes: each term gets all that comes back, so \(part) gets \(gets)."
    }
    if primitive == .subtract {
      return "\(whole) is a difference and distributes: "
        + Sentence(
          edge.place == 0
            ? "what stands first gets all that comes back, "
            : "what is taken away gets all that comes back with the other sign, ")
        + "so \(part) gets \(gets)."
    }
    if primitive == .negate {
      return "\(whole) changes the sign, and so it does on the way back: \(part) gets \(gets)."
    }
    if primitive == .multiply {
      if contribution.local?.scalar == nil || contribution.value.scalar == nil {
        return "\(whole) is a product and switches: \(part) gets what comes back times the other factor, "
          + "\(name(operands[1 - edge.place])), element by element. So \(part) gets \(gets)."
      }
      return
        "\(whole) is a product and switches: \(part) gets what comes back times the other factor, "
        + valued(operands[1 - edge.place]) + ending(edge, contribution)
    }
    if primitive == .divide, edge.place == 0 {
      var how: Sentence = ""
      if let upstream = contribution.upstream.scalar,
        let below = exercise.values[Int(operands[1])].scalar
      {
        how = "\(told(upstream, .adjoint(edge.node))) / \(factor(below, .value(operands[1]))) = "
      }
      return
        "\(whole) is a fraction: what stands above gets what comes back divided by what stands below, "
        + "\(valued(operands[1])). So \(part) gets \(how)\(gets)."
    }
    return derivative(edge, primitive, contribution)
  }

  /// Returns the sentence for an operation that multiplies by its derivative.
  private func derivative(
    _ edge: WayBack.Edge, _ primitive: Primitive, _ contribution: Contribution<Tensor>
  ) -> Sentence {
    let (whole, part) = (operation(edge.node), name(edge.to))
    let formula = EdgeFormula(edge, exercise, bench).local
    let local = contribution.local?.scalar.map { told($0, .local(edge.node, edge.place)) }
    if EdgeFormula(edge, exercise, bench).isOwnDerivative {
      let value: Sentence = local.map { ", \($0)" } ?? ""
      return "\(whole) is its own derivative\(value)" + ending(edge, contribution)
    }
    if formula == nil, let value = exercise.values[Int(edge.to)].scalar, let local,
      let inner = EdgeFormula(edge, exercise, bench).substituted
    {
      return
        "The derivative of \(code(inner.whole)) by \(code(inner.name)) is \(code(inner.local)) = \(local) where "
        + "\(code(inner.name)) = \(told(value, .value(edge.to))), the value of \(part)"
        + ending(edge, contribution)
    }
    let exponent = graph.operands(of: edge.node).last
    let isPowerRule =
      primitive.isPower && edge.place == 0
      && exponent.map { !graph.nodes[Int($0)].isVariable } ?? false
    let value: Sentence =
      switch (formula, local) {
      case (let formula?, let local?): formula == local.text ? local : "\(code(formula)) = \(local)"
      case (let formula?, nil): Sentence(code(formula))
      case (nil, let local?): local
      case (nil, nil): "taken element by element"
      }
    let beginning = isPowerRule ? "By the power rule, the" : "The"
    return "\(beginning) derivative of \(whole) by \(part) is \(value)" + ending(edge, contribution)
  }

  /// Returns the end of a sentence that named the local factor: the product, or that it is taken element by element.
  private func ending(_ edge: WayBack.Edge, _ contribution: Contribution<Tensor>) -> Sentence {
    let gets = sent(edge, contribution)
    let part = name(contribution.to)
    if let upstream = contribution.upstream.scalar, let local = contribution.local?.scalar,
      contribution.value.scalar != nil
    {
      let product: Sentence =
        "\(told(upstream, .adjoint(edge.node))) · \(factor(local, .local(edge.node, edge.place)))"
      return ". So \(part) gets \(product) = \(gets)."
    }
    return ". What comes back is multiplied by it element by element, so \(part) gets \(gets)."
  }

  /// Returns the sentence for an operation that passes some of its operands on.
  private func routing(
    _ edge: WayBack.Edge, _ primitive: Primitive, _ contribution: Contribution<Tensor>
  ) -> Sentence {
    let (whole, part, gets) = (operation(edge.node), name(edge.to), sent(edge, contribution))
    guard let share = contribution.local?.scalar else {
      return "\(whole) routes, element by element: what it lets through gets all that comes back, and the rest "
        + "nothing. So \(part) gets \(gets)."
    }
    let isOfTwo = graph.operands(of: edge.node).count == 2
    if primitive.isExtremum {
      return share == 1
        ? "\(whole) routes: \(valued(edge.to)) is the \(extreme(primitive, isOfTwo: isOfTwo)) and gets all that comes "
          + "back, \(gets)."
        : "\(whole) routes, and its \(extreme(primitive, isOfTwo: false)) arguments are equal and share what comes back: "
          + "\(part) gets \(gets)."
    }
    if let condition = condition(edge) {
      return "\(whole) routes: \(condition), so \(part) is taken and gets all that comes back, \(gets)."
    }
    return share == 1
      ? "\(whole) routes: it lets \(valued(edge.to)) through, so \(part) gets all that comes back, \(gets)."
      : "\(whole) has the slope \(told(share, .local(edge.node, edge.place))) at \(valued(edge.to))"
        + ending(edge, contribution)
  }

  /// Returns the sentence for an operation that sends nothing to an operand.
  private func silence(_ edge: WayBack.Edge, _ primitive: Primitive) -> Sentence {
    let (whole, part) = (operation(edge.node), name(edge.to))
    if primitive.isExtremum {
      let isOfTwo = graph.operands(of: edge.node).count == 2
      return "\(whole) routes: \(valued(edge.to)) is not the \(extreme(primitive, isOfTwo: isOfTwo)) and gets nothing."
    }
    if let condition = condition(edge) {
      return "\(whole) routes: \(condition), so \(part) is not taken and gets nothing."
    }
    if primitive.gate.selects {
      return "\(whole) routes: it does not let \(valued(edge.to)) through, so \(part) gets nothing."
    }
    return "\(whole) does not change when \(part) changes a little, so \(part) gets nothing."
  }

  /// Returns the word for the operand that `max` or `min` passes on.
  private func extreme(_ primitive: Primitive, isOfTwo: Bool) -> String {
    guard case .extremum(.least, _) = Gate<Double>.table[Int(primitive.rawValue)].derivative else {
      return isOfTwo ? "larger one" : "largest"
    }
    return isOfTwo ? "smaller one" : "smallest"
  }

  /// Returns the condition of a choice with its truth, if that is one for all elements.
  private func condition(_ edge: WayBack.Edge) -> Sentence? {
    let operands = graph.operands(of: edge.node)
    guard graph.nodes[Int(edge.node)].primitive == .choose, edge.place > 0 else { return nil }
    guard let truth = exercise.values[Int(operands[0])].scalar else {
      return "the condition decides"
    }
    return Sentence([
      .words("\(name(operands[0])) is "),
      .number(truth != 0 ? "true" : "false", .value(operands[0]), .truth),
    ])
  }
}
