/// A value and its gradient as one graph of elementary gates: the reverse sweep that runs over numbers, read over
/// symbols that keep its edges.
///
/// It gives what the sweep gives, but for two things that only values can settle: where true derivatives differ from
/// the gates' conventions (`max(x, x)`), and where elements of arrays that nothing depends on are infinite.
package struct GradientProgram {
  package let graph: Graph
  /// Nodes of the graph.
  package let value: Graph.NodeID
  package let derivatives: [Graph.NodeID]
  /// The inputs of the program, in its order: names and the nodes.
  package let inputs: [Graph.NodeID]
  /// The inputs that are differentiated by.
  package let wrt: [Graph.NodeID]

  /// Draws the gradient of a program, with no more care about the range of doubles than its values ask for.
  ///
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  package init(_ program: Graph, wrt: [Graph.NodeID], ties: Ties = .split) throws(Problem) {
    var best = try GradientProgram(program, wrt: wrt, ties: ties, .none)
    var sweep = SweepValues(program, wrt: wrt, order: 1, isForReading: false, ties: ties)
    var misses = best.misses(&sweep)
    for care in [RangeCare.dividesFirst, .chooses] where misses > 0 {
      let other = try GradientProgram(program, wrt: wrt, ties: ties, care)
      let fewer = other.misses(&sweep)
      if fewer < misses { (best, misses) = (other, fewer) }
    }
    self = best
  }

  /// Creates a program of numbers that are nodes of a graph under construction.
  ///
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  init(_ bench: Workbench, _ numbers: [Graph.NodeID]) throws(Problem) {
    // All are derivatives, beside a value that says nothing.
    let outputs = [bench.node(0.0)] + numbers
    if let problem = bench.problem { throw problem }
    let form = try ElementaryForm(bench.graph, outputs: outputs)
    graph = form.graph
    let mapped = outputs.compactMap { form.nodes[Int($0)] }
    value = mapped[0]
    derivatives = Array(mapped.dropFirst())
    inputs = graph.inputs
    wrt = graph.inputs
  }

  /// Returns the number of special points at which a derivative is not that of the sweep.
  private func misses(_ sweep: inout SweepValues) -> Int {
    let values = sweep.points.map { Evaluation.run(graph, inputs: $0) }
    return derivatives.enumerated().reduce(0) { sum, derivative in
      sum + sweep.misses(derivative.offset, values.map { $0[Int(derivative.element)].elements }).all
    }
  }

  private init(_ program: Graph, wrt: [Graph.NodeID], ties: Ties, _ care: RangeCare) throws(Problem) {
    let bench = Workbench(Graph(), .piecewise, ties: ties, care: care)
    let inputs = program.inputs.map { bench.input(program.name(ofInput: $0), shape: program.shape(of: $0)) }
    let values = Evaluation.run(program, inputs: inputs)
    let adjoints = Pullback.run(program, values: values, active: program.active(wrt), ties: ties)
    let outputs =
      [bench.node(values[Int(program.output)])]
      + wrt.map { bench.node(adjoints[Int($0)].unbroadcast(to: program.shape(of: $0))) }
    let places = values.map { value -> Graph.NodeID? in if case .node(let id, _) = value { id } else { nil } }
    if let problem = bench.problem { throw problem }

    let form = try ElementaryForm(bench.graph, outputs: outputs)
    var graph = form.graph
    for (id, label) in program.labels.all {
      if let node = places[Int(id)].flatMap({ form.nodes[Int($0)] }), !graph.isLeaf(node), graph.labels[node] == nil {
        graph.labels[node] = label
      }
    }
    let mapped = outputs.compactMap { form.nodes[Int($0)] }
    self.graph = graph
    value = mapped[0]
    derivatives = Array(mapped.dropFirst())
    self.inputs = graph.inputs
    self.wrt = wrt.compactMap { node in
      program.inputs.firstIndex(of: node).map { graph.inputs[$0] }
    }
  }
}
