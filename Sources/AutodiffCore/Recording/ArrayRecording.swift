/// The sweeps of a program on arrays as one graph, and what has to be watched for the graph to be the sweeps.
struct ArrayRecording {
  /// The sweeps that are recorded.
  enum Sweep {
    /// The value alone.
    case value
    /// The value, and the derivatives of a number by each input, by reverse mode.
    case gradient
    /// The value, and its derivative along a direction, which is given for each input.
    case tangent
    /// The value, and the derivatives by each input of its product with a cotangent, which is given.
    case cotangent
  }

  /// The graph of all sweeps. Its inputs are those of the program, then the direction or the cotangent.
  let graph: Graph
  /// The value, then the derivatives: those by each input in its shape.
  let outputs: [Graph.NodeID]
  /// Conditions, not 0 where a primitive that matters is at a kink, and where the sweep over numbers takes care of what the
  /// graph does not see.
  let doubts: [Graph.NodeID]
  /// Conditions, not 0 where the program takes another path.
  let detours: [Graph.NodeID]

  /// Records the sweeps.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Throws: The limit on nodes or elements.
  init(_ graph: Graph, wrt: [Graph.NodeID], _ sweep: Sweep, ties: Ties) throws(Problem) {
    var limits = Limits()
    limits.freeMemory = graph.freeMemory
    let bench = Workbench(Graph(limits: limits), .bitExact, ties: ties, keepsGates: true)
    func input(_ name: String, like id: Graph.NodeID) -> Symbol { bench.input(name, shape: graph.shape(of: id)) }
    let inputs = graph.inputs.map { input(graph.name(ofInput: $0), like: $0) }
    let values = Evaluation.run(graph, inputs: inputs)
    let active = graph.active(wrt)
    func gradient(_ seed: Symbol) -> [Symbol] {
      let adjoints = Pullback.run(graph, values: values, active: active, seed: seed, ties: ties)
      return wrt.map { adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0)) }
    }
    var outputs = [values[Int(graph.output)]]
    switch sweep {
    case .value: break
    case .gradient:
      bench.beginSweep()
      outputs += gradient(1.0)
    case .cotangent:
      let cotangent = input("cotangent of the value", like: graph.output)
      bench.beginSweep()
      outputs += gradient(cotangent)
    case .tangent:
      // No input of a program has a name like this.
      let direction = wrt.map { (input: $0, tangent: input("direction of \(graph.name(ofInput: $0))", like: $0)) }
      bench.beginSweep()
      let tangents = Pushforward.run(graph, values: values, direction: direction, ties: ties)
      outputs.append(tangents[Int(graph.output)].unbroadcast(to: graph.shape(of: graph.output)))
    }
    bench.endSweep()
    self.outputs = outputs.map(bench.node)
    func nodes(_ conditions: [Symbol]) -> [Graph.NodeID] {
      Set(conditions.compactMap { $0.value == 0 ? nil : bench.node($0) }).sorted()
    }
    switch sweep {
    case .value: doubts = []
    case .gradient, .tangent, .cotangent:
      doubts = nodes(
        Recording.kinks(graph, [graph.output], values, active)
          + Recording.farLocals(graph, [graph.output], values, active)
          + bench.undefined(besides: self.outputs).map { .apply(.notEqual, $0, $0) })
    }
    detours = nodes(Recording.detours(graph, values))
    if let problem = bench.problem { throw problem }
    self.graph = bench.graph
  }
}
