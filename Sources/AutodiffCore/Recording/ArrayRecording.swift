/// The reverse sweep of a program on arrays as one graph, and what has to be watched for the graph to be the sweep.
struct ArrayRecording {
  /// The graph of both sweeps.
  let graph: Graph
  /// The value, then the derivatives by each input, in its shape.
  let outputs: [Graph.NodeID]
  /// Conditions, not 0 where a primitive that matters is at a kink, and where the sweep over numbers takes care of what the
  /// graph does not see.
  let doubts: [Graph.NodeID]

  /// Records the sweeps.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Throws: The limit on nodes or elements.
  init(_ graph: Graph, wrt: [Graph.NodeID], ties: Ties) throws(Problem) {
    var limits = Limits()
    limits.freeMemory = graph.freeMemory
    let bench = Workbench(Graph(limits: limits), .bitExact, ties: ties, keepsGates: true)
    let inputs = graph.inputs.map { bench.input(graph.name(ofInput: $0), shape: graph.shape(of: $0)) }
    let values = Evaluation.run(graph, inputs: inputs)
    let active = graph.active(wrt)
    bench.beginSweep()
    let adjoints = Pullback.run(graph, values: values, active: active, ties: ties)
    let derivatives = wrt.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)) }
    bench.endSweep()
    let outputs = ([values[Int(graph.output)]] + derivatives).map(bench.node)
    func nodes(_ conditions: [Symbol]) -> [Graph.NodeID] {
      Set(conditions.compactMap { $0.value == 0 ? nil : bench.node($0) }).sorted()
    }
    doubts = nodes(
      Recording.kinks(graph, [graph.output], values, active)
        + Recording.farLocals(graph, [graph.output], values, active)
        + bench.undefined(besides: outputs).map { .apply(.notEqual, $0, $0) })
    self.outputs = outputs
    if let problem = bench.problem { throw problem }
    self.graph = bench.graph
  }
}
