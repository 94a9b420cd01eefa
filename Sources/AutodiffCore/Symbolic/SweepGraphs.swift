/// The sweeps of a program as graphs: the same sweeps that run over numbers, read over symbols.
package struct SweepGraphs {
  /// The graph of the value alone.
  package let function: Graph
  /// The graph of the value and of its tangent along one direction; every input has an input for its tangent.
  package let forward: (graph: Graph, outputs: [Graph.NodeID])
  /// The graph of the value and of its derivatives by the inputs of `wrt`.
  package let reverse: (graph: Graph, outputs: [Graph.NodeID])
  /// The nodes of the derivatives in the graph of the reverse sweep.
  package var derivatives: [Graph.NodeID] { Array(reverse.outputs.dropFirst()) }

  /// Draws the sweeps of a program.
  ///
  /// - Parameter wrt: The inputs by which derivatives are taken.
  /// - Throws: A `Problem` if a graph has more nodes than the limit.
  package init(_ graph: Graph, wrt: [Graph.NodeID]) throws(Problem) {
    let names = graph.inputs.map { (graph.name(ofInput: $0), graph.shape(of: $0)) }

    let plain = Workbench(Graph())
    let values = Evaluation.run(graph, inputs: names.map { plain.input($0.0, shape: $0.1) })
    let result = plain.node(values[Int(graph.output)])
    if let problem = plain.problem { throw problem }
    var function = plain.graph
    function.output = result
    self.function = function

    // A dual is computed node by node, as in forward mode: tangents go along with the values.
    let duals = Workbench(Graph())
    let moving = Set(wrt)
    let inputs = zip(names, graph.inputs).map { input, node in
      let value = duals.input(input.0, shape: input.1)
      return Dual<Symbol>(value, tangent: moving.contains(node) ? duals.input("d" + input.0, shape: input.1) : nil)
    }
    let output = Evaluation.run(graph, inputs: inputs)[Int(graph.output)]
    var tangents = [duals.node(output.value)]
    if let tangent = output.tangent { tangents.append(duals.node(tangent)) }
    if let problem = duals.problem { throw problem }
    forward = (duals.graph, tangents)

    let bench = Workbench(Graph())
    let symbols = Evaluation.run(graph, inputs: names.map { bench.input($0.0, shape: $0.1) })
    let adjoints = Pullback.run(graph, values: symbols, active: graph.active(wrt))
    let derivatives = wrt.map { bench.node(adjoints[Int($0)].unbroadcast(to: graph.shape(of: $0))) }
    let value = bench.node(symbols[Int(graph.output)])
    if let problem = bench.problem { throw problem }
    reverse = (bench.graph, [value] + derivatives)
  }
}
