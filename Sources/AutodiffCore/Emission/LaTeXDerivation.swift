/// A program and its partial derivatives as aligned equations: intermediate values, f, then one derivative a line.
struct LaTeXDerivation {
  private let formula: Formula
  private let named: [Graph.NodeID]
  private let value: Graph.NodeID
  private let derivatives: [(input: String, node: Graph.NodeID)]
  private let inputs: [String]

  /// A formula of more gates than this gets a name.
  private static let mostGates = 24

  init(_ program: Graph, wrt: [Graph.NodeID], ties: Ties) throws(Problem) {
    let bench = Workbench(Graph(), spellsOut: true)
    let symbols = program.inputs.map { bench.input(program.name(ofInput: $0), shape: program.shape(of: $0)) }
    let values = Evaluation.run(program, inputs: symbols)
    let adjoints = Pullback.run(program, values: values, active: program.active(wrt), ties: ties)
    value = bench.node(values[Int(program.output)])
    derivatives = wrt.map {
      (program.name(ofInput: $0), bench.node(adjoints[Int($0)].unbroadcast(to: program.shape(of: $0))))
    }
    inputs = program.orderedInputNames
    if let problem = bench.problem { throw problem }
    let graph = bench.graph
    var labels: [Graph.NodeID: String] = [:]
    for (id, label) in program.labels.all {
      if case .node(let node, _) = values[Int(id)], !graph.isLeaf(node), labels[node] == nil { labels[node] = label }
    }
    let names = Self.names(graph, outputs: [value] + derivatives.map(\.node), labels)
    named = names.keys.sorted()
    formula = Formula(graph, style: .latex) { names[$0] }
  }

  /// The program's own names, and others for what is long or stands in more than one place.
  private static func names(
    _ graph: Graph, outputs: [Graph.NodeID], _ labels: [Graph.NodeID: String]
  ) -> [Graph.NodeID: String] {
    let reached = graph.reached(from: outputs)
    var uses = [Int](repeating: 0, count: graph.count)
    for id in graph.nodes.indices where reached[id] {
      for operand in graph.operands(of: Graph.NodeID(id)) { uses[Int(operand)] += 1 }
    }
    var identifiers = Identifiers(reserved: Set(graph.inputNames + Array(labels.values) + ["f"]))
    var names: [Graph.NodeID: String] = [:]
    var sizes = [Int](repeating: 0, count: graph.count)
    for index in graph.nodes.indices where reached[index] && !graph.isLeaf(Graph.NodeID(index)) {
      let id = Graph.NodeID(index)
      let operands = graph.operands(of: id)
      sizes[index] = 1 + operands.reduce(0) { $0 + sizes[Int($1)] }
      let isShared = uses[index] > 1 && sizes[index] > 1
      guard labels[id] != nil || isShared || sizes[index] > mostGates, !graph.isLiteral(id) else { continue }
      names[id] = labels[id] ?? identifiers.next()
      sizes[index] = 0
    }
    // A node that is only another name for an answer needs none.
    for output in outputs where uses[Int(output)] == 0 && labels[output] == nil { names[output] = nil }
    return names
  }

  func lines(name: String, asDocument: Bool) -> [String] {
    let function = LaTeX.name(name)
    let arguments = inputs.isEmpty ? "" : "(\(inputs.map(LaTeX.name).joined(separator: ", ")))"
    var equations = named.map { id in
      let definition = formula.definition(id)
      // Iverson's brackets: 1 where the condition holds, else 0.
      let isCondition = formula.graph.nodes[Int(id)].primitive.isCondition
      return "\(formula.text(id)) &= \(isCondition ? "\\left[\(definition)\\right]" : definition)"
    }
    equations.append("\(function)\(arguments) &= \(formula.text(value))")
    equations += derivatives.map { input, node in
      "\\frac{\\partial \(function)}{\\partial \(LaTeX.name(input))} &= \(formula.text(node))"
    }
    let body =
      ["\\begin{align*}"] + equations.dropLast().map { "  \($0) \\\\" } + equations.suffix(1).map { "  \($0)" }
      + ["\\end{align*}"]
    guard asDocument else { return body }
    return ["\\documentclass{article}", "\\usepackage{amsmath}", "\\begin{document}"] + body + ["\\end{document}"]
  }
}

enum LaTeXDialect: SourceDialect {
  static func isReserved(_ function: String) -> Bool { false }

  static func lines(_ source: SourceCode) -> [String] {
    source.header.lines([], comment: "%")
      + (source.derivation?.lines(name: source.name, asDocument: source.hasMain) ?? [])
  }
}
