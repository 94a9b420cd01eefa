/// The texts of an exercise's parts, as they stand in the source.
extension Exercise {
  /// The number of characters of a part that are shown.
  private static let longest = 40

  /// Returns the text of a node: the name of an input or of what is assigned to a name, else what is written.
  func text(_ node: Graph.NodeID) -> String {
    switch graph.nodes[Int(node)].kind {
    case .input: return graph.name(ofInput: node)
    case .constant: return NumberText(digits: 6)(values[Int(node)][0])
    default: return graph.labels[node] ?? written(node)
    }
  }

  /// Returns a node as it is written in the source, on one line.
  func written(_ node: Graph.NodeID) -> String {
    let text = source.text(graph.spans[Int(node)])
    if text.isEmpty { return "the expression" }
    return text.unicodeScalars.count <= Self.longest ? text : String(text.prefix(Self.longest - 3)) + "..."
  }

  /// Returns the text of a number in a sentence.
  func number(_ value: Tensor) -> String? { value.scalar.map { NumberText(digits: 4)($0) } }
}

extension Edge {
  /// The local derivative as a formula, as far as it is short; else its value; nil for what is no array.
  var localText: String? {
    let graph = exercise.graph
    if !site.isArray {
      let bench = Workbench(graph, spellsOut: true)
      let operands = site.operands.map(bench.symbol)
      let locals = Gate<Symbol>.table[Int(site.primitive.rawValue)].derivative.locals(operands, bench.symbol(site.node))
      let local = bench.node(locals[place])
      let formula = Formula(bench.graph, style: .language, number: NumberText(digits: 6)) { graph.labels[$0] }
      let text = formula.text(local)
      if text.unicodeScalars.count <= 24 { return text }
    }
    return contribution.local.flatMap(exercise.number)
  }
}
