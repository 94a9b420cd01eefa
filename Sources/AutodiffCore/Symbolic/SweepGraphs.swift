/// The sweeps of a program as graphs: the same sweeps that run over numbers, read over symbols.
package struct SweepGraphs {
  /// The graph of the value alone.
  package let function: Graph
  /// The graph of the value and of its tangent along one direction; every input has an input for its tangent.
  package let forward: (graph: Graph, outputs: [Graph.NodeID])
  /// The graph of the value and of its derivatives by the inputs of `wrt`; those of an array are of its product with a
  /// cotangent, which is an input.
  package let reverse: (graph: Graph, outputs: [Graph.NodeID])
  /// The graph of the derivatives of each element of the output; nil if there are too many to be written out.
  package let derivatives: (graph: Graph, outputs: [Graph.NodeID])?

  /// The number of nodes that the sweeps from all elements of an output may visit.
  private static let mostVisits = 20_000_000

  /// Draws the sweeps of a program.
  ///
  /// - Parameters:
  ///   - wrt: The inputs by which derivatives are taken.
  ///   - mayList: A Boolean value indicating whether the derivatives of several outputs are drawn as well.
  /// - Throws: A `Problem` if a graph has more nodes than the limit.
  package init(_ graph: Graph, wrt: [Graph.NodeID], mayList: Bool = true) throws(Problem) {
    let names = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    var limits = Limits()
    limits.freeMemory = graph.freeMemory

    let plain = Workbench(Graph(limits: limits))
    let values = Evaluation.run(graph, inputs: names.map { plain.input($0.0, shape: $0.1) })
    let result = plain.node(values[Int(graph.output)])
    if let problem = plain.problem { throw problem }
    var function = plain.graph
    function.output = result
    self.function = function

    // A dual is computed node by node, as in forward mode: tangents go along with the values.
    let duals = Workbench(Graph(limits: limits))
    let moving = Set(wrt)
    let inputs = zip(names, graph.inputs).map { input, node in
      let value = duals.input(input.0, shape: input.1)
      return Dual<Symbol>(value, tangent: moving.contains(node) ? duals.input("d" + input.0, shape: input.1) : nil)
    }
    let dual = Evaluation.run(graph, inputs: inputs)[Int(graph.output)]
    var tangents = [duals.node(dual.value)]
    if let tangent = dual.tangent { tangents.append(duals.node(tangent)) }
    if let problem = duals.problem { throw problem }
    forward = (duals.graph, tangents)

    let output = graph.shape(of: graph.output)
    reverse = try Self.sweeps(back: graph, wrt, names) { bench in
      [output.isScalar ? 1.0 : bench.input("cotangent of the output", shape: output)]
    }
    if output.isScalar {
      derivatives = (reverse.graph, Array(reverse.outputs.dropFirst()))
      return
    }
    let entries = output.count.multipliedReportingOverflow(by: wrt.reduce(0) { $0 + graph.shape(of: $1).count })
    guard mayList, entries.partialValue <= Derivation.mostElements, !entries.overflow,
      output.count * graph.count <= Self.mostVisits
    else {
      derivatives = nil
      return
    }
    let rows = try Self.sweeps(back: graph, wrt, names) { _ in
      (0..<output.count).map { .constant(.basis(output, $0)) }
    }
    derivatives = (rows.graph, Array(rows.outputs.dropFirst()))
  }

  /// Draws the reverse sweep of a scalar.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Returns: A graph with the same inputs, and in it the nodes of the derivatives.
  /// - Throws: A `Problem` if the graph has more nodes than the limit.
  static func gradient(
    of graph: Graph, wrt: [Graph.NodeID]
  ) throws(Problem) -> (graph: Graph, outputs: [Graph.NodeID]) {
    let names = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }
    let sweep = try sweeps(back: graph, wrt, names) { _ in [1.0] }
    return (sweep.graph, Array(sweep.outputs.dropFirst()))
  }

  /// Draws reverse sweeps from cotangents of the output.
  ///
  /// - Returns: The graph, and in it the node of the value, then those of the derivatives, sweep by sweep.
  private static func sweeps(
    back graph: Graph, _ wrt: [Graph.NodeID], _ names: [(String, Shape)], seeds: (Workbench) -> [Symbol]
  ) throws(Problem) -> (graph: Graph, outputs: [Graph.NodeID]) {
    var limits = Limits()
    limits.freeMemory = graph.freeMemory
    let bench = Workbench(Graph(limits: limits))
    let values = Evaluation.run(graph, inputs: names.map { bench.input($0.0, shape: $0.1) })
    let active = graph.active(wrt)
    var outputs: [Graph.NodeID] = []
    for seed in seeds(bench) {
      let adjoints = Pullback.run(graph, values: values, active: active, seed: seed)
      outputs += wrt.map { bench.node(adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0))) }
    }
    let value = bench.node(values[Int(graph.output)])
    if let problem = bench.problem { throw problem }
    return (bench.graph, [value] + outputs)
  }
}
