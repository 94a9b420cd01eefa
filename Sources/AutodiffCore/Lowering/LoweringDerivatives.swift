/// The lowering of derivatives inside a program.
extension Lowering {
  /// Returns the node of `diff(expression, name)`: the derivative by the value that the name has, through all that was
  /// computed from it.
  ///
  /// The derivative is a reverse sweep over symbols, whose nodes stay in the graph: every later sweep goes through them.
  ///
  /// - Parameter place: The place of the call in the tree.
  /// - Throws: A problem if the second argument is no name, or the expression no number.
  mutating func derivative(
    _ arguments: [Graph.NodeID], _ node: SyntaxTree.Node, at place: Int
  ) throws(Problem) -> Graph.NodeID {
    guard arguments.count == 2 else { throw wrongCount(node, .exactly(2), arguments.count) }
    guard differentiated.calls.contains(place) else {
      throw Problem(.nameNeeded(DifferentiatedNames.function), tree.nodes[place - 1].span)
    }
    let (output, input) = (arguments[0], arguments[1])
    guard graph.shape(of: output).isScalar else {
      throw shapeProblem(.needs(.scalar, graph.shape(of: output)), DifferentiatedNames.function, node.span)
    }
    let shape = graph.shape(of: input)
    guard let part = try graph.part(from: input, to: output) else {
      let name = tree.nodes[place - 1]
      let text =
        name.kind == .name || name.kind == .local
        ? tree.names[name.payload]
        : tree.definitions.first { $0.body.contains(place) }.map { tree.names[$0.parameters[Int(name.payload)]] } ?? ""
      let oversight = Oversight(.constantDerivative(of: text), node.span)
      if !graph.oversights.contains(oversight) { graph.oversights.append(oversight) }
      let zero = try graph.constant(0, span: node.span)
      return shape.isScalar ? zero : try graph.apply(.broadcast(to: shape), [zero], span: node.span)
    }
    let bench = Workbench(graph, span: node.span, .piecewise)
    // The bench is now the graph's only owner, so that it grows in place.
    graph = Graph()
    let values = part.origins.map(bench.symbol)
    let start = Int(part.graph.inputs[0])
    let adjoints = Pullback.run(
      part.graph, values: values, active: part.graph.active([part.graph.inputs[0]]), seed: 1.0, ties: options.ties)
    let result = bench.node(adjoints[start].unbroadcast(to: shape))
    graph = bench.graph
    if let problem = bench.problem { throw problem }
    noteDerivative(result, of: part.origins)
    return result
  }

  /// Returns a node of its own for the value of a name by which derivatives are taken.
  mutating func alias(_ id: Graph.NodeID, _ span: Span) throws(Problem) -> Graph.NodeID {
    let alias = try graph.append(.broadcast(to: graph.shape(of: id)), [id], span: span)
    aliases.insert(alias)
    return alias
  }

  /// Returns the arguments of a function, of which those for differentiated parameters have nodes of their own.
  mutating func aliased(
    _ arguments: [Graph.NodeID], of definition: Int, _ span: Span
  ) throws(Problem) -> [Graph.NodeID] {
    guard let places = differentiated.parameters[definition] else { return arguments }
    var result = arguments
    for place in places where OperandMark.function(result[place]) == nil {
      result[place] = try alias(result[place], span)
    }
    return result
  }
}
