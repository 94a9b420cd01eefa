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

  /// Returns a node as it is written in the source, on one line; an operation of an inner derivative, which the source
  /// does not have, as a formula.
  func written(_ node: Graph.NodeID) -> String {
    var text = source.text(graph.spans[Int(node)])
    if isInnerDerivative(text) { text = formula(node) }
    if text.isEmpty { return "the expression" }
    return text.unicodeScalars.count <= Self.longest ? text : String(text.prefix(Self.longest - 3)) + "..."
  }

  /// Returns a Boolean value indicating whether a text is a call of `diff`, all operations of which stand at its place.
  private func isInnerDerivative(_ text: String) -> Bool {
    guard text.hasPrefix(DifferentiatedNames.function + "("), text.hasSuffix(")") else { return false }
    var depth = 0
    for (place, byte) in text.utf8.enumerated() {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0, byte == UInt8(ascii: ")") { return place == text.utf8.count - 1 }
    }
    return false
  }

  /// The depth to which the formula of an operation is written out.
  private static let depth = 3

  /// Returns the formula of a node, with dots for what lies deeper.
  private func formula(_ node: Graph.NodeID) -> String {
    var near: Set = [node]
    var level = near
    for _ in 0..<Self.depth {
      level = Set(level.flatMap { graph.operands(of: $0) })
      near.formUnion(level)
    }
    return Formula(graph, style: .language, number: NumberText(digits: 6)) { [graph] id in
      if id == node { return nil }
      return graph.labels[id] ?? (near.contains(id) || graph.isLeaf(id) ? nil : "(...)")
    }.text(node)
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
